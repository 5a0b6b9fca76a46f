"""One uploaded file, read from the first byte to paragraphs of text; runs in the limited process only."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from app.adapters.word_upload.answers import MOST_CHARACTERS, MOST_PARAGRAPHS, Refused
from app.adapters.word_upload.findings import findings
from app.adapters.word_upload.markup import Element, W, parsed
from app.adapters.word_upload.package import open_package
from app.adapters.word_upload.paragraphs import paragraphs
from app.adapters.word_upload.visible import visible

_OTHER_FILES: Final = (f"{W}altChunk", f"{W}subDoc")


@dataclass(frozen=True)
class Contents:
    """The paragraphs of a letter, and how much of what kind the file held beside them."""

    paragraphs: list[str]
    found: Counter[str]


def contents(file: bytes) -> Contents:
    """Read a Word file; raises Refused with the reason."""
    package = open_package(file)
    document = parsed(package.parts[package.main])
    if any(True for _ in document.iter(*_OTHER_FILES)):
        raise Refused("other_files")
    styles, numbering = _optional(package.related("styles")), _optional(package.related("numbering"))
    seen = visible(document, styles)
    _require_within_reach(sum(len(text.text or "") for text in seen.body.iter(f"{W}t")))
    text = paragraphs(seen.body, numbering=numbering, styles=styles)
    _require_a_letter(text.texts)
    return Contents(
        text.texts, +(findings(package, document) + seen.found + Counter(invisible_characters=text.removed))
    )


def _optional(part: bytes | None) -> Element | None:
    return None if part is None else parsed(part)


def _require_within_reach(length: int) -> None:
    """Refuse at once what is a book: turning it into paragraphs takes seconds."""
    if length > 10 * MOST_CHARACTERS:
        raise Refused("too_long", length)


def _require_a_letter(texts: list[str]) -> None:
    length = len("\n\n".join(texts))
    if not length:
        raise Refused("no_text")
    if length > MOST_CHARACTERS:
        raise Refused("too_long", length)
    if len(texts) > MOST_PARAGRAPHS:
        raise Refused("too_many_paragraphs", len(texts))
