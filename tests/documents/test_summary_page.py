"""A page with a heading and sections, as PDF, Word and text: the same words in each, and headings that readers know."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest

from app.adapters.letter_page import LetterPage, Section
from app.adapters.pdf import CannotBeDrawn, letter_pdf
from app.documents.rendering import render_letter
from tests.adapters.pdf_text import page_count, text_of

SUMMARY = LetterPage(
    title="Summary of the interview with Łucja Moreau",
    author="Łucja Moreau",
    language="en",
    heading="Summary of the interview with Łucja Moreau",
    paragraphs=("Product Manager at Meridian Foods.",),
    sections=(
        Section("What went well", ("The recall case.\nI have run one.", "And the team.")),
        Section("Questions & answers #1", ("*Why us?* = the roadmap",)),
    ),
)
LETTER = LetterPage(title="A letter", author="Alex Moreau", language="en", paragraphs=("Dear Dana,",))


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_three_files_say_the_same_in_the_same_order() -> None:
    files = render_letter(SUMMARY).files
    word = docx.Document(io.BytesIO(files["docx"]))

    assert files["txt"].decode() == (
        "Summary of the interview with Łucja Moreau\n\n"
        "Product Manager at Meridian Foods.\n\n"
        "What went well\nThe recall case.\nI have run one.\n\n"
        "And the team.\n\n"
        "Questions & answers #1\n*Why us?* = the roadmap\n"
    )
    assert words(text_of(files["pdf"])) == words(files["txt"].decode())
    assert words("\n".join(paragraph.text for paragraph in word.paragraphs)) == words(files["txt"].decode())


def test_headings_are_headings_for_who_listens_to_the_page() -> None:
    word = docx.Document(io.BytesIO(render_letter(SUMMARY).files["docx"]))
    pdf = letter_pdf(SUMMARY)

    levels = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style is not None]
    assert levels == ["Heading 1", "Normal", "Heading 2", "Normal", "Normal", "Heading 2", "Normal"]
    assert pdf.count(b"/S/H1") == 1
    assert pdf.count(b"/S/H2") == 2
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_a_letter_carries_no_style_that_it_does_not_use() -> None:
    with zipfile.ZipFile(io.BytesIO(render_letter(LETTER).files["docx"])) as packed:
        assert b"Heading" not in packed.read("word/styles.xml")
    assert b"/S/H1" not in letter_pdf(LETTER)


def test_the_hash_changes_with_every_heading_and_section() -> None:
    first = render_letter(SUMMARY)

    assert render_letter(replace(SUMMARY)).sha256 == first.sha256
    for changed in (
        replace(SUMMARY, heading="Summary"),
        replace(SUMMARY, sections=SUMMARY.sections[:1]),
        replace(SUMMARY, sections=(Section("What went", SUMMARY.sections[0].paragraphs), SUMMARY.sections[1])),
    ):
        assert render_letter(changed).sha256 != first.sha256


@pytest.mark.parametrize(
    ("section", "said"),
    [
        (Section("", ("a",)), "a section needs"),
        (Section("A", ()), "a section needs"),
        (Section("A", (" ",)), "a section needs"),
        (Section("A\nb", ("a",)), "headings take one line"),
        (Section("A" * 256, ("a",)), "headings take one line"),
        (Section("A", ("a\x00b",)), r"U\+0000"),
    ],
)
def test_a_section_that_is_none_is_refused(section: Section, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(SUMMARY, sections=(section,))


def test_sections_without_a_heading_above_them_are_refused() -> None:
    with pytest.raises(ValueError, match="sections stand under a heading"):
        replace(SUMMARY, heading=None)


def test_what_cannot_be_drawn_in_a_section_or_its_heading_is_named() -> None:
    for section in (Section("What went 谢", ("Well.",)), Section("What went well", ("谢",))):
        with pytest.raises(CannotBeDrawn) as refused:
            letter_pdf(replace(SUMMARY, sections=(section,)))
        assert refused.value.characters == ("谢",)


def test_a_long_summary_runs_over_pages_and_keeps_a_heading_with_its_words() -> None:
    long = replace(SUMMARY, sections=tuple(Section(f"Part {number}", ("Words. " * 60,)) for number in range(9)))

    pdf = letter_pdf(long)

    assert page_count(pdf) == 3
    assert text_of(pdf).splitlines()[-1] == "Łucja Moreau · 3"
