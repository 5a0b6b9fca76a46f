"""What the client's policies mean for a letter, and by when somebody looks at it."""

from datetime import datetime, timedelta
from typing import Final

from app.directory.schemas import ContactPolicy
from app.interviews.schemas import IntroducedBy

REVIEW_WITHIN: Final = timedelta(hours=2)
MOST_LETTERS: Final = 20
"""Letters of one interview: more than one for each person met at a large panel."""


def needs_acknowledgement(*, introduced_by: IntroducedBy, contact_policy: ContactPolicy) -> bool:
    """Whether the candidate has to take note of the contact policy before a letter goes. Source: P6."""
    return introduced_by == "agency" and contact_policy != "permitted"


def consultant_asks(letter_policy: str, *, introduced_by: str) -> bool:
    """Whether the consultant asks the client before a letter comes; who arranged it directly asks them. Source: P6."""
    return letter_policy == "ask_first" and introduced_by == "agency"


def review_due_at(submitted_at: datetime) -> datetime:
    """By when a consultant should have decided on a submitted letter. Source: P12."""
    return submitted_at + REVIEW_WITHIN
