"""When an application has gone quiet, and what there is truly to write about (P22, P24); pure."""

from datetime import datetime, timedelta
from typing import Final

from app.core.local_time import day_month, local
from app.deliveries.rules.telling import first_name
from app.directory.rules import WorkingTime, day_begins, is_working_day
from app.followup.models.warm import Quiet

YEAR_FROM: Final = timedelta(days=358)
YEAR_UNTIL: Final = timedelta(days=372)
"""An interview of so long ago is a year old, within a week."""


def quiet_before(now: datetime, desk: WorkingTime, days: int) -> datetime:
    """Return the instant before which the last thing must have happened: so many working days of the desk ago."""
    day = local(now, desk.time_zone).date()
    left = days
    while left:
        day -= timedelta(days=1)
        left -= is_working_day(day, desk)
    return day_begins(day, desk)


def reason_words(quiet: Quiet, zone: str) -> str:
    """Say what there is to write about; ``zone`` is the reader's."""
    day, whom = local(quiet.since, zone).date(), first_name(quiet.candidate)
    on = f"{day_month(day)} {day.year}"
    match quiet.reason:
        case "news":
            return f"{whom} told you something new on {on}, and nobody has answered it."
        case "openings":
            return f"{quiet.client} spoke of other openings on {on}. Ask whether {whom} would look at one."
        case "on_hold":
            return (
                f"{whom} heard on {on} that {quiet.client} has it on hold. Say whether it still is, and ask for news."
            )
        case _:
            return f"It is a year since the interview of {on}. Ask what has changed, and what they look for now."
