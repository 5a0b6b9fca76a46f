"""What clients said of interviews, and what of it still is to be told to a candidate."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.core.actor import ConsultantActor
from app.core.errors import NotFound
from app.core.ids import public_id
from app.directory.models import Application, Candidate, Client, ClientContact, Job
from app.followup.models.heard import ClientFeedback, Heard
from app.followup.models.matters import OpenMatter
from app.interviews.models import Interview
from app.interviews.queries import ids_seen_by


class FeedbackNotFound(NotFound):
    """There is no such client feedback on this interview."""

    code = "feedback_not_found"


def feedback_of(session: Session, interview: Interview, *, before: UUID | None, limit: int) -> list[Heard]:
    """What the client said of an interview, newest first; ``before`` is the last one seen."""
    query = _heard(interview).order_by(ClientFeedback.id.desc()).limit(limit)
    if before is not None:
        query = query.where(ClientFeedback.id < before)
    return [Heard(*row) for row in session.execute(query)]


def feedback_in(session: Session, interview: Interview, feedback_id: UUID) -> Heard:
    """One of them, with its names; raises FeedbackNotFound."""
    row = session.execute(_heard(interview).where(ClientFeedback.id == feedback_id)).one_or_none()
    if row is None:
        raise FeedbackNotFound
    return Heard(*row)


def newest_feedback(session: Session, interview: Interview) -> ClientFeedback | None:
    """What was taken down last of an interview."""
    query = select(ClientFeedback).where(
        ClientFeedback.agency_id == interview.agency_id, ClientFeedback.interview_id == interview.id
    )
    return session.scalars(query.order_by(ClientFeedback.id.desc()).limit(1)).one_or_none()


def feedback_that_counts(session: Session, interview: Interview) -> ClientFeedback | None:
    """The one to be told soonest; where none is to be told, what was taken down last."""
    query = select(ClientFeedback).where(
        ClientFeedback.agency_id == interview.agency_id, ClientFeedback.interview_id == interview.id
    )
    waits = case((and_(*untold()), ClientFeedback.relay_due_at))
    return session.scalars(query.order_by(waits.nulls_last(), ClientFeedback.id.desc()).limit(1)).one_or_none()


def feedback_to_tell(session: Session, *, agency_id: UUID, feedback_id: UUID) -> ClientFeedback | None:
    """One that its candidate still is to hear of; None where it was told, or erased."""
    query = select(ClientFeedback).where(
        ClientFeedback.agency_id == agency_id, ClientFeedback.id == feedback_id, *untold()
    )
    return session.scalars(query).one_or_none()


def feedback_waiting(actor: ConsultantActor) -> Select[UUID]:
    """What clients said and no candidate was told yet, of the interviews that the actor sees."""
    return select(ClientFeedback.id).where(
        ClientFeedback.agency_id == actor.agency_id, *untold(), ClientFeedback.interview_id.in_(ids_seen_by(actor))
    )


def matters_to_tell(
    session: Session,
    *,
    actor: ConsultantActor,
    now: datetime,  # noqa: ARG001 - every source is asked so
    limit: int,
) -> Sequence[OpenMatter]:
    """The same as lines, what is due first."""
    of = ClientFeedback.agency_id
    rows = session.execute(
        feedback_waiting(actor)
        .add_columns(ClientFeedback.relay_due_at, Interview.id, Interview.consultant_id, Candidate.name, Client.name)
        .join(Interview, and_(Interview.agency_id == of, Interview.id == ClientFeedback.interview_id))
        .join(Application, and_(Application.agency_id == of, Application.id == Interview.application_id))
        .join(Candidate, and_(Candidate.agency_id == of, Candidate.id == Application.candidate_id))
        .join(Job, and_(Job.agency_id == of, Job.id == Application.job_id))
        .join(Client, and_(Client.agency_id == of, Client.id == Job.client_id))
        .order_by(ClientFeedback.relay_due_at, ClientFeedback.id)
        .limit(limit)
    )
    return [_matter(*row) for row in rows]


def untold() -> list[ColumnElement[bool]]:
    """What waits to be told: given, not relayed, and not erased since."""
    erased = ClientFeedback.answers == literal({}, JSONB)
    return [ClientFeedback.relayed_at.is_(None), ClientFeedback.relay_due_at.is_not(None), ~erased]


def _matter(
    feedback_id: UUID, due_at: datetime, interview_id: UUID, consultant_id: UUID, candidate: str, client: str
) -> OpenMatter:
    path = f"/desk/interviews/{public_id('int', interview_id)}/feedback/{public_id('fbk', feedback_id)}"
    words = f"Tell {candidate} what {client} said"
    return OpenMatter("relay", feedback_id, interview_id, consultant_id, due_at, words, path)


def _heard(interview: Interview) -> Select[ClientFeedback, str, str | None]:
    whom = func.coalesce(ClientContact.name, ClientFeedback.spoke_with)
    of = ClientFeedback.agency_id
    return (
        select(ClientFeedback, Consultant.name, whom)
        .join(Consultant, and_(Consultant.agency_id == of, Consultant.id == ClientFeedback.consultant_id))
        .outerjoin(ClientContact, and_(ClientContact.agency_id == of, ClientContact.id == ClientFeedback.contact_id))
        .where(of == interview.agency_id, ClientFeedback.interview_id == interview.id)
    )
