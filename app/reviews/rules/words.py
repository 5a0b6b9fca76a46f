"""The words by which an item is found, and what somebody types to find it."""

import re
from collections.abc import Iterator
from typing import Any, Final

MOST_CHARACTERS: Final = 40_000
_CODES: Final = frozenset({"key", "kind", "part", "answers", "concern", "precision", "stated_or_sensed"})
_CODE_WORDS: Final = frozenset({"not_discussed", "none_noticed"})
_BEGUN_WORD: Final = re.compile(r"(?:(.*)\s)?([^\W_]+)", re.DOTALL)


def words_in(content: Any) -> str:
    """Gather what people wrote in JSON content, without its codes, no longer than is worth indexing."""
    return "\n".join(_texts(content))[:MOST_CHARACTERS]


def split_last_word(typed: str) -> tuple[str, str]:
    """Take off the word that is still being typed; it is empty where the last one is quoted, excluded or alone."""
    found = _BEGUN_WORD.fullmatch(typed.strip())
    if found is None or typed.count('"') % 2 or (found[1] or "").lower().endswith((" or", '"')) or found[1] == "or":
        return typed.strip(), ""
    return (found[1] or "").strip(), found[2]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value not in _CODE_WORDS:
            yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _CODES:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
