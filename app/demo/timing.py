"""When things happened, seen from the moment at which a demonstration starts: in working hours, and never at night."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICE = "Europe/London"
OPENS, CLOSES = time(9), time(17, 30)
AWAKE_FROM, AWAKE_UNTIL = time(8, 30), time(20, 30)
_STEP = timedelta(minutes=5)
_DAY = timedelta(days=1)
_FRIDAY = 4


@dataclass(frozen=True)
class Almanac:
    """Days and hours as they lie around the moment ``now``."""

    now: datetime

    def day(self, zone: str, ahead: int) -> date:
        """The weekday that lies so many ahead of today where it is told of; fewer than none: before today."""
        found, step = self.now.astimezone(ZoneInfo(zone)).date(), _DAY if ahead > 0 else -_DAY
        left = abs(ahead)
        while left:
            found += step
            left -= found.weekday() <= _FRIDAY
        return found

    def on(self, zone: str, ahead: int, clock: str) -> datetime:
        """An hour of that day, by the clocks there."""
        return datetime.combine(self.day(zone, ahead), time.fromisoformat(clock), ZoneInfo(zone))

    def lately(self, zone: str) -> datetime:
        """Some minutes ago, where that is an hour of a working day there; else the evening before."""
        there = (self.now - timedelta(minutes=10)).astimezone(ZoneInfo(zone))
        if there.weekday() <= _FRIDAY and time(12, 30) <= there.time() <= time(20):
            return there
        return self.on(zone, -1, "19:40")

    def at_the_desk(self) -> datetime:
        """The last moment, minutes ago or more, at which consultants were at work."""
        moment = self.now - timedelta(minutes=3)
        if is_open(moment):
            return moment
        today = self.now.astimezone(ZoneInfo(OFFICE))
        if today.weekday() <= _FRIDAY and today.time() >= CLOSES:
            return datetime.combine(today.date(), CLOSES, ZoneInfo(OFFICE)) - _STEP
        return self.on(OFFICE, -1, "17:25")

    def before_the_desk(self, hours: int) -> datetime:
        """So many hours of the desk before that."""
        moment, left = self.at_the_desk(), timedelta(hours=hours)
        while left:
            moment -= _STEP
            left -= _STEP if is_open(moment) else timedelta()
        return moment


def is_open(moment: datetime) -> bool:
    """Whether consultants are at work."""
    there = moment.astimezone(ZoneInfo(OFFICE))
    return there.weekday() <= _FRIDAY and OPENS <= there.time() < CLOSES


def is_awake(moment: datetime, zone: str) -> bool:
    """Whether a mail disturbs nobody there."""
    return AWAKE_FROM <= moment.astimezone(ZoneInfo(zone)).time() <= AWAKE_UNTIL


def next_decision(after: datetime, zone: str) -> datetime:
    """The next moment at which consultants are at work and a candidate in this zone is awake to hear of it."""
    moment = after + timedelta(minutes=35)
    while not (is_open(moment) and is_awake(moment, zone)):
        moment += _STEP
    return moment


def in_office(moment: datetime) -> datetime:
    """This moment, or the next at which consultants are at work."""
    while not is_open(moment):
        moment += _STEP
    return moment


def once_a_weekday(day: date) -> date:
    """This day, or the Monday after it."""
    while day.weekday() > _FRIDAY:
        day += _DAY
    return day


def once_awake(moment: datetime, zone: str) -> datetime:
    """This moment, or the next at which nobody sleeps there."""
    while not is_awake(moment, zone):
        moment += _STEP
    return moment
