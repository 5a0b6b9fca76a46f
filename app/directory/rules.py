"""Working days and hours of a client contact: the contact's own calendar, never the agency's (P11)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from typing import Final

import holidays
from holidays.registry import COUNTRIES

from app.core import local_time

WEEKEND: Final = "the weekend"

_WEEK: Final = frozenset(range(7))
_SATURDAY_SUNDAY: Final = frozenset({5, 6})

# Where the country's common list omits days on which nearly everybody is away: the part most people work in.
_USUAL_SUBDIVISION: Final = {"GB": "ENG"}

_NAMES_BY_CODE: Final = {codes[1]: module.replace("_", " ").title() for module, codes in COUNTRIES.items()}
_NAMED_WITH_ARTICLE: Final = frozenset({"AE", "BS", "CF", "DO", "GB", "GM", "KY", "MV", "NL", "PH", "US"})
_NAMES_RESPELLED: Final = {
    "CD": "the DR Congo",
    "CI": "Côte d’Ivoire",
    "CW": "Curaçao",
    "HK": "Hong Kong",
    "IM": "the Isle of Man",
    "RE": "Réunion",
    "SY": "Syria",
    "TR": "Türkiye",
}
_GB_NATIONS: Final = {"ENG": "England", "NIR": "Northern Ireland", "SCT": "Scotland", "WLS": "Wales"}


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When and where a contact works.

    `country` is ISO 3166 alpha-2, `subdivision` the part of ISO 3166-2 after the hyphen. `weekend` holds
    weekdays (Monday is 0); None takes the country's own. `extra_holidays`, each with its name, and `extra_workdays`
    correct the public calendar and win over it; a day in both is worked.

    Raises ValueError where no day, or no time of a day, would ever be worked.
    """

    time_zone: str
    work_starts: time
    work_ends: time
    country: str
    subdivision: str | None = None
    weekend: frozenset[int] | None = None
    extra_holidays: Mapping[date, str] = field(default_factory=dict)
    extra_workdays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.work_ends <= self.work_starts:
            raise ValueError("work must end later in the day than it starts")
        if self.weekend is not None and not self.weekend < _WEEK:
            raise ValueError("a weekend is some of the days 0 to 6, never all of them")


@dataclass(frozen=True, slots=True)
class Correction:
    """A run of days that a calendar has wrong; `closeness` grows from the country's calendar to the contact's own."""

    closeness: int
    first: date
    last: date
    name: str
    worked: bool


def corrected(corrections: Iterable[Correction]) -> tuple[dict[date, str], frozenset[date]]:
    """Put corrections together: the days off by their names, and the days worked.

    The closest to the contact counts; of two equally close the later one in the order given.
    """
    by_day: dict[date, Correction] = {}
    for one in sorted(corrections, key=lambda each: each.closeness):
        for n in range((one.last - one.first).days + 1):
            by_day[one.first + timedelta(days=n)] = one
    off = {day: one.name for day, one in by_day.items() if not one.worked}
    return off, frozenset(by_day.keys() - off.keys())


@dataclass(frozen=True, slots=True)
class _PublicYear:
    """One country's public days in one year, complete when made.

    `holidays` fills years into its objects on first look, so an object shared by threads can be seen half filled
    and a holiday missed. A year at a time, never expanded, has no such moment.
    """

    names: Mapping[date, str]
    weekend: frozenset[int]
    worked_weekends: frozenset[date]


@lru_cache(maxsize=1024)
def _public_year(country: str, subdivision: str | None, year: int) -> _PublicYear:
    code = country.upper()
    if code not in _NAMES_BY_CODE:
        return _PublicYear({}, _SATURDAY_SUNDAY, frozenset())
    known = holidays.country_holidays(code)
    part = part_of(code, subdivision)
    calendar = holidays.country_holidays(
        code,
        subdiv=part if part in known.subdivisions else None,
        years=(year,),
        expand=False,
        language=_language(known),
    )
    return _PublicYear(dict(calendar), frozenset(calendar.weekend), frozenset(calendar.weekend_workdays))


