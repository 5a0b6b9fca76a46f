"""Which interviews a report is about: a period of days where the agency is, an office, a client; pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from app.core.errors import FieldError, Invalid
from app.core.local_time import MONTH_NAMES, instant, local
from app.reports.schemas import Grouping

MOST_DAYS: Final = 400
OLDEST_YEARS: Final = 10


class PeriodNotReported(Invalid):
    """No report covers this period: see errors."""

    code = "period_not_reported"


@dataclass(frozen=True)
class Wanted:
    """The interviews that began from ``first`` to ``last``, both included, where the agency is, as of ``now``.

    ``by``: what each row of the report is of. ``office`` and ``client`` narrow it down.
    """

    first: date
    last: date
    zone: str
    now: datetime
    by: Grouping = "all"
    office: UUID | None = None
    client: UUID | None = None

    @property
    def begins_at(self) -> datetime:
        """The first instant of the period."""
        return instant(self.first, time.min, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The first instant after the period."""
        return instant(self.last + timedelta(days=1), time.min, self.zone)


def last_month(today: date) -> tuple[date, date]:
    """The first and the last day of the last full month."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def period(first: date | None, last: date | None, *, today: date) -> tuple[date, date]:
    """The days that are reported on: as given, else the last full month; raises PeriodNotReported.

    Of one day that is given alone, the other is the end, until today at most, or the beginning of its own month.
    """
    if first is None and last is None:
        return last_month(today)
    first = first or (last or today).replace(day=1)
    last = last or max(first, min(today, month_end(first)))
    if amiss := _amiss(first, last, today):
        raise PeriodNotReported(errors=[amiss])
    return first, last


def months_of(wanted: Wanted) -> list[str]:
    """The months that the period touches, each written 2026-11."""
    first, last = wanted.first, wanted.last
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    at = [first.year * 12 + first.month - 1 + n for n in range(count)]
    return [f"{one // 12:04}-{one % 12 + 1:02}" for one in at]


def month_words(month: str) -> str:
    """Name a month that is written 2026-11: "November 2026"."""
    year, _, number = month.partition("-")
    return f"{MONTH_NAMES[int(number) - 1]} {year}"


def today_in(zone: str, now: datetime) -> date:
    """The day that it is where the agency is."""
    return local(now, zone).date()


def _amiss(first: date, last: date, today: date) -> FieldError | None:
    if last < first:
        return FieldError("query:to", "must not be before from")
    if last - first >= timedelta(days=MOST_DAYS):
        return FieldError("query:to", f"must be at most {MOST_DAYS} days after from")
    if first > today:
        return FieldError("query:from", "must not be in the future")
    if first.year < today.year - OLDEST_YEARS:
        return FieldError("query:from", f"must be one of the last {OLDEST_YEARS} years")
    return None
