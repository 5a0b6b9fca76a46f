"""How a document's files are called and declared; pure."""

import json
import re
import unicodedata
from typing import Any, Final

from app.documents.schemas import FileFormat

MEDIA_TYPES: Final[dict[FileFormat, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}
_NOT_IN_A_FILE_NAME: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f]+')
_NOT_ASCII: Final = re.compile(r"[^\x20-\x7e]+")
_LONGEST_STEM: Final = 120


def letter_stem(candidate: str) -> str:
    """Name a letter's file after its writer, without what file systems refuse."""
    stem = _NOT_IN_A_FILE_NAME.sub(" ", f"Letter from {candidate}")
    return " ".join(stem.split())[:_LONGEST_STEM].rstrip(" .")


def ascii_name(name: str) -> str:
    """Put a name into ASCII for readers that know no other: accents go, other scripts are left out."""
    plain = _NOT_ASCII.sub("", unicodedata.normalize("NFKD", name))
    return " ".join(plain.split())


def manifest_files(manifest: bytes) -> dict[str, dict[str, Any]]:
    """Read the hash and length of each file out of a manifest."""
    files: dict[str, dict[str, Any]] = json.loads(manifest)["files"]
    return files
