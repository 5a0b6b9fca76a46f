"""What reports are called on a page, and how long something took in words."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from app.core.local_time import MONTH_NAMES
from app.reports.schemas import Excluded, Grouping, NotFollowedUp, NotKept, PromiseExcluded, Step

STEPS: Final[Mapping[Step, str]] = {
    "debrief_submitted": "From the end of the interview until the debrief came in",
    "debrief_accepted": "From the debrief until we accepted it",
    "client_told": "From the end of the interview until we told the client by telephone",
    "letter_submitted": "From the end of the interview until the letter came in",
    "letter_sent": "From our approval until the letter went",
    "letter_forwarded": "From the end of the interview until the letter went to the client",
}
EXCLUDED: Final[Mapping[Excluded, str]] = {
    "cancelled": "Cancelled",
    "no_show": "The candidate did not attend",
    "not_over": "Not over yet",
    "said_not_held": "The candidate says that it did not take place; nobody has settled it",
    "client_takes_no_letters": "The client takes no letters",
}
NOT_FOLLOWED_UP: Final[Mapping[NotFollowedUp, str]] = {
    "on_its_way": "The letter is planned and goes later",
    "not_taken": "Their mail server did not take it, or it is in doubt",
    "with_agency": "The letter waits for us",
    "not_agreed": "The candidate has not agreed that it goes",
    "with_candidate": "The candidate is still writing",
    "not_forwarded": "We decided not to forward it",
    "withdrawn": "The candidate took it back",
    "stopped": "Approved, and stopped on its way",
    "no_letter": "No letter was begun",
}
PROMISE_EXCLUDED: Final[Mapping[PromiseExcluded, str]] = {
    "moved": "Moved in time to a later day, for a reason that the candidate reads",
    "dropped": "Nothing was owed any more",
    "early": "Kept already; it counts once its time has come",
    "open": "Open; its time has not come",
}
NOT_KEPT: Final[Mapping[NotKept, str]] = {
    "made_good": "Broken: they heard, but late",
    "broken": "Broken: they have heard nothing",
}
BY: Final[Mapping[Grouping, str]] = {
    "all": "All together",
    "office": "By office",
    "client": "By client",
    "month": "By month",
}


def took(minutes: int) -> str:
    """Say how long: "45 min", "3 h 20 min", "2 d 4 h"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    if hours < 48:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def worked(minutes: int) -> str:
    """Say how many business hours: never days, which are shorter at a desk."""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def percent(share: float) -> str:
    """Say a share without decimals: "60 %"."""
    return f"{share * 100:.0f} %"


def days_words(first: date, last: date) -> str:
    """Say a period: "October 2026" for a whole month, else its two days."""
    month = f"{MONTH_NAMES[first.month - 1]} {first.year}"
    whole = first.day == 1 and (last.year, last.month) == (first.year, first.month) and (last.toordinal() + 1)
    if whole and date.fromordinal(whole).day == 1:
        return month
    return f"{_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
