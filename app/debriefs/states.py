"""The life of a debrief; that it is overdue is a fact derived from time, not a state."""

from app.core.states import Lives

DEBRIEF = Lives(
    "debrief",
    {
        "requested": frozenset({"draft", "submitted", "waived", "declined"}),
        "draft": frozenset({"submitted", "waived", "declined"}),
        "submitted": frozenset({"accepted", "changes_requested"}),
        "changes_requested": frozenset({"submitted", "waived", "declined"}),
    },
)

WRITABLE = frozenset({"requested", "draft", "changes_requested"})
"""The states in which the candidate writes."""

UNANSWERED = frozenset({"requested", "draft"})
"""The states in which the candidate is reminded."""
