"""The life of an interview."""

from app.core.states import Lives

INTERVIEW = Lives(
    "interview",
    {
        "scheduled": frozenset({"awaiting_debrief", "cancelled", "no_show"}),
        "awaiting_debrief": frozenset({"scheduled", "debriefed", "closed", "cancelled", "no_show"}),
        "debriefed": frozenset({"closed"}),
    },
)
