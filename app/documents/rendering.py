"""The three files of a letter and the one hash that stands for them."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import rfc8785

from app.adapters.fonts import undrawable
from app.adapters.letter_page import LetterPage
from app.adapters.pdf import letter_pdf, letter_png, letter_svg, page_count
from app.adapters.word import letter_docx
from app.core.local_time import date_time, place_of
from app.documents.models import Consent
from app.documents.rules import manifest_files
from app.interviews.models import Meeting
from app.web.mails import Button, Mail

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
    """Write the letter as UTF-8 text: LF, a blank line between paragraphs, lines not wrapped.

    The heading of a section stands on the line above its first paragraph.
    """
    above = [line for line in (page.date_line, page.heading) if line]
    sections = ["\n\n".join((f"{one.heading}\n{one.paragraphs[0]}", *one.paragraphs[1:])) for one in page.sections]
    return ("\n\n".join((*above, *page.paragraphs, *sections)) + "\n").encode()


def letter_preview(page: LetterPage) -> list[str]:
    """Draw the letter as it will be sent, one SVG image a page.

    Raises `CannotBeDrawn` (422).
    """
    return letter_svg(page)


def page_images(page: LetterPage, *, manifest: bytes) -> list[bytes]:
    """Draw a frozen document as PNG, one image a page; none where ``page`` no longer makes what was frozen."""
    return letter_png(page) if _is_what_was_frozen(page, manifest) else []


def count_images(page: LetterPage, *, manifest: bytes) -> int:
    """Count the images that `page_images` draws, without drawing them."""
    return page_count(page) if _is_what_was_frozen(page, manifest) else 0


def _is_what_was_frozen(page: LetterPage, manifest: bytes) -> bool:
    """Whether a page still makes the very file that was frozen: only then may it be shown as that document (rule 1).

    Somebody's name, or the job's title, may have been put right since.
    """
    if undrawable(page.words):
        return False
    frozen: str = manifest_files(manifest)["pdf"]["sha256"]
    return hashlib.sha256(letter_pdf(page)).hexdigest() == frozen


def read_back_mail(
    meeting: Meeting,
    noted: Sequence[Consent],
    *,
    names: Mapping[UUID, str],
    callers: Mapping[UUID, str],
    text: str,
    link: str,
) -> Mail:
    """Tell the candidate what a consultant noted as their yes, in full, and how to take it back."""
    candidate, client = meeting.candidate, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"What you agreed to on the telephone, for {client}",
        paragraphs=(
            f"Dear {candidate.name},",
            f"After your interview for {meeting.job.title} we noted that you agreed on the telephone to have the text "
            "below sent to:",
            *(_noted(one, names, callers, candidate.time_zone) for one in noted),
            "If that is right, there is nothing to do. If it is not, or you have thought better of it, open it by the "
            "button and take it back: what has not been handed to their mail server stops at once. Then only you can "
            "agree to it again.",
            "The text:",
            *paragraphs_of(text),
        ),
        button=Button("See it, or take it back", link),
        after_button=("The link is meant for you alone: please do not pass it on.",),
        signed=(meeting.consultant.name, meeting.agency.name, *filter(None, (meeting.consultant.phone,))),
    )


def _noted(consent: Consent, names: Mapping[UUID, str], callers: Mapping[UUID, str], zone: str) -> str:
    if consent.read_back_by is None or consent.rung_at is None:
        raise LookupError("not noted by telephone")
    when = f"{date_time(consent.rung_at, zone)} in {place_of(zone)}"
    return f"– {names[consent.person_id]}. {callers[consent.read_back_by]} rang {consent.number_rung} on {when}."


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
