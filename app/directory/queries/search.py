"""Rows found by a part of a name: the longest word by an index, the others among those.

The index is looked at by functions of the database: under row-level security no plan of ours may use it.
"""

from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Function, Uuid, cast, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

Sought = Literal["candidates", "clients", "jobs"]
SHORTEST: Final = 3
"""A word of fewer letters is in so many names that reading them in order finds a page sooner."""


def may_say(words: str, *columns: tuple[InstrumentedAttribute[UUID], Sought]) -> ColumnElement[bool]:
    """Rows of which one of these columns names what may say the longest word; that it does is to be asked, too."""
    longest = max(words.split(), key=len, default="")
    if len(longest) < SHORTEST:
        return true()
    first, *others = (_among(column, sought, longest) for column, sought in columns)
    for other in others:
        first |= other
    return first


def _among(column: InstrumentedAttribute[UUID], sought: Sought, word: str) -> ColumnElement[bool]:
    function: Function[Any] = getattr(func, f"afterword_{sought}_like")(word)
    found = select(function).scalar_subquery()
    return column == func.any(cast(found, ARRAY(Uuid())))
