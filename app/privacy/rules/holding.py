"""How it is said what a table holds of a person, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

ERASED: Final = "(erased)"

Fate = Literal["stays", "changed", "deleted", "sealed"]
"""What an erasure does to the rows: nothing; sets columns; deletes them; or has the database do it, because nobody
else may (``afterword_erase_content``, ``afterword_erase_person``)."""


@dataclass(frozen=True)
class Held:
    """One table that leads to a candidate: ``via`` is its column that holds the identifier of a row of ``parents``.

    ``erased``: what the columns of a changed table hold afterwards; null stays null. ``stays``: columns of words that
    are left, being no words about the person. ``hidden``: columns that no export shows, being secrets or another
    person's. ``own``: it is the candidate's alone, so that nothing of it is in an export that the agency makes.
    ``always``: the row gets its audit entry even where no column of its own changes, because what hangs on it
    goes. Without ``section`` the table is in no export.
    """

    table: str
    via: str
    parents: tuple[str, ...]
    fate: Fate
    section: str | None
    erased: Mapping[str, Any] = field(default_factory=dict)
    stays: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    always: bool = False
    own: bool = False


def words(text: str) -> frozenset[str]:
    """Name several columns in a line."""
    return frozenset(text.split())
