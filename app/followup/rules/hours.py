"""When somebody at the agency is told of what came in: at once, in their working hours, or three times a day; pure."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from app.core.local_time import instant, local
from app.directory.rules import (
    WorkingTime,
    day_begins,
    day_ends,
    is_working_day,
    next_working_day,
    working_days_from,
)

DIGEST_AT: Final = (time(8, 30), time(12, 30), time(16, 30))
"""Where the agency is, on its working days."""


def told_at(now: datetime, desk: WorkingTime, *, digest: bool, cut_off: datetime) -> datetime | None:
    """Return when to tell; None: now. What must be decided before that is told at once. Source: P12."""
    later = next_digest(now, desk) if digest else next_opening(now, desk)
    return None if later is None or cut_off <= later else later


def next_opening(now: datetime, desk: WorkingTime) -> datetime | None:
    """Return when the desk opens next; None while it is open."""
    today = local(now, desk.time_zone).date()
    if is_working_day(today, desk) and day_begins(today, desk) <= now < day_ends(today, desk):
        return None
    return next(opens for day in working_days_from(today, desk) if (opens := day_begins(day, desk)) > now)


def closing_after(moment: datetime, desk: WorkingTime) -> datetime:
    """Return when the desk closes that is open then, or else the one that opens next."""
    today = local(moment, desk.time_zone).date()
    return next(closes for day in working_days_from(today, desk) if (closes := day_ends(day, desk)) > moment)


def next_digest(now: datetime, desk: WorkingTime) -> datetime:
    """Return when the next digest goes out."""
    today = local(now, desk.time_zone).date()
    return next(at for day in working_days_from(today, desk) for at in _digests(day, desk) if at > now)


def digest_before(now: datetime, desk: WorkingTime) -> datetime:
    """Return when the digest before the one of now went out; what came since then is new."""
    today = local(now, desk.time_zone).date()
    gone = [at for day in _working_days_until(today, desk) for at in _digests(day, desk) if at <= now]
    return sorted(gone)[-2]


def at_work(now: datetime, working: WorkingTime) -> bool:
    """Whether somebody works just now."""
    return next_opening(now, working) is None


def after_work_of(length: timedelta, desk: WorkingTime, *, since: datetime) -> datetime:
    """Return when so much of the desk's working time has passed; what comes in at night counts from the morning."""
    left = length
    for day in working_days_from(local(since, desk.time_zone).date(), desk):
        begins, ends = max(since, day_begins(day, desk)), day_ends(day, desk)
        if begins + left <= ends:
            return begins + left
        left -= max(ends - begins, timedelta())
    raise AssertionError("working days never end")


def a_working_day_after(moment: datetime, desk: WorkingTime) -> datetime:
    """Return the same hour of the next working day, or the desk's opening where it is earlier in the day."""
    there = local(moment, desk.time_zone)
    day = next_working_day(there.date(), desk)
    at = instant(day, there.time(), desk.time_zone)
    return min(max(at, day_begins(day, desk)), day_ends(day, desk))


def _digests(day: date, desk: WorkingTime) -> list[datetime]:
    return [instant(day, at, desk.time_zone) for at in DIGEST_AT]


def _working_days_until(today: date, desk: WorkingTime) -> Iterator[date]:
    """Yield enough working days that end with today for two digests to lie among them."""
    first = today
    found = 0
    while found < 2 and today - first < timedelta(days=60):
        if is_working_day(first, desk):
            found += 1
            yield first
        first -= timedelta(days=1)
