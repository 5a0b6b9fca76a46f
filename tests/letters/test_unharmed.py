"""What a candidate types comes out of PDF, Word and text unharmed; what no font can draw is named before consent."""

import io
import shutil
import subprocess
import unicodedata

import docx

from tests.adapters.pdf_text import text_of
from tests.make import letters
from tests.office import Office
from tests.web.test_problems import problem

TYPED = {
    "Polish": "Zażółć gęślą jaźń: Łódź i Wrocław czekają na odpowiedź.",
    "combining marks": "Cafe\u0301, re\u0301sume\u0301, Zu\u0308rich and a\u0328z\u0307 stay as they were typed.",
    "Greek": "Ευχαριστώ για την ώρα σας, και για τον χάρτη του Λιντς.",
    "Cyrillic": "Спасибо за час в понедельник; ёж, ґанок, Ђорђе.",
    "marks of a writer": "“O & <x>”, {{ name }}, #set text(red), $5, *bold*, C:\\temp, @mention — 50 % …",
}


def words(text: str) -> str:
    """A text as it is kept and read: without its line ends, and a letter with its mark is one character (NFC)."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def pdftotext(content: bytes) -> str | None:
    """What poppler reads, where it is at hand."""
    command = shutil.which("pdftotext")
    if command is None:
        return None
    return subprocess.run(
        [command, "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


def test_what_was_typed_comes_out_of_every_file_unharmed(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    content = {"paragraphs": [{"text": text} for text in TYPED.values()]}

    letter = letters.submitted(candidate, interview, content)
    path = f"/v1/documents/{letter['document']['id']}"
    pdf, word, text = (candidate.get(f"{path}.{kind}").content for kind in ("pdf", "docx", "txt"))

    drawn = [words(text_of(pdf)), words(pdftotext(pdf) or text_of(pdf))]
    written = {paragraph.text for paragraph in docx.Document(io.BytesIO(word)).paragraphs}
    for kind, typed in TYPED.items():
        assert [words(typed) in one for one in drawn] == [True, True], kind
        assert words(typed) in written, kind
        assert words(typed) in text.decode(), kind


def test_what_no_font_can_draw_is_named_before_anybody_agrees_to_it(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    draft = letters.begin(candidate, interview)
    for typed in ("Thank you 🙏", "謝謝您的時間", "\ue000 is nobody's character"):
        draft = letters.save(candidate, draft, {"paragraphs": [{"text": typed}]})

        refused = problem(letters.submit(candidate, draft), 422, "cannot_be_drawn")

        strange = next(character for character in typed if not character.isascii())
        assert strange in refused["detail"] or f"{ord(strange):04X}" in refused["detail"], refused
        kept = letters.read(candidate, draft)
        assert (kept["state"], kept["content"]["paragraphs"][0]["text"]) == ("draft", typed)
