"""Where an interview stands, in two words beside its name; pure."""

from datetime import datetime
from typing import Final

from app.interviews.models import Interview

STATES: Final = {
    "scheduled": ("", "To come"),
    "awaiting_debrief": ("warn", "Awaits the debrief"),
    "debriefed": ("good", "Debriefed"),
    "closed": ("", "Closed"),
    "cancelled": ("", "Cancelled"),
    "no_show": ("", "Did not attend"),
}
"""The tone and the words of each state of an interview."""
DEBRIEF_IN: Final = {
    "submitted": ("warn", "Debrief to decide on"),
    "changes_requested": ("warn", "Debrief sent back"),
}
"""The same of one whose debrief came in and was not accepted yet, by the debrief's state."""


def tag_of(interview: Interview, debrief: str | None, *, now: datetime) -> tuple[str, str]:
    """Say the tone and the words; ``debrief`` is the state of its debrief, if there is one."""
    if interview.state == "scheduled" and interview.starts_at <= now < interview.ends_at:
        return "now", "On now"
    if interview.state == "awaiting_debrief" and debrief in DEBRIEF_IN:
        return DEBRIEF_IN[debrief]
    return STATES[interview.state]
