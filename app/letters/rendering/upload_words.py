"""What candidate and consultant are told of an uploaded file, in plain words: each refusal with the way out (P8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.adapters.word_upload.answers import MOST_CHARACTERS, MOST_PARAGRAPHS, Reason, What
from app.documents.rendering import not_drawable
from app.letters.schemas.uploads import Refusal, UploadWarning

Ours = Literal["not_read_in_time", "kills_the_reader"]

_SAVE_AS: Final = "Open it in Word, choose Save As, then Word document (.docx), and upload that."
_ANEW: Final = "Copy the text into a new Word document, save it as .docx and upload that, or paste the text here."
_REFUSALS: Final[dict[Reason | Ours, str]] = {
    "old_word": f"This is a Word file of the old kind (.doc). {_SAVE_AS}",
    "macros": f"This Word file can run programs (macros), so we do not open it. {_SAVE_AS}",
    "encrypted": "This file is locked with a password. In Word choose File, Info, Protect Document, Encrypt with "
    "Password, clear the password, save it and upload it again.",
    "pdf": "This is a PDF; its text cannot be taken over safely. Upload the Word document (.docx) that it was made "
    "from, or paste the text here.",
    "rtf": f"This is a Rich Text file (.rtf). {_SAVE_AS}",
    "open_document": "This is an OpenDocument file (.odt). Choose Save As, then Word document (.docx), and upload "
    "that.",
    "other_office": "This is an Excel or PowerPoint file, not a letter. Upload a Word document (.docx), or paste the "
    "text here.",
    "template": f"This is a Word template, not a document. {_SAVE_AS}",
    "not_word": "This is not a Word document, whatever its name says. Upload a .docx file, or paste the text here.",
    "damaged": f"This file is damaged: part of it is missing or unreadable. {_SAVE_AS} If Word cannot open it either, "
    "paste the text here.",
    "path_outside": f"This file is built in a way that no Word program builds one, so we do not open it. {_ANEW}",
    "too_many_parts": f"This file holds far more parts than a letter has. {_ANEW}",
    "too_large_inside": f"Unpacked, this file is far larger than a letter. Take out large pictures, or: {_ANEW}",
    "doctype": f"This file is built in a way that no Word program builds one, so we do not open it. {_ANEW}",
    "active_content": "This file holds another file or a control, such as a chart, a spreadsheet or a button. Take it "
    "out, save the document and upload it again, or paste the text here.",
    "other_files": f"This file takes its text from other files. {_ANEW}",
    "too_complex": f"This file holds far more than a letter. {_ANEW}",
    "too_slow": f"This file could not be read within 10 seconds. {_ANEW}",
    "not_readable": f"This file could not be read. {_ANEW}",
    "no_text": "There is no text of a letter in this file; pictures, headers and footnotes are not read. Upload the "
    "right file, or type the letter here.",
    "too_long": f"The text is longer than the {MOST_CHARACTERS:,} characters that a letter may have. Shorten it and "
    "upload it again.",
    "too_many_paragraphs": f"The text has more than the {MOST_PARAGRAPHS} paragraphs that a letter may have. Put short "
    "lines together, and upload it again.",
    "not_read_in_time": "The file could not be read in the last ten minutes; the mistake is ours. Upload it again, or "
    "paste the text here.",
    "kills_the_reader": f"Reading this file failed several times. {_ANEW}",
}

_KINDS: Final[dict[What, tuple[str, str]]] = {
    "tracked_changes": ("a tracked change", "{} tracked changes"),
    "comments": ("a comment", "{} comments"),
    "hidden_text": ("a hidden passage", "{} hidden passages"),
    "placeholders": ("a field that was not filled in", "{} fields that were not filled in"),
    "headers_and_footers": ("a header or footer", "{} headers and footers"),
    "notes": ("a footnote", "{} footnotes"),
    "pictures": ("a picture", "{} pictures"),
    "equations": ("an equation", "{} equations"),
    "text_boxes": ("a text box", "{} text boxes"),
    "struck_through": ("a passage that is struck through", "{} passages that are struck through"),
    "links": ("a link", "{} links"),
    "author_names": ("the name of a writer", "the names of {} writers"),
    "custom_data": ("a piece of data of another program", "{} pieces of data of other programs"),
    "linked_files": ("a link to a file elsewhere", "{} links to files elsewhere"),
    "invisible_characters": ("an invisible control character", "{} invisible control characters"),
}


@dataclass(frozen=True)
class _Said:
    """One sentence about some kinds of finding."""

    code: str
    level: Literal["warning", "information"]
    kinds: tuple[What, ...]
    then: str


_SENTENCES: Final = (
    _Said(
        "clean_text",
        "warning",
        ("tracked_changes", "comments", "hidden_text", "placeholders"),
        "we send the clean text.",
    ),
    _Said(
        "left_out",
        "warning",
        ("headers_and_footers", "notes", "pictures", "equations"),
        "left out. What the reader needs of it, put into the text.",
    ),
    _Said("moved", "warning", ("text_boxes",), "the words stand as ordinary text. Check that the place is right."),
    _Said(
        "struck_through",
        "warning",
        ("struck_through",),
        "the words are in the text, without the line. Delete what should not be read.",
    ),
    _Said("links", "information", ("links",), "the words stay, the address behind them goes."),
    _Said("invisible", "information", ("invisible_characters",), "taken out."),
    _Said("stays_behind", "information", ("author_names", "custom_data", "linked_files"), "not sent."),
)


def refusal(code: str, count: int | None) -> Refusal:
    """Say why a file is not read, with how much of it there was, and what to do instead."""
    words = _REFUSALS.get(code, _REFUSALS["not_readable"])  # type: ignore[call-overload]  # a code of our own rows
    counted = {"too_long": "characters", "too_many_paragraphs": "paragraphs"}.get(code)
    return Refusal(code=code, words=f"{words} It has {count:,} {counted}." if counted and count else words)


def warnings(found: Mapping[str, int], text: str) -> list[UploadWarning]:
    """Say what of a file is not sent as it stood, the gravest first."""
    return [*_sentences(found), *_undrawable(text)]


def _sentences(found: Mapping[str, int]) -> Iterator[UploadWarning]:
    for said in _SENTENCES:
        here = {kind: found[kind] for kind in said.kinds if found.get(kind)}
        if here:
            named = [_counted(_KINDS[kind], found[kind]) for kind in said.kinds if kind in here]
            words = f"{_listed(named)}: {said.then}"
            yield UploadWarning(code=said.code, level=said.level, words=words[0].upper() + words[1:], found=here)


def _undrawable(text: str) -> Iterator[UploadWarning]:
    signs = not_drawable(text)
    if signs:
        shown = " ".join(signs)
        words = f"Our typefaces cannot draw {shown}. Put something else in its place before you submit."
        yield UploadWarning(code="cannot_be_drawn", level="warning", words=words, found={"signs": len(signs)})


def _counted(words: tuple[str, str], count: int) -> str:
    one, many = words
    return one if count == 1 else many.format(count)


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
