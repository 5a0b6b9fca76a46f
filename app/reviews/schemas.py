"""What waits for a consultant, as it goes out."""

from datetime import datetime
from typing import Literal

from app.accounts.schemas.accounts import Outgoing
from app.core.ids import InterviewId, ReviewItemId


class ReviewItemView(Outgoing):
    """One submitted version that waits for a decision; ``subject_id`` is that of the debrief, letter or addendum."""

    id: ReviewItemId
    kind: Literal["debrief", "letter", "addendum", "summary"]
    subject_id: str
    interview_id: InterviewId
    version: int
    due_at: datetime
    created_at: datetime
