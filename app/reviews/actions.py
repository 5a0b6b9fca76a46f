"""Review items are opened by a submission and closed by a decision."""

from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.ids import new_id
from app.reviews.models import ReviewItem
from app.reviews.queries import waiting_item


def open_item(
    session: AgencySession,
    *,
    kind: str,
    subject_id: UUID,
    version: int,
    interview_id: UUID,
    due_at: datetime,
    actor: Actor,
    now: datetime,
) -> ReviewItem:
    """Put one submitted version on the desk; the submission's own audit entry covers it."""
    item = ReviewItem(
        agency_id=actor.agency_id,
        id=new_id(),
        interview_id=interview_id,
        kind=kind,
        subject_id=subject_id,
        version=version,
        due_at=due_at,
        created_at=now,
    )
    session.add(item)
    return item


def close_item(
    session: AgencySession, *, subject_id: UUID, version: int, decision: str, actor: Actor, now: datetime
) -> None:
    """Take a version off the desk with what was decided; does nothing where it does not wait."""
    item = waiting_item(session, agency_id=actor.agency_id, subject_id=subject_id, version=version)
    if item is not None:
        item.decision, item.decided_at, item.decided_by = decision, now, actor.id
