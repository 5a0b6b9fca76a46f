"""What somebody has to do: the interviews that go on, what was handed to them alone, and how much of it there is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.directory.models import Application, Candidate, Client, Job
from app.interviews.models import Interview
from app.reviews.models import ReviewItem
from app.reviews.queries.rows import QueueRow, rows_of, visible_to

Which = Literal["all", "to_come", "held", "handed"]
GOES_ON_FOR: Final = timedelta(days=90)
"""How long after its start an interview in which nothing waits still counts as somebody's work."""
MOST_HANDED: Final = 100


@dataclass(frozen=True)
class OpenInterview:
    """One interview that goes on; ``waiting`` is how much of it stands in the queue or with the candidate."""

    interview: Interview
    candidate: str
    job: str
    client: str
    waiting: int


@dataclass(frozen=True)
class Amount:
    """How much there is of somebody's work."""

    to_come: int
    held: int
    waiting: int


def open_interviews(
    session: Session,
    *,
    consultant_id: UUID,
    which: Which,
    actor: Actor,
    after: tuple[datetime, UUID] | None,
    limit: int,
    now: datetime,
) -> list[OpenInterview]:
    """A consultant's interviews that go on, the earliest first; ``after`` is the (starts_at, id) last seen."""
    waiting = select(func.count()).where(_waits()).correlate(Interview).scalar_subquery()
    query = (
        select(Interview, Candidate.name, Job.title, Client.name, waiting)
        .join(Application, and_(Application.agency_id == actor.agency_id, Application.id == Interview.application_id))
        .join(Candidate, and_(Candidate.agency_id == actor.agency_id, Candidate.id == Application.candidate_id))
        .join(Job, and_(Job.agency_id == actor.agency_id, Job.id == Application.job_id))
        .join(Client, and_(Client.agency_id == actor.agency_id, Client.id == Job.client_id))
        .where(*_goes_on(actor, consultant_id, which, now))
        .order_by(Interview.starts_at, Interview.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(Interview.starts_at, Interview.id) > after)
    return [OpenInterview(*row) for row in session.execute(query)]


def handed_alone(session: Session, *, consultant_id: UUID, actor: Actor, now: datetime) -> list[QueueRow]:
    """What waits for us of others' interviews and was handed to a consultant alone, what is due first."""
    query = select(ReviewItem).where(*visible_to(actor), *_handed(consultant_id)).limit(MOST_HANDED)
    return rows_of(session, query, now=now, order=(ReviewItem.due_at, ReviewItem.id))


def amount_of(session: Session, *, consultant_id: UUID, actor: Actor, now: datetime) -> Amount:
    """Count what a consultant has to do, without what any of it says."""
    to_come, held = (
        select(func.count()).select_from(Interview).where(*_goes_on(actor, consultant_id, which, now)).scalar_subquery()
        for which in ("to_come", "held")
    )
    waiting = (
        select(func.count())
        .select_from(ReviewItem)
        .where(
            ReviewItem.agency_id == actor.agency_id,
            ReviewItem.consultant_id == consultant_id,
            ReviewItem.waits_for == "us",
        )
        .scalar_subquery()
    )
    return Amount(*session.execute(select(to_come, held, waiting)).one())


def _goes_on(actor: Actor, consultant_id: UUID, which: str, now: datetime) -> list[ColumnElement[bool]]:
    to_come = Interview.state == "scheduled"
    held = and_(
        Interview.state.in_(("awaiting_debrief", "debriefed")),
        or_(Interview.starts_at > now - GOES_ON_FOR, exists().where(_waits())),
    )
    wanted = {"to_come": to_come, "held": held}.get(which, or_(to_come, held))
    return [Interview.agency_id == actor.agency_id, Interview.consultant_id == consultant_id, wanted]


def _waits() -> ColumnElement[bool]:
    return and_(
        ReviewItem.agency_id == Interview.agency_id,
        ReviewItem.interview_id == Interview.id,
        ReviewItem.waits_for.is_not(None),
    )


def _handed(consultant_id: UUID) -> list[ColumnElement[bool]]:
    return [
        ReviewItem.consultant_id == consultant_id,
        ReviewItem.assigned_at.is_not(None),
        ReviewItem.waits_for == "us",
    ]
