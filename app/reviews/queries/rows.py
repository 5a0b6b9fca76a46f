"""Which review items exist for an actor."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Consultant
from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.errors import NotFound
from app.core.statements import made_once
from app.directory.models import Application, Candidate, Client, Job
from app.interviews.models import Interview
from app.reviews.models import QueueRow as QueueRow
from app.reviews.models import ReviewHandover, ReviewItem

_HELD: Final = aliased(Consultant)
"""Who claimed an item; made once, since each new one names its columns anew."""


class ReviewItemNotFound(NotFound):
    """There is no such review item, or it is not yours to see."""

    code = "review_item_not_found"


def item_for(session: Session, *, item_id: UUID, actor: Actor, lock: bool = False) -> ReviewItem:
    """One item that the actor may see; raises ReviewItemNotFound."""
    found = session.scalars(*_item(actor, item_id, lock)).one_or_none()
    if found is None:
        raise ReviewItemNotFound
    return found


@made_once
def _item(actor: Actor, item_id: UUID, lock: bool) -> Select[ReviewItem]:
    query = select(ReviewItem).where(*visible_to(actor), ReviewItem.id == item_id)
    return query.with_for_update().execution_options(populate_existing=True) if lock else query


def row_for(session: Session, *, item_id: UUID, actor: Actor, now: datetime) -> QueueRow:
    """One item that the actor may see, with its names; raises ReviewItemNotFound."""
    query = select(ReviewItem).where(*visible_to(actor), ReviewItem.id == item_id)
    found = rows_of(session, query, now=now)
    if not found:
        raise ReviewItemNotFound
    return found[0]


def rows_of(session: Session, items: Select[ReviewItem], *, now: datetime, order: Sequence[Any] = ()) -> list[QueueRow]:
    """The items of a query with their names, in one statement; ``order`` is that of the items."""
    of, page = ReviewItem.agency_id, items.with_only_columns(ReviewItem.id).order_by(*order).subquery()
    found = session.execute(
        select(ReviewItem, Candidate.name, Job.title, Client.name, Consultant.name, _HELD.name)
        .join(page, page.c.id == ReviewItem.id)
        .join(Interview, and_(Interview.agency_id == of, Interview.id == ReviewItem.interview_id))
        .join(Application, and_(Application.agency_id == of, Application.id == Interview.application_id))
        .join(Candidate, and_(Candidate.agency_id == of, Candidate.id == Application.candidate_id))
        .join(Job, and_(Job.agency_id == of, Job.id == Application.job_id))
        .join(Client, and_(Client.agency_id == of, Client.id == ReviewItem.client_id))
        .outerjoin(Consultant, and_(Consultant.agency_id == of, Consultant.id == ReviewItem.consultant_id))
        .outerjoin(
            _HELD,
            and_(_HELD.agency_id == of, _HELD.id == ReviewItem.claimed_by, ReviewItem.claimed_until > now),
        )
        .order_by(*order)
    )
    return [QueueRow(*row) for row in found]


def waiting_item(session: Session, *, agency_id: UUID, subject_id: UUID, version: int) -> ReviewItem | None:
    """The item of one version, locked, if it waits for us."""
    return session.scalars(
        select(ReviewItem)
        .where(
            ReviewItem.agency_id == agency_id,
            ReviewItem.subject_id == subject_id,
            ReviewItem.version == version,
            ReviewItem.decision.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def newest_item(session: Session, *, agency_id: UUID, subject_id: UUID) -> ReviewItem | None:
    """The item of the newest version of a debrief or letter, locked."""
    return session.scalars(
        select(ReviewItem)
        .where(ReviewItem.agency_id == agency_id, ReviewItem.subject_id == subject_id)
        .order_by(ReviewItem.version.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def item_to_plan(session: Session, *, item_id: UUID) -> ReviewItem | None:
    """An item of the agency that the session works as, locked."""
    query = select(ReviewItem).where(ReviewItem.id == item_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def items_in(session: Session, *, agency_id: UUID, interview_id: UUID) -> list[ReviewItem]:
    """Everything of an interview that waits for anybody, locked in one order."""
    query = select(ReviewItem).where(
        ReviewItem.agency_id == agency_id, ReviewItem.interview_id == interview_id, ReviewItem.waits_for.is_not(None)
    )
    return list(session.scalars(query.order_by(ReviewItem.id).with_for_update()))


def items_about(session: Session, *, interview_id: UUID, actor: Actor) -> list[ReviewItem]:
    """Everything of an interview that the actor may see, waiting or decided, what is due first."""
    query = select(ReviewItem).where(*visible_to(actor), ReviewItem.interview_id == interview_id)
    return list(session.scalars(query.order_by(ReviewItem.due_at, ReviewItem.id)))


def items_of(session: Session, *, agency_id: UUID, consultant_id: UUID) -> list[ReviewItem]:
    """What waits and is a consultant's to do, or claimed by them, locked in one order."""
    query = select(ReviewItem).where(
        ReviewItem.agency_id == agency_id,
        ReviewItem.waits_for.is_not(None),
        or_(ReviewItem.consultant_id == consultant_id, ReviewItem.claimed_by == consultant_id),
    )
    return list(session.scalars(query.order_by(ReviewItem.id).with_for_update()))


def handover_of(session: Session, item: ReviewItem) -> ReviewHandover | None:
    """Who took, gave back or was given an item, last."""
    return session.get(ReviewHandover, (item.agency_id, item.id))


def colleague_name(session: Session, *, agency_id: UUID, consultant_id: UUID | None) -> str:
    """The name of a user, whether they still work there or not."""
    query = select(Consultant.name).where(Consultant.agency_id == agency_id, Consultant.id == consultant_id)
    return session.scalar(query) or "A former user"


def visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """What an actor sees: users who read content and keys the agency's, or, where the agency says so, consultants
    their team's and what they may decide on; candidates and administrators none."""
    ours = [ReviewItem.agency_id == actor.agency_id]
    if isinstance(actor, CandidateActor) or (isinstance(actor, ConsultantActor) and actor.role == "admin"):
        return [*ours, false()]
    if isinstance(actor, ConsultantActor) and actor.role == "consultant" and actor.sees == "team":
        theirs = ReviewItem.consultant_id.in_(actor.acts_as)
        entrusted = ReviewItem.interview_id.in_(actor.entrusted)
        return [*ours, or_(ReviewItem.team_id == actor.team_id, theirs, entrusted)]
    return ours
