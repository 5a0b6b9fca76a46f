"""The life of a letter; whether it was forwarded is derived from its deliveries."""

from app.core.states import Lives

LETTER = Lives(
    "letter",
    {
        "draft": frozenset({"submitted", "withdrawn"}),
        "submitted": frozenset(
            {"approved", "released", "changes_requested", "suggested", "withdrawn", "not_forwarded"}
        ),
        "suggested": frozenset({"submitted", "draft", "suggested", "withdrawn", "not_forwarded"}),
        "changes_requested": frozenset({"submitted", "withdrawn", "not_forwarded"}),
        "approved": frozenset({"withdrawn", "changes_requested", "suggested"}),
        "withdrawn": frozenset({"draft"}),
        "not_forwarded": frozenset({"draft"}),
    },
)

WRITABLE = frozenset({"draft", "changes_requested"})
"""Where the candidate may write; a suggested wording is accepted or declined, not written on."""

UPLOAD = Lives(
    "letter upload",
    {"waiting": frozenset({"read", "refused", "superseded"})},
)
