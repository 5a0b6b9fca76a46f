"""By when a candidate hears, what they asked and what was written to them, as a consultant reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.local_time import both_ends, day_month, place_of, time_seen_from
from app.deliveries.rules.telling import first_name
from app.followup.models.promises import Asked, Moved, Promise, Wrote
from app.interviews.models import Meeting


@dataclass(frozen=True)
class Line:
    """Somebody's words, with a sentence that says whose they are and when they were written."""

    at: datetime
    sentence: str
    words: str | None
    answer: str | None = None


def hears_line(standing: Promise | None, meeting: Meeting, *, over: bool, now: datetime) -> str:
    """Say by when they hear; ``over``: nothing more is owed."""
    name, zone = first_name(meeting.candidate.name), meeting.agency.time_zone
    if over:
        return (
            f"Nothing more is owed to {name} here: it is over, or goes on in another round. "
            "What you write promises nothing."
        )
    if standing is None:
        return f"{name} was promised nothing. What you write makes a promise."
    by = both_ends(standing.next_update_by, zone, zone, now=now)
    if now <= standing.next_update_by:
        return f"{name} reads that they hear from you by {by}, even if there is nothing new."
    return f"{name} was to hear from you by {by}, and has heard nothing."


def rule_line(by: datetime, zone: str, *, now: datetime) -> str:
    """Say by when they hear next where no day is given."""
    return f"Left empty: {time_seen_from(now, by, zone)} in {place_of(zone)}."


def asked_lines(asked: Sequence[Asked], zone: str, *, now: datetime) -> list[Line]:
    """What the candidate asked, newest first, with its answer."""
    return [_asked(one, zone, now) for one in asked]


def said_lines(wrote: Sequence[Wrote], moved: Sequence[Moved], meeting: Meeting, *, now: datetime) -> list[Line]:
    """What was written to the candidate, newest first."""
    zone = meeting.agency.time_zone
    found = [
        Line(one.update.written_at, f"{one.by} wrote on {_at(one.update.written_at, zone, now)}", one.update.words)
        for one in wrote
    ]
    for each in moved:
        ended = each.promise.ended_at or now
        until = _at(each.until, zone, now)
        sentence = f"{each.by} needs longer, until {until}, said on {_at(ended, zone, now)}"
        found.append(Line(ended, sentence, each.promise.reason))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _asked(one: Asked, zone: str, now: datetime) -> Line:
    row = one.nudge
    what = "Asked for news"
    if row.deadline_on is not None:
        what = f"Must answer somebody else by {day_month(row.deadline_on)}"
    answered = ""
    if row.answered_at is not None:
        answered = f". {one.by or 'Somebody'} answered on {_at(row.answered_at, zone, now)}"
    return Line(row.asked_at, f"{what}, told on {_at(row.asked_at, zone, now)}{answered}", row.words, one.answer)


def _at(moment: datetime, zone: str, now: datetime) -> str:
    return time_seen_from(now, moment, zone)
