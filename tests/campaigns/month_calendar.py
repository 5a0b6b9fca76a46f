"""Days and hours of the simulated month, written down by hand: six places, their days off, two outages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

BEGINS: Final = datetime(2027, 3, 8, 7, 0, tzinfo=UTC)
ENDS: Final = datetime(2027, 4, 24, 7, 0, tzinfo=UTC)
"""What was begun in March has come to rest by then."""
DAY: Final = timedelta(days=1)
EASTER: Final = {date(2027, 3, 26), date(2027, 3, 29)}
OFF: Final = {
    "GB": EASTER,
    "US": set[date](),
    "DE": EASTER,
    "JP": {date(2027, 3, 22), date(2027, 4, 29)},
    "AU": EASTER,
    "IN": {date(2027, 3, 10), date(2027, 3, 22), date(2027, 3, 26), date(2027, 4, 14), date(2027, 4, 15)},
}
"""Days off from Monday to Friday."""
PLACES: Final = (
    ("Europe/London", "GB"),
    ("America/New_York", "US"),
    ("Europe/Berlin", "DE"),
    ("Asia/Tokyo", "JP"),
    ("Australia/Sydney", "AU"),
    ("Asia/Kolkata", "IN"),
)
"""Clocks change in four of them: on 14 March, 28 March and 4 April."""


def at(day: date, clock: time, zone: str) -> datetime:
    """When clocks in a place show this; no change of clocks comes in between."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def seen(moment: datetime, zone: str) -> datetime:
    """What clocks in a place show."""
    return moment.astimezone(ZoneInfo(zone))


@dataclass(frozen=True)
class Hours:
    """When people work somewhere."""

    zone: str
    country: str
    opens: time
    closes: time

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in OFF[self.country]

    def later_days(self, after: date) -> Iterator[date]:
        """The days of work after a day."""
        while True:
            after += DAY
            if self.works(after):
                yield after

    def after(self, day: date, number: int = 1) -> date:
        """The so-manyth day of work after a day."""
        days = self.later_days(day)
        return [next(days) for _ in range(number)][-1]

    def before(self, day: date) -> date:
        """The last day of work before a day."""
        day -= DAY
        return day if self.works(day) else self.before(day)

    def begins(self, day: date) -> datetime:
        return at(day, self.opens, self.zone)

    def is_open(self, moment: datetime) -> bool:
        there = seen(moment, self.zone)
        return self.works(there.date()) and self.opens <= there.time() < self.closes

    def opening(self, moment: datetime) -> datetime:
        """The moment itself where they are at work, else when they come next."""
        if self.is_open(moment):
            return moment
        today = seen(moment, self.zone)
        if self.works(today.date()) and today.time() < self.opens:
            return self.begins(today.date())
        return self.begins(self.after(today.date()))

    def worked(self, since: datetime, minutes: int) -> datetime:
        """When so many minutes were worked, counted one by one."""
        moment = self.opening(since)
        while minutes:
            minutes -= self.is_open(moment)
            moment += timedelta(minutes=1)
            if minutes:
                moment = self.opening(moment)
        return moment


DESK: Final = Hours("Europe/London", "GB", time(8), time(19))


def client_of(place: int) -> Hours:
    """When the client's people work, in one of the six places."""
    zone, country = PLACES[place]
    return Hours(zone, country, time(9), time(17, 30))


def is_night(moment: datetime, zone: str) -> bool:
    """Whether a candidate there is left alone."""
    return not time(8) <= seen(moment, zone).time() < time(21)


def awake(moment: datetime, zone: str) -> datetime:
    """The moment itself, or eight in the morning after it."""
    if not is_night(moment, zone):
        return moment
    there = seen(moment, zone)
    return at(there.date() + (DAY if there.time() >= time(21) else timedelta()), time(8), zone)


def half_past_five(day: date) -> datetime:
    """Until when, on a day, somebody hears."""
    return at(day, time(17, 30), DESK.zone)


@dataclass(frozen=True)
class Outage:
    """The worker is down."""

    begins: datetime
    ends: datetime


def when_it_runs(moment: datetime, outages: tuple[Outage, ...]) -> datetime:
    """When the worker does what falls due at a moment."""
    return next((one.ends for one in outages if one.begins <= moment < one.ends), moment)
