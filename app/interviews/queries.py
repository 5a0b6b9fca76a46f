"""Which interviews exist for an actor, and what belongs to them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.models import Agency, Consultant
from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.errors import NotFound
from app.directory.models import Application, Candidate, Client, ClientContact, Job
from app.directory.queries import ref_of
from app.interviews.models import DebriefBegun, Interview, Meeting, Met, PersonMatch, PersonMet


class InterviewNotFound(NotFound):
    """There is no such interview, or it is not yours to see."""

    code = "interview_not_found"


class PersonNotFound(NotFound):
    """Nobody like this was met in that interview."""

    code = "person_not_found"


def interview_for(session: Session, *, interview_id: UUID, actor: Actor, lock: bool = False) -> Interview:
    """One interview that the actor may see; raises InterviewNotFound."""
    query = _visible_to(actor).where(Interview.id == interview_id)
    found = session.scalars(query.with_for_update(of=Interview) if lock else query).one_or_none()
    if found is None:
        raise InterviewNotFound
    return found


def interviews_for(
    session: Session, *, actor: Actor, after: tuple[datetime, UUID] | None, limit: int
) -> list[Interview]:
    """The interviews that the actor may see, latest start first; ``after`` is the (starts_at, id) last seen."""
    query = _visible_to(actor).order_by(Interview.starts_at.desc(), Interview.id.desc()).limit(limit)
    if after is not None:
        query = query.where(tuple_(Interview.starts_at, Interview.id) < after)
    return list(session.scalars(query))


def meeting_for(session: Session, *, interview_id: UUID, actor: Actor) -> Meeting:
    """One interview that the actor may see with everything it is about; raises InterviewNotFound."""
    row = session.execute(_meetings(actor).where(Interview.id == interview_id)).one_or_none()
    if row is None:
        raise InterviewNotFound
    return Meeting(*row)


def meetings_for(session: Session, *, interview_ids: Sequence[UUID], actor: Actor) -> dict[UUID, Meeting]:
    """Those of these interviews that the actor may see, with everything they are about, in one statement."""
    rows = session.execute(_meetings(actor).where(Interview.id.in_(interview_ids)))
    return {row[0].id: Meeting(*row) for row in rows}


def people_met(session: Session, *, agency_id: UUID, interview_ids: Sequence[UUID]) -> dict[UUID, list[Met]]:
    """The people met in each of these interviews, in the order they were named, with their contacts."""
    newest = (
        select(PersonMatch.contact_id)
        .where(PersonMatch.agency_id == PersonMet.agency_id, PersonMatch.person_id == PersonMet.id)
        .order_by(PersonMatch.matched_at.desc())
        .limit(1)
        .correlate(PersonMet)
        .scalar_subquery()
    )
    rows = session.execute(
        select(PersonMet, ClientContact)
        .outerjoin(ClientContact, and_(ClientContact.agency_id == PersonMet.agency_id, ClientContact.id == newest))
        .where(PersonMet.agency_id == agency_id, PersonMet.interview_id.in_(interview_ids))
        .order_by(PersonMet.id)
    )
    met: dict[UUID, list[Met]] = {interview_id: [] for interview_id in interview_ids}
    for person, contact in rows:
        met[person.interview_id].append(Met(person, contact))
    return met


def people_met_in(session: Session, interview: Interview) -> list[Met]:
    """The people met in one interview."""
    return people_met(session, agency_id=interview.agency_id, interview_ids=[interview.id])[interview.id]


def person_in(session: Session, interview: Interview, person_id: UUID) -> PersonMet:
    """Somebody met in this interview; raises PersonNotFound."""
    found = session.scalars(
        select(PersonMet).where(
            PersonMet.agency_id == interview.agency_id,
            PersonMet.interview_id == interview.id,
            PersonMet.id == person_id,
        )
    ).one_or_none()
    if found is None:
        raise PersonNotFound
    return found


def debrief_begun(session: Session, interview: Interview) -> bool:
    """Whether the candidate has begun to write about this interview."""
    return session.get(DebriefBegun, (interview.agency_id, interview.id)) is not None


def interview_named(session: Session, *, system: str, ref: str, actor: Actor, lock: bool = False) -> Interview:
    """The interview with this foreign name; raises InterviewNotFound."""
    named = ref_of(session, agency_id=actor.agency_id, system=system, kind="interview", ref=ref)
    if named is None:
        raise InterviewNotFound
    return interview_for(session, interview_id=named.subject_id, actor=actor, lock=lock)


def _visible_to(actor: Actor) -> Select[Interview]:
    """Candidates see the interview of their link, users who read content and keys the agency's, an admin none."""
    query = select(Interview).where(Interview.agency_id == actor.agency_id)
    if isinstance(actor, CandidateActor):
        return query.where(Interview.id == actor.interview_id)
    if isinstance(actor, ConsultantActor) and actor.role == "admin":
        return query.where(false())
    return query


def _meetings(actor: Actor) -> Select[Interview, Application, Candidate, Job, Client, Consultant, Agency]:
    return (
        _visible_to(actor)
        .join(Application, _within(Application, Interview.application_id))
        .join(Candidate, _within(Candidate, Application.candidate_id))
        .join(Job, _within(Job, Application.job_id))
        .join(Client, _within(Client, Job.client_id))
        .join(Consultant, _within(Consultant, Interview.consultant_id))
        .join(Agency, Agency.agency_id == Interview.agency_id)
        .with_only_columns(Interview, Application, Candidate, Job, Client, Consultant, Agency)
    )


def _within(
    table: type[Application | Candidate | Job | Client | Consultant], foreign: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    return and_(table.agency_id == Interview.agency_id, table.id == foreign)
