"""Whom a submitted version waits for, after what was decided on it or happened to it."""

from datetime import datetime, timedelta
from typing import Final, Literal

from app.core.local_time import local, place_of

WaitsFor = Literal["us", "candidate"]

CLAIM_LASTS: Final = timedelta(minutes=20)
_FOR_THE_CANDIDATE: Final = frozenset({"returned", "suggested", "reopened"})
_FOR_NOBODY: Final = frozenset(
    {
        *("accepted", "approved", "released", "not_forwarded", "withdrawn", "erased"),
        *("waived", "declined", "cancelled", "no_show", "superseded"),
    }
)


def without_a_clock(due_at: datetime, zone: str) -> str:
    """Say why an item is due when it is, where nobody's clock at the client is known, or not looked up yet."""
    return f"{local(due_at, zone):%H:%M} in {place_of(zone)}, until the client’s hours are known"


def waits_after(kind: str, event: str) -> WaitsFor | None:
    """Whom the item of this kind waits for after an event; None: nobody. Raises KeyError for an unknown event.

    What was added to a debrief and returned stays as it is: the candidate may add something else, nobody waits.
    """
    if event == "submitted":
        return "us"
    if event in _FOR_THE_CANDIDATE:
        return None if kind == "addendum" else "candidate"
    if event in _FOR_NOBODY:
        return None
    raise KeyError(event)
