"""Names, days and times as a candidate reads them; pure."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from app.core.local_time import date_time, local, weekday_time

_LONGEST_NUMBER: Final = 7
_DAYS_WITH_A_CLEAR_NAME: Final = timedelta(days=6)
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")


def first_name(name: str) -> str:
    """What somebody is called in a sentence."""
    return name.split()[0]


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does: "Dana, Tom and Priya"."""
    *rest, last = names
    return f"{', '.join(rest)} and {last}" if rest else last


def when(moment: datetime, zone: str, now: datetime) -> str:
    """Name a moment by the candidate's clock, with its date where the weekday would mislead: "Monday 17:51"."""
    days = abs((local(moment, zone).date() - local(now, zone).date()).days)
    return weekday_time(moment, zone) if timedelta(days=days) <= _DAYS_WITH_A_CLEAR_NAME else date_time(moment, zone)


def so_long(span: timedelta) -> str:
    """Say a span as people do: "within the hour", "two hours", "a day"; never finer than it matters."""
    hours = round(span.total_seconds() / 3600)
    if span < timedelta(minutes=45):
        return f"{max(1, round(span.total_seconds() / 60))} minutes"
    if hours <= 1:
        return "an hour"
    if hours < len(_NUMBERS):
        return f"{_NUMBERS[hours]} hours"
    days = round(span.total_seconds() / 86400)
    return "a day" if days <= 1 else f"{_NUMBERS[days] if days < len(_NUMBERS) else days} days"


def left_out(text: str, *, email: str | None, phone: str | None) -> str:
    """Say truthfully whether a text gives away how its candidate is reached (P6)."""
    digits = re.sub(r"\D", "", phone or "")[-_LONGEST_NUMBER:]
    in_text = [
        *(["your address"] if email and email.casefold() in text.casefold() else []),
        *(["your number"] if digits and digits in re.sub(r"[^\w]", "", text) else []),
    ]
    if in_text:
        return f"Its words give {listed(in_text)}: take that out if they should not have it."
    return "Your address and number are left out."
