"""Days off in the words of a desk: those that are still to come, and those that somebody corrected."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from app.core.ids import public_id
from app.core.local_time import DAY_NAMES, day_month, local
from app.directory.models import CalendarDay, ClientContact
from app.directory.rules import WEEKEND, WorkingTime, country_name, day_off, is_public_holiday, parts

AHEAD: Final = 60
"""How many days ahead the days off are shown."""


@dataclass(frozen=True)
class DayAhead:
    """A run of days off, or worked by way of exception; ``whose`` names the people, empty where it is all of them."""

    when: str
    why: str
    whose: str


@dataclass(frozen=True)
class DayLine:
    """A correction of a calendar that can be taken away again."""

    id: str
    when: str
    name: str
    worked: bool


def days_worked(off: Set[int]) -> str:
    """Name the weekdays that are worked: "Monday to Friday", "Sunday to Thursday", "every day"."""
    worked = [day for day in range(7) if day not in off]
    if len(worked) == len(DAY_NAMES):
        return "Every day"
    first = next((day for day in worked if (day - 1) % 7 in off), worked[0])
    run = [(first + n) % 7 for n in range(len(worked))]
    if len(worked) > 2 and set(run) == set(worked):
        return f"{DAY_NAMES[run[0]]} to {DAY_NAMES[run[-1]]}"
    return joined([DAY_NAMES[day] for day in worked])


def days_ahead(
    contacts: Sequence[ClientContact], working: Mapping[UUID, WorkingTime], *, now: datetime
) -> list[DayAhead]:
    """The days off of these people in the next weeks, besides their weekends, each with whose it is."""
    found: dict[tuple[date, str], list[str]] = {}
    for contact in contacts:
        today = local(now, contact.time_zone).date()
        for day in (today + timedelta(days=n) for n in range(AHEAD)):
            why = _why_off(day, working[contact.id])
            if why is not None:
                found.setdefault((day, why), []).append(contact.name)
    runs: dict[tuple[str, tuple[str, ...]], list[date]] = {}
    for (day, why), names in sorted(found.items()):
        runs.setdefault((why, tuple(names)), []).append(day)
    ahead = [(run, why, names) for (why, names), days in runs.items() for run in _in_a_row(days)]
    return [
        DayAhead(span_of(run[0], run[-1]), why, "" if len(names) == len(contacts) else joined(names))
        for run, why, names in sorted(ahead)
    ]


def day_line(day: CalendarDay) -> DayLine:
    """Say which days a correction is about."""
    return DayLine(public_id("cal", day.id), span_of(day.day, day.last_day), day.name, day.kind == "worked")


def country_day_line(day: CalendarDay) -> tuple[str, DayLine]:
    """The same of a country's calendar, with the name of the country or of its part."""
    country = day.country or ""
    name = (country_name(country, day.subdivision) or country).removeprefix("the ")
    part = dict(parts(country)).get(day.subdivision or "", day.subdivision)
    return (f"{part}, {name}" if part and part != name else name), day_line(day)


def span_of(first: date, last: date) -> str:
    """Name a run of days: "Monday 28 December", "Monday 28 to Thursday 31 December", with the year at its end."""
    if first == last:
        return f"{day_month(first)} {first.year}"
    begins = day_month(first) if (first.year, first.month) != (last.year, last.month) else _weekday(first)
    if first.year != last.year:
        begins = f"{begins} {first.year}"
    return f"{begins} to {day_month(last)} {last.year}"


def joined(names: Sequence[str]) -> str:
    """Join names as people do: "Dana, Tom and Ines"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _why_off(day: date, working: WorkingTime) -> str | None:
    reason = day_off(day, working)
    if reason is None or reason == WEEKEND:
        return None
    country = country_name(working.country, working.subdivision)
    return f"{reason} in {country}" if country and is_public_holiday(day, working) else reason


def _in_a_row(days: Sequence[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in days:
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _weekday(day: date) -> str:
    return f"{DAY_NAMES[day.weekday()]} {day.day}"
