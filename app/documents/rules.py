"""How a document's files are called and declared, and whose number was rung; pure."""

import json
import re
import unicodedata
from typing import Any, Final

import phonenumbers

from app.documents.schemas import FileFormat

MEDIA_TYPES: Final[dict[FileFormat, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}
_NOT_IN_A_FILE_NAME: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f]+')
_NOT_ASCII: Final = re.compile(r"[^\x20-\x7e]+")
_LONGEST_STEM: Final = 120


def file_stem(kind: str, candidate: str) -> str:
    """Name a document's file after what it is and whose it is, without what file systems refuse."""
    named = f"Interview summary, {candidate}" if kind == "summary" else f"Letter from {candidate}"
    stem = _NOT_IN_A_FILE_NAME.sub(" ", named)
    return " ".join(stem.split())[:_LONGEST_STEM].rstrip(" .")


def ascii_name(name: str) -> str:
    """Put a name into ASCII for readers that know no other: accents go, other scripts are left out."""
    plain = _NOT_ASCII.sub("", unicodedata.normalize("NFKD", name))
    return " ".join(plain.split())


def words_about_number(rung: str, *, stored: str | None, candidate: str, country: str) -> tuple[str, ...]:
    """Say what is worth a look about the number that was rung; nothing where it is the one that is kept.

    A number without a country's code is read as one of the agency's ``country``.
    """
    if stored is None:
        return (f"No telephone number is kept for {candidate}: make sure that it was them whom you rang.",)
    if _number(rung, country) == _number(stored, country):
        return ()
    return (f"You rang another number than the one that is kept for {candidate}: make sure that it was them.",)


def _number(text: str, country: str) -> str:
    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return "".join(one for one in text if one.isdigit())
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def manifest_files(manifest: bytes) -> dict[str, dict[str, Any]]:
    """Read the hash and length of each file out of a manifest."""
    files: dict[str, dict[str, Any]] = json.loads(manifest)["files"]
    return files
