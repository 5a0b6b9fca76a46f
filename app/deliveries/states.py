"""The life of a delivery (6-trust, ADR 0005)."""

from app.core.states import Lives

DELIVERY = Lives(
    "delivery",
    {
        "held": frozenset({"scheduled", "cancelled"}),
        "scheduled": frozenset({"claimed", "cancelled"}),
        "claimed": frozenset({"scheduled", "sending", "failed"}),
        "sending": frozenset({"sent", "scheduled", "failed", "in_doubt"}),
        "in_doubt": frozenset({"sent", "scheduled"}),
        "sent": frozenset({"bounced"}),
        "failed": frozenset({"scheduled"}),
    },
)
OPEN_QUESTIONS = frozenset({"in_doubt", "failed"})
"""States that a person ends: the program neither knows nor tries any more."""
NOT_LIVE = frozenset({"cancelled", "failed", "bounced"})
"""States in which another delivery of the same document to the same contact may begin (rule 2)."""
