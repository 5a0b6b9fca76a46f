"""The form of an approval: what is ticked and typed there, read as the API's own schema."""

from datetime import datetime, time
from typing import Any, Final

from app.core.local_time import instant
from app.deliveries.schemas import Approval, Reschedule
from app.desk.pages.letter_sheet import LetterSheet
from app.web.fields import Posted, validated

FIELDS: Final = {
    "at": "at",
    "reason": "now_reason",
    "people": "people",
    "covering_line": "covering_line",
    "despite_policy": "despite_policy",
    "client_asked.whom": "asked_whom",
    "client_asked.at": "asked_at",
    "enclosed_document_id": "enclosed",
    "": "when",
}
"""Where each part of an approval stands on the page."""
NO_TIME: Final = "Write the day and the time"
NO_MORNING: Final = "Choose a morning"
NOBODY: Final = "Choose at least one of the people who may have it"


def approval_in(posted: Posted, sheet: LetterSheet) -> tuple[Approval | None, dict[str, str]]:
    """Read an approval; or what is wrong, by field."""
    here = sheet.meeting.agency.time_zone
    when, at, errors = _when(posted, sheet.zone_there)
    people = posted.values("people")
    if sheet.agreed and not people:
        errors["people"] = NOBODY
    given: dict[str, Any] = {"when": when, "at": at, "people": people or None}
    for name, field in (("covering_line", "covering_line"), ("despite_policy", "despite_policy")):
        given[name] = posted.value(field) or None
    given["reason"] = posted.value("now_reason") or None if when == "now" else None
    given["enclosed_document_id"] = posted.value("enclosed") or None
    if posted.value("asked_whom") or posted.value("asked_at"):
        asked = moment_in(posted.value("asked_at"), here)
        if asked is None:
            errors["asked_at"] = NO_TIME
        given["client_asked"] = {"whom": posted.value("asked_whom"), "at": asked}
    return _checked(given, errors, when)


def change_in(posted: Posted, zone: str) -> tuple[Reschedule | None, dict[str, str]]:
    """Read another time for a delivery; or what is wrong, by field."""
    when, at, errors = _when(posted, zone)
    if errors:
        return None, errors
    read, wrong = validated(Reschedule, {"when": "window" if when == "window" else "at", "at": at})
    return read, {FIELDS.get(name, name): words for name, words in wrong.items()}


def moment_in(text: str, zone: str) -> datetime | None:
    """Read what a field for day and time holds, by the clocks of a zone; None for anything else."""
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        return None
    return wall if wall.tzinfo else instant(wall.date(), time(wall.hour, wall.minute), zone)


def _when(posted: Posted, zone: str) -> tuple[str, datetime | None, dict[str, str]]:
    """Read the choice of a time: the window, one of the mornings offered, a time there, or now."""
    chosen = posted.value("when") or "window"
    if chosen == "morning":
        at = moment_in(posted.value("morning"), zone)
        return "at", at, {} if at else {"morning": NO_MORNING}
    if chosen == "at":
        at = moment_in(posted.value("at"), zone)
        return "at", at, {} if at else {"at": NO_TIME}
    return chosen, None, {}


def _checked(given: dict[str, Any], errors: dict[str, str], when: str) -> tuple[Approval | None, dict[str, str]]:
    if when == "now" and given["reason"] is None:
        errors["now_reason"] = "Say why it does not wait for their morning"
    if errors:
        return None, errors
    read, wrong = validated(Approval, given)
    return read, {FIELDS.get(_field(name), "when"): words for name, words in wrong.items()}


def _field(name: str) -> str:
    return "people" if name.startswith("people.") else name
