"""What the checks of a letter are told, and what each of them says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.directory.schemas import ContactPolicy
from app.interviews.schemas import IntroducedBy
from app.letters.schemas.content import WrittenKind

CheckLevel = Literal["warning", "information"]
CheckCode = Literal[
    "direct_contact",
    "placeholder",
    "no_wish",
    "greeting",
    "name",
    "company",
    "other_client",
    "pay",
    "word_count",
    "unknown_concern",
    "left_out_without_reason",
]


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """One thing worth a look before sending, in `words` that say why. `paragraph` counts from 1; None is the whole."""

    code: CheckCode
    paragraph: int | None
    words: str
    level: CheckLevel = "warning"


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What is known around a letter.

    ``other_names`` are right though nobody met has them: the candidate's, the consultant's, the agency's.
    ``other_clients`` are companies that the letter is not for. ``regions`` are countries (ISO 3166-1 alpha-2) whose
    way of writing telephone numbers is looked for. ``telephone_allowed`` is the agency's setting for the candidate's
    own number, ``own_number``; where we know none, any number may be theirs.
    """

    kind: WrittenKind
    contact_policy: ContactPolicy
    introduced_by: IntroducedBy
    interviewer_names: Sequence[str] = ()
    company: str | None = None
    other_names: Sequence[str] = ()
    other_clients: Sequence[str] = ()
    regions: Sequence[str] = ()
    telephone_allowed: bool = False
    own_number: str | None = None


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence does."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
