"""Drafts of what follows an interview: the candidate's debrief and letters, each under a revision of its own."""

from datetime import datetime
from typing import Protocol

from app.core.errors import PreconditionFailed


class DraftChanged(PreconditionFailed):
    """The draft was saved elsewhere since you read it; both texts are kept: read it again, put them together."""

    code = "draft_changed"


class Saved(Protocol):
    """A draft as it was saved last."""

    revision: int
    saved_at: datetime


def require_revision(draft: Saved | None, seen: int) -> None:
    """Refuse to write over another draft than was seen, 0 being none; raises DraftChanged (412, rule 8)."""
    if draft is None and seen != 0:
        raise DraftChanged("There is no draft any more: it was submitted. Send If-None-Match: * to begin a new one.")
    if draft is not None and draft.revision != seen:
        raise DraftChanged(
            f"The draft was saved at {draft.saved_at:%H:%M:%S} UTC from another window or device. Nothing is lost: "
            "what you sent is still with you, and what was saved stands. GET the draft to show both texts, then "
            "save with its ETag."
        )
