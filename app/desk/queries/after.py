"""What follows a letter, on the page of its interview: a line for each thing, by whoever knows of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.followup.queries.decisions import decision_of
from app.followup.rendering.decisions import stands
from app.interviews.models import Meeting
from app.interviews.states import OFF


@dataclass(frozen=True)
class AfterLine:
    """One thing: its name, where it stands in a few words, and the page below the interview's where it is done."""

    name: str
    words: str
    href: str


Teller = Callable[..., AfterLine | None]
"""Called as ``teller(session, meeting, now=now)``; None where there is nothing to say yet and nothing to do."""


def decision_line(session: Session, meeting: Meeting, *, now: datetime) -> AfterLine | None:
    """When the client decides, once the interview is over (P13, P14)."""
    if now < meeting.interview.ends_at or meeting.interview.state in OFF:
        return None
    row = decision_of(session, meeting.interview)
    return AfterLine("Decision", stands(row, zone=meeting.agency.time_zone, now=now), "decision")


TELLERS: Final[tuple[Teller, ...]] = (decision_line,)
"""In the order in which they stand on the page."""


def lines_after(session: Session, meeting: Meeting, *, now: datetime) -> list[AfterLine]:
    """Everything that follows, in its order."""
    told = (teller(session, meeting, now=now) for teller in TELLERS)
    return [line for line in told if line is not None]
