"""The life of an interview."""

from app.core.states import Lives

INTERVIEW = Lives(
    "interview",
    {
        "scheduled": frozenset({"awaiting_debrief", "cancelled", "no_show"}),
        "awaiting_debrief": frozenset({"scheduled", "debriefed", "closed", "cancelled", "no_show"}),
        "debriefed": frozenset({"closed"}),
        # Only what a waived or declined debrief closed, when that debrief is opened again: a late one is welcome.
        "closed": frozenset({"awaiting_debrief"}),
    },
)

OFF = frozenset({"cancelled", "no_show"})
"""The states of an interview that did not take place, or will not."""
