"""The form of a client contact: as people write it, and as the API's schema reads it."""

from collections.abc import Sequence
from datetime import time
from typing import Any, Final

from app.core.local_time import DAY_NAMES, place_of
from app.desk.rendering.days import days_worked, joined
from app.desk.rules.moments import time_in
from app.desk.rules.places import zone_named
from app.directory.models import ClientContact
from app.directory.rules import countries, country_name, parts, public_weekend
from app.directory.schemas import WEEKDAYS, ContactChange
from app.web.fields import Posted, validated

Rows = ClientContact | ContactChange
AS_COUNTRY: Final = "country"
OWN: Final = "own"
WRONG: Final = {
    "name": "Write their name",
    "title": "Write their role in one line, or nothing",
    "email": "Write an e-mail address, as dana@meridian.example, or nothing",
    "phone": "Write digits, as +1 212 555 0142, or nothing",
    "time_zone": "Name a city whose clocks theirs follow, as New York",
    "country": "Choose the country whose holidays they have",
    "subdivision": "Choose a part of the country from the list, or nothing",
    "work_starts": "Write the time as 09:00",
    "work_ends": "Write the time as 17:30",
    "weekend": "Leave one day of the week to work",
}


def contact_fields(contact: ClientContact) -> dict[str, list[str]]:
    """What stands in the form of a contact."""
    held = {name: getattr(contact, name) for name in ("name", "title", "email", "phone", "country", "subdivision")}
    return {
        **{name: [value] if value else [] for name, value in held.items()},
        "time_zone": [zone_words(contact.time_zone)],
        "work_starts": [f"{contact.work_starts:%H:%M}"],
        "work_ends": [f"{contact.work_ends:%H:%M}"],
        "week": [AS_COUNTRY if contact.weekend is None else OWN],
        "weekend": list(contact.weekend or []),
    }


def contact_in(posted: Posted) -> tuple[ContactChange | None, dict[str, str]]:
    """Read the form; or what is wrong, by field."""
    country = posted.value("country")
    given: dict[str, Any] = {name: posted.value(name) or None for name in ("title", "email", "phone")}
    given |= {"name": posted.value("name"), "country": country}
    given["subdivision"] = part_named(country, posted.value("subdivision"))
    given["time_zone"] = zone_named(posted.value("time_zone")) or ""
    for name in ("work_starts", "work_ends"):
        given[name] = time_in(posted.value(name)) or posted.value(name)
    given["weekend"] = posted.values("weekend") if posted.value("week") == OWN else None
    change, wrong = validated(ContactChange, given)
    errors = {name: WRONG.get(name.partition(".")[0], words) for name, words in wrong.items()}
    if not _has_length(given["work_starts"], given["work_ends"]):
        return None, errors | {"work_ends": "Has to be later than when the day begins"}
    return change, errors


def said(contact: Rows) -> dict[str, str]:
    """What is known of a contact, in words, by the label of each field."""
    own = contact.weekend
    return {
        "Name": contact.name or "",
        "Role": contact.title or "nothing",
        "E-mail": contact.email or "nothing",
        "Telephone": contact.phone or "nothing",
        "Time zone": zone_words(contact.time_zone or ""),
        "Country": _named(contact.country or "", contact.subdivision),
        "Day begins": f"{contact.work_starts:%H:%M}" if contact.work_starts else "",
        "Day ends": f"{contact.work_ends:%H:%M}" if contact.work_ends else "",
        "Days off": "as the country" if own is None else joined([day.capitalize() for day in own]) or "none",
    }


def zone_words(zone: str) -> str:
    """Name a zone by its place, where that means no other zone."""
    place = place_of(zone)
    return place if zone_named(place) == zone else zone


def part_named(country: str, text: str) -> str | None:
    """The code of a part of a country that is named by it or by its name; what is no known part stays as it is."""
    if not text:
        return None
    plain = text.casefold()
    return next((code for code, name in parts(country) if plain in {code.casefold(), name.casefold()}), text.upper())


def weeks(country: str, *, year: int) -> list[tuple[str, str]]:
    """The choice of a week: as the country has it, or one's own."""
    name = country_name(country) or "the country"
    return [(AS_COUNTRY, f"As in {name}: {days_worked(public_weekend(country, year=year))}"), (OWN, "Another week")]


def days_of_week() -> list[tuple[str, str]]:
    """The days of a week that may be ticked as not worked."""
    return list(zip(WEEKDAYS, DAY_NAMES, strict=True))


def offered_countries(present: str) -> Sequence[tuple[str, str]]:
    """The countries to choose from, and the one that is chosen."""
    known = countries()
    return known if any(code == present for code, _ in known) else [(present, present), *known]


def _named(country: str, subdivision: str | None) -> str:
    name = (country_name(country) or country).removeprefix("the ")
    return f"{name}, {subdivision}" if subdivision else name


def _has_length(starts: time | str, ends: time | str) -> bool:
    return isinstance(starts, str) or isinstance(ends, str) or starts < ends
