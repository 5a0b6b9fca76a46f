"""How long what is kept, and words that may not outlast a person."""

import calendar
import re
from datetime import datetime, timedelta
from typing import Final

EXPORT_LIFE: Final = timedelta(days=7)
KEPT_ANSWERS: Final = timedelta(hours=72)
SECURITY_LOG_MONTHS: Final = 12
CONFIRMATION_TRIED_FOR: Final = timedelta(days=2)
"""After that the address is forgotten, whether or not the confirmation went out."""
_SHORTEST_NAME: Final = 3


def months_later(moment: datetime, months: int) -> datetime:
    """Add calendar months (or take them off); a day that the month does not have is its last."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def kept_until(last_service: datetime, months: int, *, now: datetime) -> datetime | None:
    """Until when the law asks to keep who a person was; None where that has passed."""
    until = months_later(last_service, months)
    return until if until > now else None


def names_the_person(text: str, *, name: str, email: str | None, phone: str | None) -> bool:
    """Whether a reason that outlasts an erasure would tell who was erased."""
    words = set(re.findall(r"\w+", text.casefold()))
    parts = {part for part in re.findall(r"\w+", name.casefold()) if len(part) >= _SHORTEST_NAME}
    digits = re.sub(r"\D", "", phone or "")
    return (
        bool(words & parts)
        or (email is not None and email.casefold() in text.casefold())
        or (digits != "" and digits in re.sub(r"\D", "", text))
    )
