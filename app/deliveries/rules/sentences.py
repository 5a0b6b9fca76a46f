"""The sentences that say why a letter goes when it does, and what to weigh."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from app.core.local_time import DAY_NAMES, MONTH_NAMES, day_month, place_of
from app.directory import rules as working_days
from app.directory.rules import WorkingTime

_LEADS_IN_WORDS: Final = {30: "half an hour before", 60: "an hour before"}


def before_work(lead: timedelta | None, shown: datetime, working: WorkingTime, whose: str) -> str:
    """Say how long before work begins it goes; `lead` None: not as usual, so the time that clocks show is named."""
    begins = f"{whose} day begins at {working.work_starts:%H:%M}."
    if lead is None:
        return f"At {shown:%H:%M}, {'before' if shown.time() < working.work_starts else 'as'} {begins}"
    minutes = round(lead.total_seconds() / 60)
    before = _LEADS_IN_WORDS.get(minutes, f"{minutes} minutes before") if minutes else "as"
    return f"{_capital(before)} {begins}"


def too_late(working: WorkingTime, whose: str) -> str:
    """Say that a thank-you has missed the day."""
    return f"{_capital(whose)} day ends at {working.work_ends:%H:%M}, too soon for today."


def passed(days: Sequence[tuple[date, str]], working: WorkingTime, *, next_day: date) -> str | None:
    """Name the days off before the day chosen, so that the wait explains itself; None where there are none."""
    if not days:
        return None
    runs = [([each for each, _ in run], reason) for reason, run in groupby(days, key=lambda pair: pair[1])]
    named = ", ".join(off(run, reason, working) for run, reason in runs)
    return f"{named}; the next working morning is {DAY_NAMES[next_day.weekday()]}."


def off(run: Sequence[date], reason: str, working: WorkingTime) -> str:
    """Name days off that follow each other, with their reason: "Monday 25 May is Memorial Day in the United States"."""
    country = working_days.country_name(working.country, working.subdivision)
    public = all(working_days.is_public_holiday(day, working) for day in run)
    what = f"{reason} in {country}" if public and country else reason
    if len(run) == 1:
        return f"{day_month(run[0])} is {what}"
    joined = "and" if len(run) == 2 else "to"
    month = "" if run[0].month == run[-1].month else f" {MONTH_NAMES[run[0].month - 1]}"
    return f"{DAY_NAMES[run[0].weekday()]} {run[0].day}{month} {joined} {day_month(run[-1])} are {what}"


def waits(days: int) -> str:
    """Say that it takes long, and the way out."""
    return f"It waits {days} days for a working morning; you can also send it now, with a reason."


def before_a_break(following: date, reason: str, working: WorkingTime) -> str:
    """Say that it arrives when nobody works the day after."""
    return f"It goes on the last working day before a break: {off([following], reason, working)}."


def decision(decides_on: date, *, same_day: bool) -> str:
    """Say that the client decides no later than it goes."""
    if same_day:
        return "They said they would decide on the day this goes."
    return f"They said they would decide by {day_month(decides_on)}, before this goes."


def outside_hours(shown: datetime, working: WorkingTime, whose: str) -> str:
    """Say that it goes when the contact is not at work."""
    hours = f"from {working.work_starts:%H:%M} to {working.work_ends:%H:%M}"
    return f"It goes at {shown:%H:%M} in {place_of(working.time_zone)}, outside {whose} day {hours}."


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
