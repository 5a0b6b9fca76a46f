"""The ZIP package of a Word file: what it is, what it may hold, and its parts, unpacked under a limit.

Sizes are counted while unpacking: those that the directory declares may be untrue.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import join, normpath
from typing import Final

import msoffcrypto  # type: ignore[import-untyped]  # ships no types
from msoffcrypto.exceptions import FileFormatError  # type: ignore[import-untyped]  # ships no types

from app.adapters.word_upload.answers import Reason, Refused
from app.adapters.word_upload.markup import Element, parsed

MOST_UNPACKED: Final = 25 * 1024 * 1024
MOST_DOCUMENT: Final = 4 * 1024 * 1024
MOST_MEMBERS: Final = 1_000
_CHUNK: Final = 65_536

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_PARTS: Final = "application/vnd.openxmlformats-officedocument."
_WORD: Final = f"{_OFFICE_PARTS}wordprocessingml.document.main+xml"
_TEMPLATE: Final = f"{_OFFICE_PARTS}wordprocessingml.template.main+xml"
_FORBIDDEN: Final[tuple[tuple[str, Reason], ...]] = (
    ("vbaproject", "macros"),
    ("vbadata", "macros"),
    ("macroenabled", "macros"),
    ("activex", "active_content"),
    ("/embeddings/", "active_content"),
    ("oleobject", "active_content"),
    ("afchunk", "other_files"),
    ("/subdocument", "other_files"),
)
"""What gives a part away that no letter needs, in names of parts, content types and relationship types."""


@dataclass(frozen=True)
class Relationship:
    """One line of a ``.rels`` part; ``target`` is the name of a part, or whatever the file says where external."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Package:
    """The XML parts of a Word file by name, the type of each, and the name of the main one."""

    parts: Mapping[str, bytes]
    types: Mapping[str, str]
    main: str

    def related(self, kind: str) -> bytes | None:
        """The part that the main one relates to as ``styles``, ``numbering`` and so on."""
        for found in relationships(self.parts, self.main):
            if found.kind == kind and not found.external and found.target in self.parts:
                return self.parts[found.target]
        return None

    def of_type(self, ending: str) -> list[bytes]:
        """Every part whose content type ends so, such as ``.header+xml``."""
        return [self.parts[name] for name, kind in self.types.items() if kind.endswith(ending) and name in self.parts]


def open_package(content: bytes) -> Package:
    """Recognise a file and unpack its XML; raises Refused for whatever is not a plain Word document."""
    _require_zip(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            _require_decent(members)
            parts = dict(_unpacked(packed, members))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise Refused("damaged") from None
    if b"opendocument.text" in parts.get("mimetype", b""):
        raise Refused("open_document")
    return _described(parts, [member.filename for member in members])


def relationships(parts: Mapping[str, bytes], name: str) -> list[Relationship]:
    """What a part, or the package itself (an empty name), relates to; targets are names of parts."""
    folder, _, file = name.rpartition("/")
    listed = parts.get(join(folder, "_rels", f"{file}.rels"))
    return [] if listed is None else [_relationship(found, folder) for found in parsed(listed) if found.get("Type")]


def _require_zip(content: bytes) -> None:
    if content.startswith(_OLE):
        raise Refused(_of_ole(content))
    if b"%PDF-" in content[:1024]:
        raise Refused("pdf")
    if content.lstrip()[:5] == b"{\\rtf":
        raise Refused("rtf")
    if not content.startswith(b"PK\x03\x04"):
        raise Refused("not_word")


def _of_ole(content: bytes) -> Reason:
    """Tell a Word file of before 2007 from an Office file with a password, which looks the same from outside."""
    try:
        found = msoffcrypto.OfficeFile(io.BytesIO(content))
        locked: bool = found.is_encrypted()
    except FileFormatError:
        return "not_word"
    except Exception:  # noqa: BLE001 - whatever another reader trips over in a stranger's bytes
        return "old_word"
    unlocked: Reason = "old_word" if found.format == "doc97" else "other_office"
    return "encrypted" if locked else unlocked


def _require_decent(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise Refused("too_many_parts", len(members))
    names = [member.filename.lower() for member in members]
    if any(_leads_outside(name) for name in names):
        raise Refused("path_outside")
    if len(set(names)) < len(names):
        raise Refused("damaged")
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused("encrypted")
    if any(member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in members):
        raise Refused("damaged")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused("too_large_inside")
    _require_allowed(names)


def _leads_outside(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _require_allowed(words: list[str]) -> None:
    for sign, reason in _FORBIDDEN:
        if any(sign in word.lower() for word in words):
            raise Refused(reason)


def _unpacked(packed: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Unpack every member, the others only to count them; yield those that are XML, without a document type."""
    left = MOST_UNPACKED
    for member in members:
        kept, keeps = bytearray(), member.filename.lower().endswith((".xml", ".rels", "mimetype"))
        with packed.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Refused("too_large_inside")
                if keeps:
                    kept += chunk
        if b"<!DOCTYPE" in kept.replace(b"\0", b""):  # also in UTF-16
            raise Refused("doctype")
        if keeps:
            yield member.filename, bytes(kept)


def _described(parts: Mapping[str, bytes], names: list[str]) -> Package:
    if "[Content_Types].xml" not in parts:
        raise Refused("not_word")
    types = _types(parsed(parts["[Content_Types].xml"]), names)
    _require_allowed(list(types.values()))
    main = next((one.target for one in relationships(parts, "") if one.kind == "officeDocument"), "")
    _require_word(types.get(main, ""))
    if main not in parts:
        raise Refused("damaged")
    if len(parts[main]) > MOST_DOCUMENT:
        raise Refused("too_large_inside")
    _require_allowed([one.kind for one in relationships(parts, main)])
    return Package(parts, types, main)


def _require_word(kind: str) -> None:
    if kind == _TEMPLATE:
        raise Refused("template")
    if kind != _WORD:
        raise Refused("other_office" if kind.startswith(_OFFICE_PARTS) else "not_word")


def _types(listed: Element, names: list[str]) -> dict[str, str]:
    """The content type of each part, by the line of its own or that of its name's ending."""
    given = [(line.get("PartName", ""), line.get("Extension", ""), line.get("ContentType", "")) for line in listed]
    own = {part.removeprefix("/").lower(): kind for part, _, kind in given if part}
    by_ending = {ending.lower(): kind for _, ending, kind in given if ending}
    return {name: own.get(name.lower()) or by_ending.get(name.rpartition(".")[2].lower(), "") for name in names}


def _relationship(line: Element, folder: str) -> Relationship:
    external = line.get("TargetMode", "").lower() == "external"
    target: str = line.get("Target", "")
    inside = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
    return Relationship(line.get("Type").rpartition("/")[2], target if external else inside, external)
