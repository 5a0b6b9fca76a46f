"""How a setting stands, in words, and in the field of a form."""

from collections.abc import Sequence
from datetime import time
from typing import Final

from app.accounts.rules.lifetimes import LEGAL_MINIMUM_MONTHS, kept_months
from app.accounts.schemas.accounts import AgencySettings
from app.desk.rendering.settings_words import Asked

_SHORT: Final = 120
_BY_LAW: Final = frozenset({"retention_months", "identity_months"})


def in_words(asked: Asked, settings: AgencySettings, *, country: str) -> str:
    """Say how a setting stands; where the country's law asks for more, what holds."""
    value = getattr(settings, asked.name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int):
        return _counted(kept_months(value, country) if asked.name in _BY_LAW else value, asked.unit)
    if isinstance(value, list):
        return ", ".join(words for name, words in asked.options if name in value) or asked.empty
    words = dict(asked.options).get(value, value) if value else asked.empty
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()}…"


def hint_of(asked: Asked, *, country: str) -> str:
    """What stands below a label: where the country's law asks for a time, also that."""
    least = LEGAL_MINIMUM_MONTHS.get(country, 0) if asked.name in _BY_LAW else 0
    return f"{asked.hint} The law of your country asks for {least} at the least." if least else asked.hint


def in_fields(asks: Sequence[Asked], settings: AgencySettings) -> dict[str, list[str]]:
    """What stands in the fields of a form before anybody changed it."""
    return {asked.name: _typed(getattr(settings, asked.name)) for asked in asks}


def _counted(number: int, unit: str) -> str:
    what, _, rest = unit.partition(" ")
    return " ".join(filter(None, (str(number), what.removesuffix("s") if number == 1 else what, rest)))


def _typed(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, time):
        return [f"{value:%H:%M}"]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
