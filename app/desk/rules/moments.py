"""Days and times of day as people write them into a form or a table."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from app.core.local_time import MONTH_NAMES, instant

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_WORDS: Final = re.compile(r"(?:[A-Za-z]{2,9},? )?(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})")
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_MIDDAY: Final = 12
_CENTURY: Final = 2000
MOST_MINUTES: Final = 24 * 60 - 1


def day_in(text: str, *, month_first: bool) -> date | None:
    """Read a day: 2026-11-24, 24/11/2026 (or month first), 24 November 2026; None for anything else."""
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        day, month = (second, first) if month_first else (first, second)
        return _day(year + _CENTURY if year < 100 else year, month, day)
    if found := _WORDS.fullmatch(text):
        named = [name[:3].casefold() for name in MONTH_NAMES]
        month_name = found[2][:3].casefold()
        return _day(int(found[3]), named.index(month_name) + 1, int(found[1])) if month_name in named else None
    return None


def time_in(text: str) -> time | None:
    """Read a time of day: 15:30, 15.30, 15h30, 3:30 pm, 3pm; None for anything else."""
    found = _TIME.fullmatch(text.strip())
    if found is None or (found[2] is None and found[3] is None):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= _MIDDAY:
            return None
        hour = hour % _MIDDAY + (_MIDDAY if found[3].lower() == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def minutes_in(text: str) -> int | None:
    """Read a length in minutes: 45, "45 min", "1 h", "1:30"; None for anything else."""
    plain = text.strip().casefold()
    if found := re.fullmatch(r"(\d{1,4})\s*(?:m|min|mins|minutes)?", plain):
        minutes = int(found[1])
    elif found := re.fullmatch(r"(\d{1,2})(?:[.,](\d))?\s*(?:h|hr|hrs|hour|hours)", plain):
        minutes = int(found[1]) * 60 + int(found[2] or 0) * 6
    elif found := re.fullmatch(r"(\d{1,2}):(\d{2})", plain):
        minutes = int(found[1]) * 60 + int(found[2])
    else:
        return None
    return minutes if 0 < minutes <= MOST_MINUTES else None


def span_of(day: date, starts: time, ends: time | None, minutes: int | None, zone: str) -> tuple[datetime, datetime]:
    """The instants at which a meeting begins and ends by a zone's clocks; it may end after midnight."""
    begins = instant(day, starts, zone)
    if ends is None:
        return begins, begins + timedelta(minutes=minutes or 60)
    return begins, instant(day if ends > starts else day + timedelta(days=1), ends, zone)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
