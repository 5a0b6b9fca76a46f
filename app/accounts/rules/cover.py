"""When a consultant is away, in a candidate's words (P21)."""

from datetime import date, timedelta
from typing import Final

from app.core.local_time import day_month, day_seen_from

TOLD_AHEAD: Final = timedelta(days=5)
"""How long before the first day candidates are told."""


def away_words(*, today: date, from_on: date, until_on: date, name: str, phone: str | None) -> str | None:
    """Say until when somebody is away and who covers; None once it is over, and until it is near."""
    if until_on < today or from_on - today > TOLD_AHEAD:
        return None
    if from_on <= today:
        until = "today" if until_on == today else f"until {day_month(until_on)}"
        reached = f", {phone}" if phone else ""
        return f"Away {until}; {name} covers{reached}"
    if from_on == until_on:
        return f"Away on {day_seen_from(today, from_on)}; {name} covers"
    return f"Away from {day_seen_from(today, from_on)} to {day_seen_from(today, until_on)}; {name} covers"
