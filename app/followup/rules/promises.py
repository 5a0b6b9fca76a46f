"""By when a candidate hears something, even if there is nothing new, and when their consultant is warned; pure (P16).

All of it is by the calendar and the hours of the agency's own desk.
"""

from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final

from app.core.local_time import instant, local
from app.directory.rules import WorkingTime, day_begins, day_ends, is_working_day, next_working_day, working_days_from

WRITTEN_UNTIL: Final = time(17, 30)
"""Until then, on its day, somebody hears; where the desk closes earlier, until it closes."""
AHEAD: Final = 10
"""Working days that a decision is waited for without a word."""
FARTHEST: Final = 20
"""Working days that a consultant may promise ahead."""
WARNED_BEFORE: Final = timedelta(hours=4)
"""Of the desk's working time."""


def end_of(day: date, desk: WorkingTime) -> datetime:
    """Return until when somebody hears who hears on `day`."""
    in_hours = desk.work_starts < WRITTEN_UNTIL <= desk.work_ends
    return instant(day, WRITTEN_UNTIL, desk.time_zone) if in_hours else day_ends(day, desk)


def due_by(now: datetime, desk: WorkingTime, *, decision_on: date | None, within_days: int) -> datetime:
    """Return by when a candidate hears next.

    It is the working day after the decision is expected, where that day is known and not far; else so many working
    days from now. Source: P16.
    """
    today = local(now, desk.time_zone).date()
    days = list(islice(working_days_from(today + timedelta(days=1), desk), AHEAD))
    if decision_on is not None and today <= decision_on <= days[-1]:
        return end_of(next_working_day(decision_on, desk), desk)
    return end_of(days[within_days - 1], desk)


def warn_at(by: datetime, desk: WorkingTime) -> datetime:
    """Return the instant, in the desk's hours, from which so much working time is left until then."""
    left, day, ends = WARNED_BEFORE, local(by, desk.time_zone).date(), by
    while True:
        begins = day_begins(day, desk)
        if is_working_day(day, desk) and begins < ends:
            if ends - begins >= left:
                return ends - left
            left -= ends - begins
        day -= timedelta(days=1)
        ends = day_ends(day, desk)


def a_day_late(by: datetime, desk: WorkingTime) -> datetime:
    """Return when a promise has lapsed by a working day."""
    return end_of(next_working_day(local(by, desk.time_zone).date(), desk), desk)


def amiss_in(day: date, desk: WorkingTime, *, now: datetime) -> str | None:
    """Say what is wrong with a day that somebody is to promise, or None."""
    if end_of(day, desk) <= now:
        return "has passed"
    if not is_working_day(day, desk):
        return "is no working day of your desk"
    today = local(now, desk.time_zone).date()
    farthest = list(islice(working_days_from(today + timedelta(days=1), desk), FARTHEST))[-1]
    return "is too far ahead: nobody should wait for so long without a word" if day > farthest else None
