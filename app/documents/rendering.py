"""The three files of a letter and the one hash that stands for them."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import rfc8785

from app.adapters.fonts import undrawable
from app.adapters.letter_page import LetterPage
from app.adapters.pdf import letter_pdf, letter_svg
from app.adapters.word import letter_docx

FileKind = Literal["pdf", "docx", "txt"]

_MANIFEST_VERSION = 1
_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028]")
_PARAGRAPH_ENDS = re.compile("[\f\u2029]")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True)
class Rendering:
    """A letter's files, the manifest that names their hashes, and the manifest's own SHA-256 in hex.

    The candidate's consent is to `sha256`: it changes with any byte of any file.
    """

    files: Mapping[FileKind, bytes]
    manifest: bytes
    sha256: str


def render_letter(page: LetterPage) -> Rendering:
    """Render the letter as PDF, Word and text; equal pages give equal bytes.

    Raises `CannotBeDrawn` (422) for characters that no font of ours has.
    """
    files: dict[FileKind, bytes] = {
        "pdf": letter_pdf(page),
        "docx": letter_docx(page),
        "txt": letter_text(page),
    }
    manifest = manifest_of(files)
    return Rendering(files, manifest, hashlib.sha256(manifest).hexdigest())


def manifest_of(files: Mapping[FileKind, bytes]) -> bytes:
    """Write the canonical JSON (RFC 8785) of each file's SHA-256 and length in bytes."""
    return rfc8785.dumps(
        {
            "version": _MANIFEST_VERSION,
            "files": {
                kind: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
                for kind, content in files.items()
            },
        }
    )


def letter_text(page: LetterPage) -> bytes:
    """Write the letter as UTF-8 text: LF, a blank line between paragraphs, lines not wrapped."""
    dated = (page.date_line,) if page.date_line else ()
    return ("\n\n".join((*dated, *page.paragraphs)) + "\n").encode()


def letter_preview(page: LetterPage) -> list[str]:
    """Draw the letter as it will be sent, one SVG image a page.

    Raises `CannotBeDrawn` (422).
    """
    return letter_svg(page)


def not_drawable(text: str) -> tuple[str, ...]:
    """Name the characters that the PDF cannot show, so that the writer learns of them while writing."""
    return undrawable(_plain(text))


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Split typed text at blank lines; single line breaks stay, blanks at the ends of lines go."""
    found = (_trimmed(paragraph) for paragraph in _BLANK_LINES.split(_plain(text)))
    return tuple(paragraph for paragraph in found if paragraph)


def _plain(text: str) -> str:
    one_kind = _LINE_ENDS.sub("\n", text.replace("\ufeff", ""))
    return _PARAGRAPH_ENDS.sub("\n\n", one_kind)


def _trimmed(paragraph: str) -> str:
    return "\n".join(line.strip() for line in paragraph.strip().split("\n"))
