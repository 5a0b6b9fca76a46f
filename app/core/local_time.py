"""Wall-clock times in a place: from a local date and time to an instant, and back into words for people.

Instants are stored in UTC, dates as dates, zones as IANA names and never as offsets (2-domain, rule 10). Names
of days and months are spelled here because `strftime` follows the process's locale.
"""

import re
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_CLEAR_BEFORE: Final = timedelta(days=1)
_CLEAR_AFTER: Final = timedelta(days=5)

_MACHINE_NAMES: Final = frozenset({"Factory", "localtime", "posixrules"})
_OFFSET_IN_DISGUISE: Final = re.compile(r"(Etc/)?(GMT[+-]?\d+|[EMH]ST)$")

_PLACES_RESPELLED: Final = {
    "Asuncion": "Asunción",
    "Bogota": "Bogotá",
    "Curacao": "Curaçao",
    "Ho_Chi_Minh": "Ho Chi Minh City",
    "Reunion": "Réunion",
    "Sao_Paulo": "São Paulo",
    "St_Johns": "St John’s",
}


def instant(day: date, at: time, zone: str) -> datetime:
    """Return the UTC instant at which clocks in `zone` show `at` on `day`.

    A time that a clock change skips moves forward by the length of the gap; a time that occurs twice is the
    first.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=zoneinfo.ZoneInfo(zone))
    return wall.astimezone(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """Return what clocks in `zone` show at `moment`.

    Raises ValueError for a naive datetime, which Python would read in the machine's own zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a datetime without a zone is not an instant")
    return moment.astimezone(zoneinfo.ZoneInfo(zone))


def known_zone(name: str) -> bool:
    """Whether `name` is an IANA zone: a place or UTC, not an offset (`Etc/GMT+5`), not the machine's own."""
    return name in _zone_names()


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    names = zoneinfo.available_timezones() - _MACHINE_NAMES
    return frozenset(name for name in names if not _OFFSET_IN_DISGUISE.match(name))


def place_of(zone: str) -> str:
    """Return the zone's city as people write it: `America/New_York` is "New York"."""
    city = zone.rpartition("/")[2]
    return _PLACES_RESPELLED.get(city, city.replace("_", " "))


def day_month(day: date) -> str:
    """Return the date without its year: "Monday 25 May"."""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]}"


def weekday_is_clear(day: date, *, today: date) -> bool:
    """Whether a weekday alone names this day: from yesterday to five days on, seven days with a name each."""
    return today - _CLEAR_BEFORE <= day <= today + _CLEAR_AFTER


def day_seen_from(today: date, day: date) -> str:
    """Return the weekday where it is clear: "Monday", else the date: "Monday 25 May"."""
    return DAY_NAMES[day.weekday()] if weekday_is_clear(day, today=today) else day_month(day)


def time_seen_from(now: datetime, moment: datetime, zone: str) -> str:
    """Return the local day, as `day_seen_from` names it, and time: "Monday 08:30", "Monday 25 May, 08:30"."""
    there, today = local(moment, zone), local(now, zone).date()
    clear = weekday_is_clear(there.date(), today=today)
    return weekday_time(moment, zone) if clear else f"{day_month(there.date())}, {there:%H:%M}"


def weekday_time(moment: datetime, zone: str) -> str:
    """Return the local weekday and time: "Tuesday 08:30"."""
    there = local(moment, zone)
    return f"{DAY_NAMES[there.weekday()]} {there:%H:%M}"


def date_time(moment: datetime, zone: str) -> str:
    """Return the local date with its year, and the time: "Tuesday 2 June 2026, 08:30"."""
    there = local(moment, zone)
    return f"{day_month(there.date())} {there.year}, {there:%H:%M}"


def both_ends(moment: datetime, zone: str, your_zone: str, *, now: datetime | None = None) -> str:
    """Say a moment there and here: "Tuesday 08:30 in New York, 13:30 your time".

    Where the weekday is clear as of `now` it is enough, else the date is named. Leave `now` out for a text that is
    kept and read later: it always names the date. Where both places show the same time it is said once.
    """
    there, here = local(moment, zone), local(moment, your_zone)
    dated = now is None or not weekday_is_clear(there.date(), today=local(now, zone).date())
    say = date_time if dated else weekday_time
    at_theirs = f"{say(moment, zone)} in {place_of(zone)}"
    if zone == your_zone:
        return at_theirs
    if there.replace(tzinfo=None) == here.replace(tzinfo=None):
        return f"{at_theirs} and where you are"
    at_yours = f"{here:%H:%M}" if here.date() == there.date() else say(moment, your_zone)
    return f"{at_theirs}, {at_yours} your time"
