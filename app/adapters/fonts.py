"""The fonts of the letters: files of two installed packages, so that every machine draws the same page."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import fontpkg

FAMILIES = ("Noto Serif", "Noto Sans")

_GROUPS = 12
_NEEDS_NO_GLYPH = frozenset(map(ord, "\n\t")) | frozenset(range(0xFE00, 0xFE10))
_NEVER_IN_A_DOCUMENT = frozenset({0x0000, 0xFEFF})


def font_folders() -> list[Path]:
    return [fontpkg.path(family).parent for family in FAMILIES]


def undrawable(text: str) -> tuple[str, ...]:
    """Name the characters of `text` that no font of the letters has, each once, in order of appearance."""
    drawn = _drawn()
    return tuple(dict.fromkeys(char for char in text if ord(char) not in drawn))


@cache
def _drawn() -> frozenset[int]:
    mapped = (_code_points(fontpkg.path(family).read_bytes()) for family in FAMILIES)
    return _NEEDS_NO_GLYPH.union(*mapped) - _NEVER_IN_A_DOCUMENT


def _code_points(font: bytes) -> Iterator[int]:
    """Yield the characters a font maps to a glyph.

    Source: OpenType specification, table "cmap", format 12 (which both families carry).
    """
    table = _character_map(font)
    (subtables,) = struct.unpack_from(">H", font, table + 2)
    for index in range(subtables):
        (offset,) = struct.unpack_from(">I", font, table + 4 + 8 * index + 4)
        (form,) = struct.unpack_from(">H", font, table + offset)
        if form == _GROUPS:
            yield from _grouped(font, table + offset)


def _character_map(font: bytes) -> int:
    (tables,) = struct.unpack_from(">H", font, 4)
    for index in range(tables):
        tag, _checksum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == b"cmap":
            return int(offset)
    raise ValueError("the font file has no character map")


def _grouped(font: bytes, start: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", font, start + 12)
    for index in range(groups):
        first, last, _glyph = struct.unpack_from(">III", font, start + 16 + 12 * index)
        yield from range(first, last + 1)
