"""What can be in a note about a call to the client, and when a note says again what stands already; pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from app.core.errors import FieldError
from app.followup.models.calls import ClientCall
from app.followup.schemas.calls import ClientCallIn

SAME_NOTE_FOR: Final = timedelta(minutes=10)
PLANNED_AHEAD: Final = timedelta(days=366)
CLOCKS_DIFFER: Final = timedelta(minutes=2)
_GOES_WITH: Final = {
    "planned_for": "planned",
    "rung_at": "done",
    "passed_on": "done",
    "said": "done",
    "heard": "done",
    "reason": "skipped",
}


def amiss_in(given: ClientCallIn, known: Mapping[str, str], *, now: datetime) -> list[FieldError]:
    """Name what cannot be in a note; ``known`` are the points of the brief by their keys."""
    found = [
        FieldError(f"#/{name}", f"goes with the state {state} alone")
        for name, state in _GOES_WITH.items()
        if getattr(given, name) and given.state != state
    ]
    if given.contact_id and given.spoke_with:
        found.append(FieldError("#/spoke_with", "name one person: a contact, or somebody new"))
    match given.state:
        case "planned":
            found += _amiss_in_plan(given, now)
        case "done":
            found += _amiss_in_call(given, known, now)
        case "skipped" if not given.reason:
            found.append(FieldError("#/reason", "say why you did not ring"))
    return found


def says_again(last: ClientCall, told: Mapping[str, object], *, now: datetime) -> bool:
    """Whether a note of a call that is done says what the newest one says: sent by a second press."""
    if last.state != "done" or now > last.noted_at + SAME_NOTE_FOR:
        return False
    return all(getattr(last, name) == value for name, value in told.items())


def _amiss_in_plan(given: ClientCallIn, now: datetime) -> list[FieldError]:
    if given.planned_for is None:
        return [FieldError("#/planned_for", "say when you mean to ring")]
    if given.planned_for <= now:
        return [FieldError("#/planned_for", "has passed; name a time that is still to come")]
    if given.planned_for > now + PLANNED_AHEAD:
        return [FieldError("#/planned_for", "is more than a year away; check the year")]
    return []


def _amiss_in_call(given: ClientCallIn, known: Mapping[str, str], now: datetime) -> list[FieldError]:
    found = []
    if given.contact_id is None and given.spoke_with is None:
        found.append(FieldError("#/contact_id", "say with whom you spoke"))
    if given.rung_at is not None and given.rung_at > now + CLOCKS_DIFFER:
        found.append(FieldError("#/rung_at", "has not come yet; say when you rang"))
    if any(key not in known for key in given.passed_on):
        found.append(FieldError("#/passed_on", "names a point that the brief no longer has; look at it again"))
    return found
