"""What follows a letter, on the page of its interview: a line for each thing, by whoever knows of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.core.local_time import time_seen_from
from app.deliveries.rules.telling import first_name
from app.followup.queries.promises import standing_promise, waiting_nudges
from app.interviews.models import Meeting


@dataclass(frozen=True)
class AfterLine:
    """One thing: its name, where it stands in a few words, and the page below the interview's where it is done."""

    name: str
    words: str
    href: str


def promise_line(session: Session, meeting: Meeting, *, now: datetime) -> AfterLine | None:
    """By when the candidate hears, and whether they asked for news."""
    interview = meeting.interview
    if now < interview.ends_at:
        return None
    standing, asked = standing_promise(session, interview), waiting_nudges(session, interview)
    words = "nothing is promised"
    if standing is not None:
        by = time_seen_from(now, standing.next_update_by, meeting.agency.time_zone)
        words = f"they hear by {by}" if now <= standing.next_update_by else f"late: they were to hear by {by}"
    words += ", and they asked for news" if asked else ""
    return AfterLine(f"Write to {first_name(meeting.candidate.name)}", words, "promise")


Teller = Callable[..., AfterLine | None]
"""Called as ``teller(session, meeting, now=now)``; None where there is nothing to say yet and nothing to do."""

TELLERS: Final[tuple[Teller, ...]] = (promise_line,)
"""In the order in which they stand on the page."""


def lines_after(session: Session, meeting: Meeting, *, now: datetime) -> list[AfterLine]:
    """Everything that follows, in its order."""
    told = (teller(session, meeting, now=now) for teller in TELLERS)
    return [line for line in told if line is not None]
