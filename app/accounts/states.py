"""The life of a domain that an agency sends under (ADR 0018)."""

from app.core.states import Lives

MAIL_DOMAIN = Lives(
    "mail_domain",
    {
        "pending": frozenset({"verified", "failed", "removed"}),
        "verified": frozenset({"failed", "removed"}),
        "failed": frozenset({"verified", "removed"}),
    },
)
