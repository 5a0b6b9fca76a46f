"""Who looks at what, and what was decided meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.core.actor import ConsultantActor
from app.desk.models import LastLook, Looking
from app.reviews.models import ReviewItem
from app.reviews.queries.rows import visible_to

STILL_THERE: Final = timedelta(seconds=10)
"""How long after its last word a window counts as open: a few of its requests may be late."""


@dataclass(frozen=True)
class Standing:
    """How a review item stands at this moment; ``others`` are the names of those who look at it besides the actor."""

    revision: int
    decision: str | None
    decided_at: datetime | None
    decided_by: str | None
    others: tuple[str, ...]


def now_of(session: Session, *, item_id: UUID, actor: ConsultantActor, now: datetime) -> Standing | None:
    """How an item that the actor may see stands, in one statement; None where there is none."""
    looks = (
        select(func.array_agg(Consultant.name))
        .join(Looking, and_(Looking.agency_id == Consultant.agency_id, Looking.consultant_id == Consultant.id))
        .where(
            Looking.agency_id == actor.agency_id,
            Looking.item_id == item_id,
            Looking.consultant_id != actor.consultant_id,
            Looking.seen_at > now - STILL_THERE,
        )
        .scalar_subquery()
    )
    decider = and_(Consultant.agency_id == ReviewItem.agency_id, Consultant.id == ReviewItem.decided_by)
    row = session.execute(
        select(ReviewItem.revision, ReviewItem.decision, ReviewItem.decided_at, Consultant.name, looks)
        .outerjoin(Consultant, decider)
        .where(*visible_to(actor), ReviewItem.id == item_id)
    ).one_or_none()
    return None if row is None else Standing(row[0], row[1], row[2], row[3], tuple(sorted(row[4] or ())))


def looking_at(
    session: Session, *, items: Sequence[UUID], actor: ConsultantActor, now: datetime
) -> dict[UUID, list[str]]:
    """Who besides the actor has each of these items open."""
    found: dict[UUID, list[str]] = {}
    query = (
        select(Looking.item_id, Consultant.name)
        .join(Consultant, and_(Consultant.agency_id == Looking.agency_id, Consultant.id == Looking.consultant_id))
        .where(
            Looking.agency_id == actor.agency_id,
            Looking.item_id.in_(items),
            Looking.consultant_id != actor.consultant_id,
            Looking.seen_at > now - STILL_THERE,
        )
        .order_by(Consultant.name)
    )
    for item_id, name in session.execute(query):
        found.setdefault(item_id, []).append(name)
    return found


def last_look(session: Session, *, letter_id: UUID, actor: ConsultantActor) -> LastLook | None:
    """What the actor saw last of a letter."""
    return session.get(LastLook, (actor.agency_id, actor.consultant_id, letter_id))
