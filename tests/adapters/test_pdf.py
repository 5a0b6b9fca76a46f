import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest

from app.adapters.letter_page import LetterPage
from app.adapters.pdf import CannotBeDrawn, letter_pdf, letter_svg
from tests.adapters.pdf_text import page_count, text_of

CHECKOUT = Path(__file__).parents[2]
LETTER = LetterPage(
    title="A letter from Łucja Moreau",
    author="Łucja Moreau",
    language="en-GB",
    date_line="London, 3 March 2026",
    paragraphs=(
        "Dear Dana, dear Tom,",
        "Thank you for the hour this afternoon, and for showing me the Leeds roadmap before it was public.",
        "With kind regards,\nŁucja Moreau",
    ),
)


def one_spaced(text: str) -> str:
    return " ".join(text.split())


def test_the_words_of_the_letter_are_in_the_pdf_in_their_order() -> None:
    words = one_spaced(text_of(letter_pdf(LETTER)))

    assert words == one_spaced(" ".join((LETTER.date_line or "", *LETTER.paragraphs)))


def test_a_line_break_inside_a_paragraph_is_kept() -> None:
    lines = [line.strip() for line in text_of(letter_pdf(LETTER)).splitlines()]

    assert lines[-2:] == ["With kind regards,", "Łucja Moreau"]


@pytest.mark.parametrize(
    "text",
    [
        r"#let x = 1; #panic() #read(\"/etc/passwd\") #sys.inputs",
        "$x^2$ *bold* _it_ `raw` ```typ block```",
        r"back\slash \# \u{41} @ref <label> // not a comment /* nor this */",
        "= no heading - no list + no enumeration / no: term",
        "] #] [ {} ~ -- --- ... 'single' \"double\" &amp; &lt;",
        '"}, "author": "someone else',
    ],
)
def test_markup_in_a_letter_comes_out_as_the_characters_that_were_typed(text: str) -> None:
    assert one_spaced(text_of(letter_pdf(replace(LETTER, paragraphs=(text,), date_line=None)))) == text


@pytest.mark.parametrize(
    "text",
    [
        "Łódź, žluťoučký kůň, İstanbul, ðþŋ",
        "e\u0301 x\u0323 o\u0302\u0301",
        "Ελληνικά, ἀρχή",
        "Привет, Київ",
        "€ £ ₹ № … “”",
    ],
)
def test_latin_greek_and_cyrillic_come_out_whole(text: str) -> None:
    drawn = text_of(letter_pdf(replace(LETTER, paragraphs=(text,), date_line=None)))

    assert normalize("NFC", one_spaced(drawn)) == normalize("NFC", text)


def test_a_character_without_a_glyph_is_named_and_nothing_is_drawn() -> None:
    page = replace(LETTER, paragraphs=("Thank you 😀 and 谢谢",))

    with pytest.raises(CannotBeDrawn, match=r"U\+1F600") as refused:
        letter_pdf(page)
    with pytest.raises(CannotBeDrawn):
        letter_svg(page)

    assert refused.value.characters == ("😀", "谢")


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1b", "\x85", "\ud800", "\ufffe"])
def test_a_control_character_is_refused_before_anything_is_rendered(char: str) -> None:
    with pytest.raises(ValueError, match=r"U\+00|U\+D800|U\+FFFE"):
        replace(LETTER, paragraphs=(f"a{char}b",))


@pytest.mark.parametrize(
    "wrong",
    [{"paragraphs": ()}, {"paragraphs": (" ",)}, {"language": "English"}, {"title": "a\nb"}, {"author": "a" * 256}],
)
def test_a_page_that_is_no_letter_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"letter|title"):
        replace(LETTER, **wrong)  # type: ignore[arg-type]


def test_the_pdf_is_tagged_and_names_title_author_and_language_and_no_date() -> None:
    pdf = letter_pdf(LETTER)

    assert b"/Lang(en-GB)" in pdf
    assert b"/MarkInfo<</Marked true" in pdf
    assert '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A letter from Łucja Moreau'.encode() in pdf
    assert "<rdf:li>Łucja Moreau</rdf:li>".encode() in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/CreationDate" not in pdf
    assert b"xmp:CreateDate" not in pdf


def test_a_second_page_carries_the_author_and_its_number() -> None:
    long = replace(LETTER, paragraphs=LETTER.paragraphs * 10, footer="Sent through Harcourt & Lane")

    pdf, pictures = letter_pdf(long), letter_svg(long)

    assert page_count(pdf) == 2
    assert text_of(pdf).count("Sent through Harcourt & Lane") == 2
    assert text_of(pdf).splitlines()[-1] == "Łucja Moreau · 2"
    assert len(pictures) == 2
    assert page_count(letter_pdf(LETTER)) == 1
    assert "· 1" not in text_of(letter_pdf(LETTER))


def test_a_word_longer_than_the_line_is_broken_rather_than_cut_off() -> None:
    pdf = letter_pdf(replace(LETTER, paragraphs=("W" * 120,), date_line=None))

    assert len(text_of(pdf).splitlines()) == 4
    assert text_of(pdf).count("W") == 120


def test_the_picture_of_a_page_needs_no_font_and_no_other_file() -> None:
    (picture,) = letter_svg(LETTER)

    assert picture.startswith("<svg")
    assert "<text" not in picture
    assert "<script" not in picture
    assert 'href="http' not in picture


def test_equal_letters_give_equal_bytes_in_another_process_and_folder(tmp_path: Path) -> None:
    program = "import sys; from tests.adapters.test_pdf import *; sys.stdout.buffer.write(letter_pdf(LETTER))"
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        capture_output=True,
        check=True,
    )

    assert elsewhere.stdout == letter_pdf(LETTER)
    assert elsewhere.stdout != letter_pdf(replace(LETTER, title="Another title"))


def test_many_threads_share_the_typesetter_and_each_gets_its_own_letter() -> None:
    pages = [replace(LETTER, paragraphs=(f"Letter number {number}",)) for number in range(40)]

    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(letter_pdf, pages))

    assert [f"Letter number {number}" in text_of(pdf) for number, pdf in enumerate(drawn)] == [True] * 40


def test_a_letter_after_a_failed_one_is_drawn() -> None:
    with pytest.raises(CannotBeDrawn):
        letter_pdf(replace(LETTER, author="Łucja 谢"))

    assert "Łucja Moreau" in text_of(letter_pdf(LETTER))
