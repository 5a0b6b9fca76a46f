"""What time makes of a day on which a client decides, by the client's calendar; pure. Source: P13, P14."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final

from app.core.errors import FieldError
from app.core.local_time import local
from app.directory.rules import (
    WorkingTime,
    day_begins,
    day_ends,
    is_working_day,
    next_working_day,
    working_days_from,
)
from app.followup.models.decisions import Decision
from app.followup.schemas.decisions import ChaseIn

MOST_AHEAD: Final = timedelta(days=366)
SAME_NOTE_FOR: Final = timedelta(minutes=10)
_LOOKED_BACK: Final = 60


@dataclass(frozen=True)
class Turn:
    """What becomes of a decision by itself: its state, from when on, and by when the client is to be asked then."""

    state: str
    at: datetime
    ask_by: datetime | None = None


def next_turn(decision: Decision, working: WorkingTime, *, now: datetime) -> Turn | None:
    """Return what time brings next; None while it waits for a person, or for nothing.

    Whoever learns of a day long past has until the end of the client's next working hours to ask, not until then.
    """
    match decision.state:
        case "awaiting" | "extended" if decision.expected_on is not None:
            return Turn("due", day_begins(decision.expected_on, working))
        case "due" if decision.expected_on is not None:
            return _asked_on(next_working_day(decision.expected_on, working), "overdue", working, now)
        case "chased" if decision.ask_by is None and decision.last_chased_at is not None:
            asked = local(decision.last_chased_at, working.time_zone).date()
            return _asked_on(next_working_day(next_working_day(asked, working), working), "chased", working, now)
    return None


def answered_by(offer_by: date, working: WorkingTime, *, now: datetime) -> datetime | None:
    """Return until when the client is to be asked, so that another offer can be answered by a day: the working day
    before it; None where that day has passed."""
    if offer_by < local(now, working.time_zone).date():
        return None
    before = (offer_by - timedelta(days=n) for n in count(1))
    found = next(
        (day for _, day in zip(range(_LOOKED_BACK), before, strict=False) if is_working_day(day, working)), None
    )
    return day_ends(found or offer_by, working)


def amiss_in_day(day: date, *, today: date) -> list[FieldError]:
    """Name what cannot be of a day that is to come; ``today`` is the client's."""
    if day < today:
        return [FieldError("#/on", "has passed; name a day that is still to come")]
    if day > today + MOST_AHEAD:
        return [FieldError("#/on", "is more than a year away; check the year")]
    return []


def amiss_in_chase(given: ChaseIn) -> list[FieldError]:
    """Name what cannot be in a note of how the client was asked."""
    if given.contact_id and given.spoke_with:
        return [FieldError("#/spoke_with", "name one person: a contact, or somebody new")]
    if given.contact_id is None and given.spoke_with is None:
        return [FieldError("#/contact_id", "say whom you asked")]
    return []


def chased_again(decision: Decision, told: dict[str, object], *, now: datetime) -> bool:
    """Whether a note says what the newest one says: sent by a second press."""
    if decision.last_chased_at is None or now > decision.last_chased_at + SAME_NOTE_FOR:
        return False
    return all(getattr(decision, name) == value for name, value in told.items())


def _asked_on(day: date, state: str, working: WorkingTime, now: datetime) -> Turn:
    """Ask on this day, or as soon as the client works again after it."""
    first = max(day, local(now, working.time_zone).date())
    ends = next(end for later in working_days_from(first, working) if (end := day_ends(later, working)) > now)
    return Turn(state, day_begins(day, working), ends)
