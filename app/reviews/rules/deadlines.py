"""What may be said of why something is due."""

from typing import Final

ANOTHER_OFFER: Final = "another offer by"
"""How a reason begins that only the agency's people read (rule 4): in no mail, and for no system."""


def shareable(due_why: str) -> str | None:
    """Return the reason as it may stand in a mail or reach a system; None where only the agency's people read it."""
    return None if due_why.startswith(ANOTHER_OFFER) else due_why
