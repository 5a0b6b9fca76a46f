import hashlib
import io
import json
from dataclasses import replace

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.letter_page import LetterPage
from app.adapters.pdf import CannotBeDrawn
from app.documents.rendering import letter_preview, not_drawable, paragraphs_of, render_letter
from tests.adapters.pdf_text import text_of

LETTER = LetterPage(
    title="A letter from Alex Moreau",
    author="Alex Moreau",
    language="en",
    date_line="London, 3 March 2026",
    paragraphs=("Dear Dana,", "Łódź & Αθήνα.", "With kind regards,\nAlex Moreau"),
)


def test_the_three_files_say_the_same() -> None:
    files = render_letter(LETTER).files
    word = docx.Document(io.BytesIO(files["docx"]))

    expected = [str(LETTER.date_line), *LETTER.paragraphs]
    assert files["txt"].decode().removesuffix("\n").split("\n\n") == expected
    assert [paragraph.text for paragraph in word.paragraphs] == expected
    assert " ".join(text_of(files["pdf"]).split()) == " ".join(" ".join(expected).split())


def test_the_text_ends_in_one_line_feed_and_has_no_other_line_end() -> None:
    text = render_letter(replace(LETTER, date_line=None)).files["txt"]

    assert text == "Dear Dana,\n\nŁódź & Αθήνα.\n\nWith kind regards,\nAlex Moreau\n".encode()


def test_the_manifest_names_each_file_by_hash_and_length_in_canonical_form() -> None:
    rendering = render_letter(LETTER)

    named = {
        kind: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for kind, content in rendering.files.items()
    }
    canonical = json.dumps({"files": named, "version": 1}, sort_keys=True, separators=(",", ":"))
    assert sorted(rendering.files) == ["docx", "pdf", "txt"]
    assert rendering.manifest == canonical.encode()
    assert rendering.sha256 == hashlib.sha256(rendering.manifest).hexdigest()


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Another title"},
        {"author": "Alexa Moreau"},
        {"language": "de"},
        {"date_line": None},
        {"footer": "Sent through Harcourt & Lane"},
        {"paragraphs": ("Dear Dana",)},
    ],
)
def test_the_hash_changes_with_whatever_the_client_would_receive(changed: dict[str, object]) -> None:
    assert render_letter(LETTER).sha256 == render_letter(replace(LETTER)).sha256
    assert render_letter(LETTER).sha256 != render_letter(replace(LETTER, **changed)).sha256  # type: ignore[arg-type]


def test_a_letter_that_cannot_be_drawn_is_not_rendered_in_part() -> None:
    with pytest.raises(CannotBeDrawn) as refused:
        render_letter(replace(LETTER, paragraphs=("Thank you 😀",)))

    assert (refused.value.status, refused.value.code) == (422, "cannot_be_drawn")
    assert not_drawable("Thank you 😀\r\nand ❤️, Łucja\u2028") == ("😀", "❤")


def test_the_preview_shows_every_page() -> None:
    assert len(letter_preview(LETTER)) == 1
    assert len(letter_preview(replace(LETTER, paragraphs=LETTER.paragraphs * 12))) == 2


@pytest.mark.parametrize(
    ("typed", "paragraphs"),
    [
        ("", ()),
        (" \n\t\r\n ", ()),
        ("One.\n\nTwo.", ("One.", "Two.")),
        ("\n\n  One.  \n \t \n\n\nTwo.\n", ("One.", "Two.")),
        ("Regards,\nAlex", ("Regards,\nAlex",)),
        ("One.\r\n\r\nTwo,\r\nthree.", ("One.", "Two,\nthree.")),
        ("One.\rstill\r\rTwo.", ("One.\nstill", "Two.")),
        ("One,\vstill.\u2028same\u2029Two.\fThree.", ("One,\nstill.\nsame", "Two.", "Three.")),
        ("\ufeffOne.", ("One.",)),
    ],
)
def test_typed_text_is_split_at_blank_lines(typed: str, paragraphs: tuple[str, ...]) -> None:
    assert paragraphs_of(typed) == paragraphs


@given(st.text(alphabet=st.sampled_from("ab \t\n\r\v\f\x85\u2028\u2029\ufeff"), max_size=60))
def test_splitting_again_changes_nothing_and_loses_no_word(typed: str) -> None:
    paragraphs = paragraphs_of(typed)

    assert paragraphs_of("\n\n".join(paragraphs)) == paragraphs
    assert "".join("".join(paragraphs).split()) == "".join(typed.replace("\ufeff", "").split())
    assert all(paragraph and "\n\n" not in paragraph for paragraph in paragraphs)
