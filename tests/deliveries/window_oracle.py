"""The send window a second time, by looking at a clock and a calendar: nothing of the program's rules."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays

YEARS = range(2026, 2031)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Place:
    """Somebody's zone and calendar."""

    zone: str
    country: str
    subdivision: str | None = None

    @cached_property
    def calendar(self) -> holidays.HolidayBase:
        return holidays.country_holidays(self.country, subdiv=self.subdivision, years=range(2025, 2033))

    def works(self, day: date, weekend: frozenset[int] | None = None) -> bool:
        weekend = frozenset(self.calendar.weekend) if weekend is None else weekend
        return day.weekday() not in weekend and day not in self.calendar

    def shown(self, moment: datetime) -> datetime:
        """What a clock on the wall shows."""
        return moment.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)


PLACES = {
    place.zone: place
    for place in (
        Place("Europe/London", "GB", "ENG"),
        Place("America/New_York", "US"),
        Place("Australia/Sydney", "AU", "NSW"),
        Place("Asia/Kolkata", "IN"),
        Place("Australia/Lord_Howe", "AU", "NSW"),
        Place("America/Sao_Paulo", "BR"),
        Place("Asia/Dubai", "AE"),
    )
}


def clock_changes(zone: str) -> list[datetime]:
    """Every instant of these years at which the zone's clocks change, found in the zone itself, to the minute."""
    there = ZoneInfo(zone)
    first = datetime(YEARS[0], 1, 1, tzinfo=UTC)
    hours = [first + n * HOUR for n in range((datetime(YEARS[-1] + 1, 1, 1, tzinfo=UTC) - first) // HOUR)]
    offsets = [moment.astimezone(there).utcoffset() for moment in hours]
    found = []
    for place, (before, after) in enumerate(pairwise(offsets)):
        if before != after:
            minutes = [hours[place] + n * MINUTE for n in range(61)]
            found.append(next(one for one in minutes if one.astimezone(there).utcoffset() == after))
    return found


@dataclass
class Wall:
    """A clock on the wall of a place, looked at every hour for a while from `first` on: every minute where it jumps.

    Between two looks an hour apart that show an hour between them, it shows every minute once.
    """

    place: Place
    first: date
    days: int
    hours: dict[datetime, datetime] = field(init=False)
    """What the clock showed at each whole hour, for the hours in which it went as clocks do."""
    minutes: dict[datetime, datetime] = field(init=False)
    """The first minute at which it showed each time of the other hours."""

    def __post_init__(self) -> None:
        start = datetime.combine(self.first, time(), tzinfo=UTC) - DAY
        self.hours, self.minutes = {}, {}
        shown = [(self.place.shown(start + n * HOUR), start + n * HOUR) for n in range((self.days + 2) * 24 + 1)]
        for (before, at), (after, _) in pairwise(shown):
            if after - before == HOUR:
                self.hours[before] = at
            else:
                for moment in (at + n * MINUTE for n in range(60)):
                    self.minutes.setdefault(self.place.shown(moment), moment)

    def seen(self, shown: datetime) -> datetime | None:
        """When the clock shows this first, if ever."""
        if shown in self.minutes:
            return self.minutes[shown]
        found = (shown - n * MINUTE for n in range(60) if shown - n * MINUTE in self.hours)
        return next((self.hours[hour] + (shown - hour) for hour in found), None)

    def when(self, shown: datetime) -> datetime:
        """When the clock shows this first; a time that it skips: as much later as it jumps."""
        if (at := self.seen(shown)) is not None:
            return at
        midnight = datetime.combine(shown.date(), time())
        noon_at, midnight_at = self.seen(midnight + 12 * HOUR), self.seen(midnight)
        assert noon_at is not None
        assert midnight_at is not None
        at = self.seen(shown + 12 * HOUR - (noon_at - midnight_at))
        assert at is not None
        return at


@dataclass(frozen=True)
class Hours:
    """When somebody works, and how the agency sends."""

    starts: time = time(9)
    ends: time = time(17, 30)
    weekend: frozenset[int] | None = None
    lead: timedelta = timedelta(minutes=30)
    undo: timedelta = timedelta(minutes=1)


@dataclass
class Oracle:
    """When letters go to somebody, as the practice says it."""

    wall: Wall
    hours: Hours

    def mornings(self) -> Iterator[tuple[date, datetime]]:
        for n in range(self.wall.days - 1):
            day = self.wall.first + n * DAY
            if self.wall.place.works(day, self.hours.weekend):
                yield day, self.morning(day)

    def morning(self, day: date) -> datetime:
        shown = max(datetime.combine(day, self.hours.starts) - self.hours.lead, datetime.combine(day, time()))
        return min(self.wall.when(shown), self.wall.when(datetime.combine(day, self.hours.starts)))

    def strategic(self, approved_at: datetime) -> datetime:
        mornings = [at for _, at in self.all_mornings]
        place = bisect_left(mornings, approved_at + timedelta(microseconds=1))
        return max(mornings[place], approved_at + self.hours.undo)

    def thank_you(self, approved_at: datetime, ended_at: datetime) -> datetime:
        after_interview = ended_at + HOUR
        today = self.wall.place.shown(approved_at).date()
        ends = self.wall.when(datetime.combine(today, self.hours.ends))
        if self.wall.place.works(today, self.hours.weekend) and approved_at < ends - HOUR:
            at = max(approved_at + self.hours.undo, after_interview, self.morning(today))
            if at < ends:
                return at
        later = self.strategic(max(approved_at, after_interview))
        return max(later, approved_at + self.hours.undo)

    @cached_property
    def all_mornings(self) -> list[tuple[date, datetime]]:
        return list(self.mornings())
