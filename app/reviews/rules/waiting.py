"""Whom a submitted version waits for, after what was decided on it or happened to it."""

from datetime import timedelta
from typing import Final, Literal

WaitsFor = Literal["us", "candidate"]

CLAIM_LASTS: Final = timedelta(minutes=20)
DUE_AT_FIRST: Final = "two hours after it came in"
"""Why an item is due when it is, until it is planned by the client's cut-off."""

_FOR_THE_CANDIDATE: Final = frozenset({"returned", "suggested", "reopened"})
_FOR_NOBODY: Final = frozenset(
    {
        *("accepted", "approved", "released", "not_forwarded", "withdrawn", "erased"),
        *("waived", "declined", "cancelled", "no_show", "superseded"),
    }
)


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
