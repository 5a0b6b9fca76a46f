"""The lives of a debrief and of what is added to it; that a debrief is overdue is a fact, not a state."""

from app.core.states import Lives

DEBRIEF = Lives(
    "debrief",
    {
        "requested": frozenset({"draft", "submitted", "waived", "declined"}),
        "draft": frozenset({"submitted", "waived", "declined"}),
        "submitted": frozenset({"accepted", "changes_requested"}),
        "changes_requested": frozenset({"submitted", "waived", "declined"}),
        # The consultant may open it again, since a late debrief is welcome: it is then what it was before.
        "waived": frozenset({"requested", "draft", "changes_requested"}),
        "declined": frozenset({"requested", "draft", "changes_requested"}),
    },
)

ADDENDUM = Lives("debrief addendum", {"submitted": frozenset({"accepted", "returned"})})
"""What is returned stays as it was written; the candidate adds another one."""

WRITABLE = frozenset({"requested", "draft", "changes_requested"})
"""The states in which the candidate writes."""

UNANSWERED = frozenset({"requested", "draft"})
"""The states in which the candidate is reminded."""

ENDED_WITHOUT = frozenset({"waived", "declined"})
"""The states in which nobody is asked any more, until the consultant opens it again."""
