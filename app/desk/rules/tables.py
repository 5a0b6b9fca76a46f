"""Tables that people paste or upload: read whatever their program wrote, and written so that no cell is a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

SEPARATORS: Final = ";,\t"
FORMULA: Final = re.compile(r"[=+\-@\t\r]")
"""What a spreadsheet takes for the beginning of a formula."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_QUOTES: Final = "A quotation mark opens a cell that nothing closes. Look for a lone quotation mark, and take it out."
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')


class TableNotReadable(Exception):
    """No table could be read; the message says why, for people."""


@dataclass(frozen=True)
class Table:
    """The cells of the first line, and of each line below it with its number as a spreadsheet counts."""

    header: list[str]
    lines: list[tuple[int, list[str]]]


def decoded(content: bytes) -> str:
    """The text of a file as Excel, Numbers or a program wrote it: UTF-8, UTF-16 with its mark, else Windows-1252."""
    try:
        if content.startswith(_UTF_16):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def table_in(text: str) -> Table:
    """Read a table whose cells a semicolon, a comma or a tab separates; raises TableNotReadable."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").lstrip("\n")
    if "\x00" in plain:
        raise TableNotReadable("This is no table of text. Save it as CSV and choose that file.")
    first = _QUOTED.sub("", plain).partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        read = list(csv.reader(io.StringIO(plain, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise TableNotReadable(_QUOTES) from None
    lines = [(number, [_cell(one) for one in cells]) for number, cells in enumerate(read, 1)]
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        raise TableNotReadable("Nothing is there yet. Paste your rows, or choose a file.")
    return Table(filled[0][1], filled[1:])


def written(rows: Iterable[Sequence[str]]) -> str:
    """Write a table as Excel opens it; a cell that would be a formula there is marked as text."""
    made = io.StringIO(newline="")
    csv.writer(made).writerows([[_harmless(cell) for cell in row] for row in rows])
    return "\ufeff" + made.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def _cell(text: str) -> str:
    """A cell without the spaces around it, and without the mark by which a spreadsheet knows it for text."""
    plain = text.strip()
    return plain[1:] if plain.startswith("'") and FORMULA.match(plain[1:]) else plain
