"""Who decided on what came in after an interview."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.reviews.models import ReviewItem

Decided = dict[UUID, tuple[datetime, str]]


def decided_in(session: Session, *, agency_id: UUID, interview_id: UUID) -> Decided:
    """By what it was about: when its newest version was decided on, and by whom; a candidate or a key is no one."""
    query = (
        select(ReviewItem.subject_id, ReviewItem.decided_at, Consultant.name)
        .join(Consultant, and_(Consultant.agency_id == ReviewItem.agency_id, Consultant.id == ReviewItem.decided_by))
        .where(ReviewItem.agency_id == agency_id, ReviewItem.interview_id == interview_id)
        .order_by(ReviewItem.version)
    )
    return {subject: (at, name) for subject, at, name in session.execute(query) if at is not None}
