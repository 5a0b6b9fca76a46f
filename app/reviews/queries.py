"""What waits, by the time it must be done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, false, select, tuple_
from sqlalchemy.orm import Session

from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.reviews.models import ReviewItem


def waiting_item(session: Session, *, agency_id: UUID, subject_id: UUID, version: int) -> ReviewItem | None:
    """The item of one version, locked, if it waits."""
    return session.scalars(
        select(ReviewItem)
        .where(
            ReviewItem.agency_id == agency_id,
            ReviewItem.subject_id == subject_id,
            ReviewItem.version == version,
            ReviewItem.decision.is_(None),
        )
        .with_for_update()
    ).one_or_none()


def waiting_items_for(
    session: Session, *, actor: Actor, after: tuple[datetime, UUID] | None, limit: int
) -> list[ReviewItem]:
    """What waits and the actor may see, the most urgent first; ``after`` is the (due_at, id) last seen."""
    query = _visible_to(actor).order_by(ReviewItem.due_at, ReviewItem.id).limit(limit)
    if after is not None:
        query = query.where(tuple_(ReviewItem.due_at, ReviewItem.id) > after)
    return list(session.scalars(query))


def _visible_to(actor: Actor) -> Select[ReviewItem]:
    query = select(ReviewItem).where(ReviewItem.agency_id == actor.agency_id, ReviewItem.decision.is_(None))
    unseen = isinstance(actor, CandidateActor) or (isinstance(actor, ConsultantActor) and actor.role == "admin")
    return query.where(false()) if unseen else query
