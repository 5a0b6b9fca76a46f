"""When a client decides: the row, whose calendar counts, and what of it is to be done."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.core.actor import Actor
from app.core.ids import public_id
from app.core.local_time import local
from app.directory.models import Application, Candidate, Client, Job
from app.directory.queries.calendars import working_times
from app.directory.rules import WorkingTime
from app.followup.models.decisions import Decision
from app.followup.models.matters import OpenMatter
from app.followup.queries.callees import contacts_to_ring
from app.followup.queries.waiting import desk_of
from app.followup.rules.facts import Decision as Known
from app.interviews.models import Interview, Meeting
from app.interviews.queries import ids_seen_by, people_met_in
from app.interviews.states import OFF


def decision_of(session: Session, interview: Interview, *, lock: bool = False) -> Decision | None:
    """The row of an interview that the caller may see, if anybody said anything yet."""
    query = select(Decision).where(Decision.agency_id == interview.agency_id, Decision.interview_id == interview.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def decision_to_turn(session: Session, *, agency_id: UUID, decision_id: UUID) -> Decision | None:
    """One row of the agency that the session works as, locked."""
    query = select(Decision).where(Decision.agency_id == agency_id, Decision.id == decision_id)
    return session.scalars(query.with_for_update()).one_or_none()


def told_to_candidate(session: Session, interview: Interview) -> Known | None:
    """What somebody of the agency told the candidate of it, and nothing else that the row holds (rule 5)."""
    row = session.execute(
        select(Decision.told_on, Decision.told_precision, Consultant.name, Decision.told_at)
        .join(Consultant, and_(Consultant.agency_id == Decision.agency_id, Consultant.id == Decision.told_by))
        .where(Decision.agency_id == interview.agency_id, Decision.interview_id == interview.id)
    ).one_or_none()
    return None if row is None else Known(row[0], row[1], None, asked_by=row[2], asked_at=row[3])


def client_hours(session: Session, meeting: Meeting, *, now: datetime) -> WorkingTime:
    """By whose calendar the client decides: that of whom to ring; where nobody is known there, the agency's own days
    where the interview was."""
    contacts = contacts_to_ring(session, meeting, people_met_in(session, meeting.interview))[:1]
    if contacts:
        return working_times(session, contacts, since=(now - timedelta(days=1)).date())[contacts[0].id]
    today = local(now, meeting.agency.time_zone).date()
    return replace(desk_of(session, meeting.agency, today=today), time_zone=meeting.interview.time_zone)


def chases_waiting(actor: Actor) -> Select[UUID]:
    """Whom clients are to be asked about, of the interviews that the actor sees."""
    return (
        ids_seen_by(actor)
        .join(Decision, and_(Decision.agency_id == Interview.agency_id, Decision.interview_id == Interview.id))
        .join(
            Application, and_(Application.agency_id == Interview.agency_id, Application.id == Interview.application_id)
        )
        .join(Candidate, and_(Candidate.agency_id == Interview.agency_id, Candidate.id == Application.candidate_id))
        .where(
            or_(Decision.ask_by.is_not(None), Decision.wanted_by.is_not(None)),
            Interview.state.not_in(OFF),
            Candidate.erased_at.is_(None),
        )
    )


def chases_to_make(
    session: Session,
    *,
    actor: Actor,
    now: datetime,  # noqa: ARG001 - the form of every source of the list
    limit: int,
) -> list[OpenMatter]:
    """Which clients are to be asked when they decide, what is due first (P14)."""
    due = func.least(Decision.ask_by, Decision.wanted_by)
    rows = session.execute(
        chases_waiting(actor)
        .join(Job, and_(Job.agency_id == Interview.agency_id, Job.id == Application.job_id))
        .join(Client, and_(Client.agency_id == Interview.agency_id, Client.id == Job.client_id))
        .with_only_columns(Decision, Interview.consultant_id, Client.name, Candidate.name, due)
        .order_by(due, Decision.id)
        .limit(limit)
    )
    return [_matter(*row) for row in rows]


def _matter(decision: Decision, consultant_id: UUID, client: str, candidate: str, due_at: datetime) -> OpenMatter:
    passed = decision.ask_by is not None
    again = " again" if decision.chases else ""
    words = f"Ask {client}{again} when they decide" if passed else f"Ask {client} in time for {candidate.split()[0]}"
    return OpenMatter(
        kind="chase",
        subject_id=decision.id,
        interview_id=decision.interview_id,
        consultant_id=consultant_id,
        due_at=due_at,
        words=words,
        path=f"/desk/interviews/{public_id('int', decision.interview_id)}/decision",
        zone=decision.time_zone,
    )
