"""What an item is found by: the names beside it, and the words that every reader of the agency may see.

Names have a weight of their own (A), so that new ones take their place without reading the words again.
"""

from typing import Any, Final

from sqlalchemy import ARRAY, ColumnElement, Uuid, cast, func, literal_column, select

from app.reviews.models import ReviewItem
from app.reviews.rules.words import split_last_word

_SIMPLE: Final[ColumnElement[str]] = literal_column("'simple'")
_OF_NAMES: Final[ColumnElement[str]] = literal_column("'A'")
_OF_WORDS: Final[ColumnElement[str]] = literal_column("'{d}'")


def searchable(*, names: Any, words: str) -> ColumnElement[str]:
    """Make what the search looks at."""
    return _names(names).op("||")(func.to_tsvector(_SIMPLE, words))


def named_anew(names: Any) -> ColumnElement[str]:
    """Put other names in the place of those by which an item was found."""
    return _names(names).op("||")(func.ts_filter(ReviewItem.search, _OF_WORDS))


def says(typed: str) -> ColumnElement[bool]:
    """Items with these words; the last one may be half typed.

    The index is looked at by a function of the database: under row-level security no plan of ours may use it.
    """
    whole, begun = split_last_word(typed)
    query: ColumnElement[Any] = func.websearch_to_tsquery(_SIMPLE, whole)
    if begun:
        query = query.op("&&")(func.to_tsquery(_SIMPLE, f"{begun}:*"))
    found = select(func.afterword_review_items_saying(query)).scalar_subquery()
    return ReviewItem.id == func.any(cast(found, ARRAY(Uuid())))


def _names(names: Any) -> ColumnElement[str]:
    return func.setweight(func.to_tsvector(_SIMPLE, names), _OF_NAMES)
