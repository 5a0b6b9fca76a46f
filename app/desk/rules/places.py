"""Places as people name them: the zone that is meant by "New York", and the country in which its clocks hang."""

import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Final

from app.core.local_time import known_zone, place_of

_TABLES: Final = "tzdata.zoneinfo"


def zone_named(text: str) -> str | None:
    """The zone that is meant: by its IANA name, its place, or a country that has one zone; None where none is."""
    return _zones().get(_plain(text))


def country_of(zone: str) -> str | None:
    """The country (ISO 3166-1 alpha-2) of a zone; None for one that is of no country, as UTC."""
    return _countries().get(zone)


def country_name(code: str) -> str:
    """A country's name."""
    return _names().get(code, code)


@cache
def offered_zones() -> tuple[tuple[str, str], ...]:
    """Every zone of a place, as the place and its country, for a list to choose from."""
    found = ((place_of(zone), country_name(code)) for zone, code in _countries().items())
    return tuple(sorted(set(found)))


@cache
def _zones() -> dict[str, str]:
    """Zones by what people call them; a zone's own name goes before a place, a place before a country."""
    single = Counter(_countries().values())
    zones = [*_countries(), "UTC"]
    called = {_plain(country_name(code)): zone for zone, code in _countries().items() if single[code] == 1}
    called |= {_plain("UK"): "Europe/London", _plain("Great Britain"): "Europe/London"}
    called |= {_plain(place_of(zone)): zone for zone in reversed(zones)}
    called |= {_plain(zone.rpartition("/")[2]): zone for zone in reversed(zones)}
    return called | {_plain(zone): zone for zone in zones}


@cache
def _countries() -> dict[str, str]:
    rows = (line.split("\t") for line in _lines("zone.tab"))
    return {zone: code for code, _, zone, *_ in rows if known_zone(zone)}


@cache
def _names() -> dict[str, str]:
    named = dict(line.split("\t") for line in _lines("iso3166.tab"))
    return named | {"GB": "United Kingdom"}


def _lines(table: str) -> list[str]:
    text = files(_TABLES).joinpath(table).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _plain(text: str) -> str:
    letters = (one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return "".join(one for one in letters if one.isalnum())
