"""Two texts of one answer: what was typed on this page, and what was saved meanwhile from another window or device.

What only one of the two changed is no conflict. By a link that was handed over nothing stored is shown, so that both
texts are kept, one below the other (rule 8).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.debriefs.pages.sheet import Values, is_marked, same
from app.debriefs.pages.typed import GROUPS
from app.debriefs.rendering.answers import QUESTIONS, in_words
from app.debriefs.schemas.content import NOT_DISCUSSED
from app.web.fields import Posted

MINE: Final = "mine"
THEIRS: Final = "theirs"
BOTH: Final = "both"
_NO_TEXT: Final = frozenset({"agency_only.other_offer_by"})


@dataclass(frozen=True)
class TwoTexts:
    """An answer that was changed on this page and elsewhere."""

    name: str
    question: str
    mine: str
    theirs: str
    joinable: bool


def merged(mine: Values, stored: Values, marks: str) -> tuple[dict[str, Any], list[str]]:
    """Take each answer from where it was changed; return them, and the names of those changed at both ends.

    ``marks`` tell what the page showed when it was opened.
    """
    taken, conflicting = {}, []
    for name, typed in mine.items():
        there = stored.get(name)
        untouched = same(typed, there) or is_marked(typed, name, marks)
        taken[name] = there if untouched else typed
        if not (untouched or there is None or is_marked(there, name, marks)):
            conflicting.append(name)
    return taken, conflicting


def resolved(mine: Values, stored: Values, posted: Posted) -> dict[str, Any]:
    """Do as was chosen for each answer: keep mine, theirs or both."""
    chosen = {name: posted.value(f"take.{name}") for name in mine}
    return {name: _by(chosen[name], typed, stored.get(name)) for name, typed in mine.items()}


def kept_together(mine: Values, stored: Values, names: Iterable[str]) -> dict[str, Any]:
    """Keep both texts of these answers; where only one can stand, the newer one."""
    return {name: _together(name, mine[name], stored.get(name)) for name in names}


def two_texts(mine: Values, stored: Values, names: Iterable[str]) -> list[TwoTexts]:
    """Say both texts of these answers in words."""
    return [
        TwoTexts(
            name=name,
            question=QUESTIONS[name],
            mine=in_words(name, mine[name]),
            theirs=in_words(name, stored.get(name)),
            joinable=joinable(name, mine[name]) and joinable(name, stored.get(name)),
        )
        for name in names
    ]


def joinable(name: str, value: Any) -> bool:
    """Whether an answer is words or a list, so that two of them can stand together."""
    return name not in _NO_TEXT and (isinstance(value, list) or (isinstance(value, str) and name not in GROUPS))


def joined(mine: Any, stored: Any) -> Any:
    """Put what was typed below what was saved; what says nothing, or the same, is not repeated."""
    if mine in {None, NOT_DISCUSSED} if isinstance(mine, str | None) else not mine:
        return stored
    if not stored or isinstance(stored, str) != isinstance(mine, str) or stored == NOT_DISCUSSED:
        return mine
    if isinstance(mine, list):
        return [*stored, *(one for one in mine if not any(_adds_nothing(one, other) for other in stored))]
    return stored if mine in stored else f"{stored}\n\n{mine}"


def _together(name: str, mine: Any, stored: Any) -> Any:
    if joinable(name, mine):
        return joined(mine, stored)
    if isinstance(mine, dict) and isinstance(stored, dict):
        said = {part: value for part, value in mine.items() if value is not None}
        return stored | said | ({"why": joined(mine["why"], stored["why"])} if "why" in stored else {})
    return stored if isinstance(stored, list) else mine


def _adds_nothing(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(said is None or part == "key" or said == other.get(part) for part, said in row.items())


def _by(choice: str, mine: Any, stored: Any) -> Any:
    if choice == THEIRS:
        return stored
    return joined(mine, stored) if choice == BOTH else mine
