"""What follows a letter, on the page of its interview: a line for each thing, by whoever knows of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.desk.queries.telling import outcome_in_a_line, telling_in_a_line
from app.interviews.models import Meeting


@dataclass(frozen=True)
class AfterLine:
    """One thing: its name, where it stands in a few words, and the page below the interview's where it is done."""

    name: str
    words: str
    href: str


Teller = Callable[..., AfterLine | None]
"""Called as ``teller(session, meeting, now=now)``; None where there is nothing to say yet and nothing to do."""


def _outcome(session: Session, meeting: Meeting, *, now: datetime) -> AfterLine | None:
    return AfterLine(*outcome_in_a_line(session, meeting, now=now))


def _telling(session: Session, meeting: Meeting, *, now: datetime) -> AfterLine | None:
    found = telling_in_a_line(session, meeting, now=now)
    return AfterLine(*found) if found else None


TELLERS: Final[tuple[Teller, ...]] = (_outcome, _telling)
"""In the order in which they stand on the page."""


def lines_after(session: Session, meeting: Meeting, *, now: datetime) -> list[AfterLine]:
    """Everything that follows, in its order."""
    told = (teller(session, meeting, now=now) for teller in TELLERS)
    return [line for line in told if line is not None]
