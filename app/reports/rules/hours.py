"""How many business hours lie between two instants: counted once per day, so that a statement can add them up; pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.directory.rules import WorkingTime, day_begins, day_ends, is_working_day


@dataclass(frozen=True)
class DeskDay:
    """One day of the agency's desk; ``before``: the seconds of business hours since the first day began."""

    day: date
    opens: datetime
    closes: datetime
    before: float


def desk_days(first: date, last: date, desk: WorkingTime) -> list[DeskDay]:
    """Every day from the first to the last; one that is not worked closes as it opens."""
    days: list[DeskDay] = []
    before = 0.0
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        opens = day_begins(day, desk)
        closes = day_ends(day, desk) if is_working_day(day, desk) else opens
        days.append(DeskDay(day, opens, closes, before))
        before += (closes - opens).total_seconds()
    return days
