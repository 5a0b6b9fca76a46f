"""What a client asks and worries about, across candidates: counts of people, never words of any of them (P19); pure.

A count stands only where at least `FEWEST` candidates told the same, so that it points to none of them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.debriefs.rules import named_concerns
from app.debriefs.schemas.content import DebriefAnswers

FEWEST: Final = 3
KINDS: Final = {
    "experience": "Experience",
    "skill": "A skill",
    "motivation": "Motivation",
    "fit": "Fit with the team",
    "logistics": "Place, travel or start",
    "salary": "Pay",
    "other": "Something else",
}
_THEMES: Final = {
    "Leading people": r"\b(lead(s|ing|ership)?|manag(e[sd]?|ing)|team|reports?|delegat\w*|hir(e[sd]?|ing))\b",
    "Why this role": r"\bwhy (this|the|our|us|here|do you want|are you interested|leave|leaving)\b|\bmotivat\w+",
    "Something that went wrong": r"\b(fail\w*|mistake\w*|went wrong|conflict\w*|difficult\w*|weakness\w*)\b",
    "How they would do the work": r"\b(how would you|what would you do|case|first (90|hundred|100) days|approach)\b",
    "Tools and methods": r"\b(tool\w*|software|system\w*|method\w*|language\w*|framework\w*|technolog\w*)\b",
    "Money and numbers": r"\b(budget\w*|cost\w*|revenue|p&l|profit\w*|forecast\w*|kpis?|numbers?)\b",
    "Working with others": r"\b(stakeholder\w*|colleague\w*|customer\w*|supplier\w*|board|persuad\w*|influenc\w*)\b",
    "Place, travel and start": r"\b(relocat\w*|travel\w*|remote\w*|office|commut\w*|start date|notice)\b",
}
THEMES: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(pattern, re.IGNORECASE) for name, pattern in _THEMES.items()
}


@dataclass(frozen=True)
class Account:
    """What one candidate told of one interview there."""

    candidate_id: UUID
    answers: DebriefAnswers


@dataclass(frozen=True)
class Theme:
    """How many candidates told of it."""

    name: str
    candidates: int


@dataclass(frozen=True)
class Themes:
    """Of so many candidates who told something: what was doubted, and what was asked, most often first."""

    candidates: int
    worries: Sequence[Theme]
    questions: Sequence[Theme]

    @property
    def enough(self) -> bool:
        """Whether so many told something that any count may be shown."""
        return self.candidates >= FEWEST


def themes(accounts: Sequence[Account]) -> Themes:
    """Count the candidates behind each kind of doubt and each theme of a question; below `FEWEST` nothing is said."""
    worries = _counted((KINDS[kind], one.candidate_id) for one in accounts for kind in _kinds(one.answers))
    questions = _counted((theme, one.candidate_id) for one in accounts for theme in _asked(one.answers))
    return Themes(len({one.candidate_id for one in accounts}), worries, questions)


def themes_of(question: str) -> list[str]:
    """Name the themes that a question touches; none where its words are those of no theme."""
    return [name for name, pattern in THEMES.items() if pattern.search(question)]


def _kinds(answers: DebriefAnswers) -> set[str]:
    return {concern.kind or "other" for concern in named_concerns(answers)}


def _asked(answers: DebriefAnswers) -> set[str]:
    return {theme for one in answers.questions_asked for theme in themes_of(one.question)}


def _counted(told: Iterable[tuple[str, UUID]]) -> list[Theme]:
    people: dict[str, set[UUID]] = {}
    for name, candidate_id in told:
        people.setdefault(name, set()).add(candidate_id)
    found = [Theme(name, len(ids)) for name, ids in people.items() if len(ids) >= FEWEST]
    return sorted(found, key=lambda one: (-one.candidates, one.name))
