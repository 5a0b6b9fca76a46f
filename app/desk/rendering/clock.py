"""Time as a desk reads it: how long is left until the client's cut-off, and what the clocks there show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from app.core.local_time import DAY_NAMES, MONTH_NAMES, local, place_of, weekday_is_clear

SOON: Final = timedelta(hours=8)
"""From when on the time that is left is counted, instead of naming the day."""
_HOUR: Final = 60
_DAY: Final = 24 * _HOUR


@dataclass(frozen=True)
class Tag:
    """A word with its sign; the tone is never the only thing that tells."""

    tone: Literal["bad", "warn", ""]
    sign: str
    words: str


def cut_off_tag(due_at: datetime, zone: str, *, now: datetime) -> Tag:
    """Say how urgent something is: "Overdue 40 min", "1 h 20 left", or the day there, "Mon 08:30 Tokyo"."""
    left = due_at - now
    if left < timedelta():
        return Tag("bad", "▲", f"Overdue {span(-left)}")
    if left < SOON:
        return Tag("warn", "◷", f"{span(left)} left")
    return Tag("", "", f"{day_time(due_at, zone, now=now)} {place_of(zone)}")


def span(length: timedelta) -> str:
    """Say a length of time: "40 min", "1 h 20", "3 h", "2 days"."""
    minutes = max(1, int(length.total_seconds() // _HOUR))
    if minutes < _HOUR:
        return f"{minutes} min"
    if minutes < 2 * _DAY:
        hours, rest = divmod(minutes, _HOUR)
        return f"{hours} h {rest:02}" if rest else f"{hours} h"
    return f"{minutes // _DAY} days"


def day_time(moment: datetime, zone: str, *, now: datetime) -> str:
    """Name a moment in few letters: "Tue 08:30", "Tue 8 Dec 08:30" where the weekday alone is not clear."""
    there, today = local(moment, zone), local(now, zone).date()
    day = DAY_NAMES[there.weekday()][:3]
    if not weekday_is_clear(there.date(), today=today):
        day = f"{day} {there.day} {MONTH_NAMES[there.month - 1][:3]}"
    return f"{day} {there:%H:%M}"


def at_both_ends(moment: datetime, there: str, here: str, *, now: datetime) -> str:
    """Say when something goes: "Tue 08:30 New York (13:30 your time)"."""
    said = f"{day_time(moment, there, now=now)} {place_of(there)}"
    theirs, ours = local(moment, there), local(moment, here)
    if theirs.utcoffset() == ours.utcoffset():
        return said
    same_day = theirs.date() == ours.date()
    return f"{said} ({f'{ours:%H:%M}' if same_day else day_time(moment, here, now=now)} your time)"


def clock_in(zone: str, *, now: datetime) -> str:
    """What clocks show there now: "07:10 New York"."""
    return f"{local(now, zone):%H:%M} {place_of(zone)}"
