import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
import time_machine

from app.adapters.letter_page import LetterPage
from app.adapters.word import letter_docx

LETTER = LetterPage(
    title="A letter from Łucja Moreau",
    author="Łucja Moreau",
    language="pl-PL",
    date_line="Kraków, 3 March 2026",
    paragraphs=("Dear Dana,", 'R&D: O & <x> > y "quoted" ]]> &amp;', "With kind regards,\nŁucja Moreau"),
    footer="Sent through Harcourt & Lane",
)


def members(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def test_word_opens_the_letter_with_the_words_that_were_typed() -> None:
    opened = docx.Document(io.BytesIO(letter_docx(LETTER)))

    assert [paragraph.text for paragraph in opened.paragraphs] == [LETTER.date_line, *LETTER.paragraphs]


def test_a_letter_without_a_date_begins_with_its_first_paragraph() -> None:
    opened = docx.Document(io.BytesIO(letter_docx(replace(LETTER, date_line=None))))

    assert [paragraph.text for paragraph in opened.paragraphs] == list(LETTER.paragraphs)


@pytest.mark.parametrize(
    "text", ["Ελληνικά, Привет", "e\u0301 x\u0323", "two  spaces", "tab\there", "a\n\n  b", "{{ x }} {% y %} _x0041_"]
)
def test_any_text_survives_as_it_is(text: str) -> None:
    opened = docx.Document(io.BytesIO(letter_docx(replace(LETTER, paragraphs=(text,)))))

    assert opened.paragraphs[-1].text == text


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x0c", "\x1f", "\ud800", "\uffff"])
def test_what_xml_cannot_hold_is_refused_by_name(char: str) -> None:
    with pytest.raises(ValueError, match=rf"control character U\+{ord(char):04X}"):
        letter_docx(replace(LETTER, paragraphs=(f"a{char}b",)))


def test_the_file_says_who_wrote_it_and_nothing_of_where_or_when() -> None:
    opened = docx.Document(io.BytesIO(letter_docx(LETTER)))
    described = members(letter_docx(LETTER))["docProps/core.xml"]

    assert opened.core_properties.author == "Łucja Moreau"
    assert opened.core_properties.last_modified_by == "Łucja Moreau"
    assert opened.core_properties.title == "A letter from Łucja Moreau"
    assert opened.core_properties.comments == ""
    assert "<dcterms:" not in described
    assert "python" not in described


def test_the_package_holds_the_letter_and_no_other_part() -> None:
    parts = members(letter_docx(LETTER))

    assert sorted(parts) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
    assert not any('TargetMode="External"' in part for part in parts.values())
    assert not any("w:rsid" in part for part in parts.values())


def test_the_language_is_set_for_the_spelling_checker() -> None:
    assert '<w:lang w:val="pl-PL"/>' in members(letter_docx(LETTER))["word/styles.xml"]


def test_the_number_of_the_page_begins_on_the_second_one() -> None:
    section = docx.Document(io.BytesIO(letter_docx(LETTER))).sections[0]

    assert section.different_first_page_header_footer
    assert section.first_page_footer.paragraphs[0].text == "Sent through Harcourt & Lane"
    assert section.footer.paragraphs[0].text == "Sent through Harcourt & Lane\tŁucja Moreau · "


def test_equal_letters_give_equal_bytes_at_any_time() -> None:
    with time_machine.travel(datetime(2026, 3, 3, 9, 0, tzinfo=UTC)):
        first = letter_docx(LETTER)
    with time_machine.travel(datetime(2031, 7, 1, 22, 30, 5, tzinfo=UTC)):
        second = letter_docx(LETTER)

    assert first == second
    assert first != letter_docx(replace(LETTER, paragraphs=("Another letter",)))
