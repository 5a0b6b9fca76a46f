"""What follows a letter, on the page of its interview: a line for each thing, by whoever knows of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.core.ids import public_id
from app.core.local_time import time_seen_from
from app.deliveries.rules.telling import first_name
from app.desk.queries.telling import outcome_in_a_line, telling_in_a_line
from app.followup.queries.decisions import decision_of
from app.followup.queries.feedback import feedback_that_counts
from app.followup.queries.preparing import rounds_told
from app.followup.queries.promises import standing_promise, waiting_nudges
from app.followup.rendering.decisions import stands
from app.interviews.models import Meeting
from app.interviews.states import OFF


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


def _feedback(session: Session, meeting: Meeting, *, now: datetime) -> AfterLine | None:
    """What the client said, and by when the candidate is to hear of it."""
    if now < meeting.interview.starts_at:
        return None
    found, zone = feedback_that_counts(session, meeting.interview), meeting.agency.time_zone
    name = "What the client said"
    if found is None:
        return AfterLine(name, "Not written down yet", "feedback")
    href = f"feedback/{public_id('fbk', found.id)}"
    if found.state == "none_given":
        return AfterLine(name, "They said nothing of it", "feedback")
    if not found.answers:
        return AfterLine(name, "Erased", "feedback")
    if found.relayed_at is not None:
        return AfterLine(name, f"Told on {time_seen_from(now, found.relayed_at, zone)}", href)
    return AfterLine(name, f"To be told by {time_seen_from(now, found.relay_due_at or now, zone)}", href)


def prepared(session: Session, meeting: Meeting, *, now: datetime) -> AfterLine | None:
    """What the candidate has at hand for this round from those before (P19)."""
    told = rounds_told(session, meeting) if meeting.interview.round > 1 else 0
    if not told:
        return None
    held = "had" if meeting.interview.starts_at <= now else "has"
    rounds = "the round" if told == 1 else f"{told} rounds"
    return AfterLine(
        "Before this round", f"what {meeting.candidate.name} {held} at hand from {rounds} before", "prep-pack"
    )


def decision_line(session: Session, meeting: Meeting, *, now: datetime) -> AfterLine | None:
    """When the client decides, once the interview is over (P13, P14)."""
    if now < meeting.interview.ends_at or meeting.interview.state in OFF:
        return None
    row = decision_of(session, meeting.interview)
    return AfterLine("Decision", stands(row, zone=meeting.agency.time_zone, now=now), "decision")


def _outcome(session: Session, meeting: Meeting, *, now: datetime) -> AfterLine | None:
    return AfterLine(*outcome_in_a_line(session, meeting, now=now))


def _telling(session: Session, meeting: Meeting, *, now: datetime) -> AfterLine | None:
    found = telling_in_a_line(session, meeting, now=now)
    return AfterLine(*found) if found else None


TELLERS: Final[tuple[Teller, ...]] = (prepared, _feedback, decision_line, _outcome, _telling, promise_line)
"""In the order in which they stand on the page."""


def lines_after(session: Session, meeting: Meeting, *, now: datetime) -> list[AfterLine]:
    """Everything that follows, in its order."""
    told = (teller(session, meeting, now=now) for teller in TELLERS)
    return [line for line in told if line is not None]