def part_of(country: str, subdivision: str | None) -> str | None:
    """Name the part of the country whose calendar counts: the one given, else the one most people work in."""
    return subdivision.upper() if subdivision else _USUAL_SUBDIVISION.get(country.upper())


def _language(calendar: holidays.HolidayBase) -> str | None:
    own = calendar.default_language
    if own is None or own.startswith("en"):
        return own
    return "en_US" if "en_US" in calendar.supported_languages else own


def country_name(country: str, subdivision: str | None = None) -> str | None:
    """Name the country as it stands after "in": "the United States"; None for an unknown code."""
    code = country.upper()
    if code == "GB" and subdivision and subdivision.upper() in _GB_NATIONS:
        return _GB_NATIONS[subdivision.upper()]
    name = _NAMES_RESPELLED.get(code) or _NAMES_BY_CODE.get(code)
    if name is None:
        return None
    name = name.replace(" And ", " and ").replace(" Of ", " of ").replace(" The ", " the ")
    return f"the {name}" if code in _NAMED_WITH_ARTICLE else name


def countries() -> list[tuple[str, str]]:
    """Every country whose calendar is known, by its code, in the order of their names."""
    named = ((code, (country_name(code) or code).removeprefix("the ")) for code in _NAMES_BY_CODE)
    return sorted(named, key=lambda one: one[1])


def parts(country: str) -> list[tuple[str, str]]:
    """The parts of a country that may have holidays of their own, by code, each with its name where one is known."""
    code = country.upper()
    if code not in _NAMES_BY_CODE:
        return []
    known = holidays.country_holidays(code)
    names = {part: name for name, part in getattr(known, "subdivisions_aliases", {}).items()}
    return [(part, names.get(part, part)) for part in known.subdivisions]


def public_weekend(country: str, *, year: int) -> frozenset[int]:
    """The weekdays that a country does not work in a year, Monday being 0."""
    return _public_year(country, None, year).weekend


def holiday_name(day: date, working: WorkingTime) -> str | None:
    """Name the holiday on `day`, in English where the calendar has it; None when there is none.

    An unknown country has no public holidays, an unknown subdivision the country's.
    """
    if day in working.extra_workdays:
        return None
    if day in working.extra_holidays:
        return working.extra_holidays[day]
    return _public_year(working.country, working.subdivision, day.year).names.get(day)


def is_weekend(day: date, working: WorkingTime) -> bool:
    """Whether `day` falls on the contact's weekend and is not one of the weekend days worked in exchange."""
    if day in working.extra_workdays:
        return False
    public = _public_year(working.country, working.subdivision, day.year)
    if working.weekend is not None:
        return day.weekday() in working.weekend
    return day.weekday() in public.weekend and day not in public.worked_weekends


def is_working_day(day: date, working: WorkingTime) -> bool:
    """Whether the contact works on `day`."""
    return not is_weekend(day, working) and holiday_name(day, working) is None


def day_off(day: date, working: WorkingTime) -> str | None:
    """Say why `day` is not worked ("the weekend", or the holiday's name); None for a working day."""
    return WEEKEND if is_weekend(day, working) else holiday_name(day, working)


def is_public_holiday(day: date, working: WorkingTime) -> bool:
    """Whether the country's own calendar has a holiday on `day`, not a weekend and not a correction."""
    return day_off(day, working) not in {None, WEEKEND} and day not in working.extra_holidays


def working_days_from(day: date, working: WorkingTime) -> Iterator[date]:
    """Yield the contact's working days, beginning with `day` itself if it is one. Never ends."""
    return (later for later in (day + timedelta(days=n) for n in count()) if is_working_day(later, working))


def next_working_day(after: date, working: WorkingTime) -> date:
    """Return the first working day strictly after `after`."""
    return next(working_days_from(after + timedelta(days=1), working))


def day_begins(day: date, working: WorkingTime) -> datetime:
    """Return the instant at which the contact's working hours begin on `day`, worked or not."""
    return local_time.instant(day, working.work_starts, working.time_zone)


def day_ends(day: date, working: WorkingTime) -> datetime:
    """Return the instant at which the contact's working hours end on `day`, worked or not."""
    return local_time.instant(day, working.work_ends, working.time_zone)
