"""What the preparation for another round is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.followup.models.calls import Sent
from app.interviews.models import Interview, Meeting, Met


@dataclass(frozen=True)
class Relayed:
    """What a person told the candidate of a client's words: nothing else of a feedback is ever read here (rule 5)."""

    words: str
    at: datetime
    by: str


@dataclass(frozen=True)
class EarlierRound:
    """One interview before this one with what its candidate submitted last, as it lies in the row."""

    interview: Interview
    answers: dict[str, Any]
    met: Sequence[Met]
    letters: Sequence[Sent]
    told: Sequence[Relayed]


@dataclass(frozen=True)
class PackGrounds:
    """An interview, whom the candidate is to meet there, and the rounds before it, the latest first."""

    meeting: Meeting
    met: Sequence[Met]
    rounds: Sequence[EarlierRound]
