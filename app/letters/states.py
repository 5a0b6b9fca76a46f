"""The life of a letter; whether it was forwarded is derived from its deliveries."""

from app.core.states import Lives

LETTER = Lives(
    "letter",
    {
        "draft": frozenset({"submitted", "withdrawn"}),
        "submitted": frozenset({"approved", "released", "changes_requested", "withdrawn", "not_forwarded"}),
        "changes_requested": frozenset({"submitted", "withdrawn", "not_forwarded"}),
        "approved": frozenset({"withdrawn", "changes_requested"}),
        "withdrawn": frozenset({"draft"}),
        "not_forwarded": frozenset({"draft"}),
    },
)

WRITABLE = frozenset(state for state, following in LETTER.table.items() if "submitted" in following)
"""Where the candidate may write: what can be submitted."""
