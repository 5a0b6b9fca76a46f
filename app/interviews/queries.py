"""Which interviews exist for an actor, and what belongs to them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.models import Agency, Consultant
from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.errors import Forbidden, NotFound
from app.core.statements import made_once
from app.directory.models import Application, Candidate, Client, ClientContact, Job
from app.directory.queries.rows import ref_of
from app.directory.queries.search import may_say
from app.interviews.models import AttendanceAnswer, DebriefBegun, Interview, Meeting, Met, PersonMatch, PersonMet
from app.interviews.schemas import InterviewFilter


class InterviewNotFound(NotFound):
    """There is no such interview, or it is not yours to see."""

    code = "interview_not_found"


class PersonNotFound(NotFound):
    """Nobody like this was met in that interview."""

    code = "person_not_found"


class NothingStoredShown(Forbidden):
    """This link fills in and submits, but shows nothing stored: come by the link that we mailed to you."""

    code = "nothing_stored_shown"


EVERY_INTERVIEW = InterviewFilter()


def interview_for(session: Session, *, interview_id: UUID, actor: Actor, lock: bool = False) -> Interview:
    """One interview that the actor may see; raises InterviewNotFound."""
    found = session.scalars(*_one(actor, interview_id, lock)).one_or_none()
    if found is None:
        raise InterviewNotFound
    return found


def interviews_for(
    session: Session,
    *,
    actor: Actor,
    after: tuple[datetime, UUID] | None,
    limit: int,
    wanted: InterviewFilter = EVERY_INTERVIEW,
) -> list[Interview]:
    """The wanted interviews that the actor may see, latest start first, or soonest first where the filter says so;
    ``after`` is the (starts_at, id) last seen."""
    place = tuple_(Interview.starts_at, Interview.id)
    query = _visible_to(actor).where(*_wanted(wanted, actor)).limit(limit)
    if wanted.soonest_first:
        query = query.order_by(Interview.starts_at, Interview.id)
    else:
        query = query.order_by(Interview.starts_at.desc(), Interview.id.desc())
    if after is not None:
        query = query.where(place > after if wanted.soonest_first else place < after)
    return list(session.scalars(query))


def ids_seen_by(actor: Actor) -> Select[UUID]:
    """The identifiers of the interviews that the actor may see, for what hangs on interviews."""
    return _visible_to(actor).with_only_columns(Interview.id)


def meeting_for(session: Session, *, interview_id: UUID, actor: Actor) -> Meeting:
    """One interview that the actor may see with everything it is about; raises InterviewNotFound."""
    row = session.execute(*_one_meeting(actor, interview_id)).one_or_none()
    if row is None:
        raise InterviewNotFound
    return Meeting(*row)


def meetings_for(session: Session, *, interview_ids: Sequence[UUID], actor: Actor) -> dict[UUID, Meeting]:
    """Those of these interviews that the actor may see, with everything they are about, in one statement."""
    rows = session.execute(_meetings(actor).where(Interview.id.in_(interview_ids)))
    return {row[0].id: Meeting(*row) for row in rows}


def people_met(session: Session, *, agency_id: UUID, interview_ids: Sequence[UUID]) -> dict[UUID, list[Met]]:
    """The people met in each of these interviews, in the order they were named, with the contacts that they are.

    Who is announced no longer is not among them.
    """
    rows = session.execute(*_people_met(agency_id, interview_ids))
    met: dict[UUID, list[Met]] = {interview_id: [] for interview_id in interview_ids}
    for person, contact in rows:
        met[person.interview_id].append(Met(person, contact))
    return met


@made_once
def _people_met(agency_id: UUID, interview_ids: Sequence[UUID]) -> Select[PersonMet, ClientContact | None]:
    return (
        select(PersonMet, ClientContact)
        .outerjoin(PersonMatch, _matches(PersonMet))
        .outerjoin(
            ClientContact,
            and_(ClientContact.agency_id == PersonMatch.agency_id, ClientContact.id == PersonMatch.contact_id),
        )
        .where(
            PersonMet.agency_id == agency_id,
            PersonMet.interview_id.in_(interview_ids),
            PersonMet.taken_off_at.is_(None),
        )
        .order_by(PersonMet.id)
    )


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
            PersonMet.taken_off_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise PersonNotFound
    return found


def match_of(session: Session, person: PersonMet) -> PersonMatch | None:
    """The match of a person met that stands."""
    query = select(PersonMatch).where(
        PersonMatch.agency_id == person.agency_id, PersonMatch.person_id == person.id, PersonMatch.ended_at.is_(None)
    )
    return session.scalars(query).one_or_none()


def taken_off(session: Session, interview: Interview) -> dict[UUID, PersonMet]:
    """Who was announced once and is no longer, by the contact that they are."""
    rows = session.execute(
        select(PersonMatch.contact_id, PersonMet)
        .join(PersonMatch, _matches(PersonMet))
        .where(
            PersonMet.agency_id == interview.agency_id,
            PersonMet.interview_id == interview.id,
            PersonMet.taken_off_at.is_not(None),
        )
    )
    return {row[0]: row[1] for row in rows}


def contacts_of(session: Session, client: Client) -> list[ClientContact]:
    """Everybody who is known at a client, oldest first."""
    query = select(ClientContact).where(
        ClientContact.agency_id == client.agency_id, ClientContact.client_id == client.id
    )
    return list(session.scalars(query.order_by(ClientContact.id)))


def debrief_begun(session: Session, interview: Interview) -> bool:
    """Whether the candidate has begun to write about this interview."""
    return session.get(DebriefBegun, (interview.agency_id, interview.id)) is not None


def standing_answer(session: Session, interview: Interview) -> AttendanceAnswer | None:
    """What was last said to "did it go ahead?" of the times that the interview has now."""
    return session.scalars(
        select(AttendanceAnswer)
        .where(
            AttendanceAnswer.agency_id == interview.agency_id,
            AttendanceAnswer.interview_id == interview.id,
            AttendanceAnswer.about_starts_at == interview.starts_at,
            AttendanceAnswer.about_ends_at == interview.ends_at,
        )
        .order_by(AttendanceAnswer.id.desc())
        .limit(1)
    ).one_or_none()


def answers_in(session: Session, interview: Interview, *, before: UUID | None, limit: int) -> list[AttendanceAnswer]:
    """What was said to "did it go ahead?", newest first; ``before`` is the last one seen."""
    query = select(AttendanceAnswer).where(
        AttendanceAnswer.agency_id == interview.agency_id, AttendanceAnswer.interview_id == interview.id
    )
    if before is not None:
        query = query.where(AttendanceAnswer.id < before)
    return list(session.scalars(query.order_by(AttendanceAnswer.id.desc()).limit(limit)))


def interview_named(session: Session, *, system: str, ref: str, actor: Actor, lock: bool = False) -> Interview:
    """The interview with this foreign name; raises InterviewNotFound."""
    named = ref_of(session, agency_id=actor.agency_id, system=system, kind="interview", ref=ref)
    if named is None:
        raise InterviewNotFound
    return interview_for(session, interview_id=named.subject_id, actor=actor, lock=lock)


def _visible_to(actor: Actor) -> Select[Interview]:
    """Candidates see the interview of their link while it is theirs, users who read content and keys the agency's;
    where the agency says so, consultants only their team's and what they may decide on (ADR 0022)."""
    query = select(Interview).where(Interview.agency_id == actor.agency_id)
    if isinstance(actor, CandidateActor):
        own = select(Application.id).where(
            Application.agency_id == actor.agency_id, Application.candidate_id == actor.candidate_id
        )
        return query.where(Interview.id == actor.interview_id, Interview.application_id.in_(own))
    if isinstance(actor, ConsultantActor) and actor.role == "admin":
        return query.where(false())
    if isinstance(actor, ConsultantActor) and actor.role == "consultant" and actor.sees == "team":
        return query.where(_of_their_team(actor))
    return query


@made_once
def _one(actor: Actor, interview_id: UUID, lock: bool) -> Select[Interview]:
    query = _visible_to(actor).where(Interview.id == interview_id)
    return query.with_for_update(of=Interview) if lock else query


def _of_their_team(actor: ConsultantActor) -> ColumnElement[bool]:
    team = select(Consultant.id).where(Consultant.agency_id == actor.agency_id, Consultant.team_id == actor.team_id)
    theirs = Interview.consultant_id.in_(actor.acts_as)
    return or_(theirs, Interview.consultant_id.in_(team), Interview.id.in_(actor.entrusted))


def _wanted(wanted: InterviewFilter, actor: Actor) -> Iterator[ColumnElement[bool]]:
    if wanted.state is not None:
        yield Interview.state == wanted.state
    if wanted.mine:
        yield Interview.consultant_id.in_(actor.acts_as if isinstance(actor, ConsultantActor) else ())
    if wanted.candidate is not None or wanted.words:
        yield Interview.application_id.in_(_applications(wanted, actor))


def _applications(wanted: InterviewFilter, actor: Actor) -> Select[UUID]:
    """The applications of the candidate, or that say each of the words somewhere in their names."""
    query = (
        select(Application.id)
        .join(Candidate, and_(Candidate.agency_id == Application.agency_id, Candidate.id == Application.candidate_id))
        .join(Job, and_(Job.agency_id == Application.agency_id, Job.id == Application.job_id))
        .join(Client, and_(Client.agency_id == Job.agency_id, Client.id == Job.client_id))
        .where(Application.agency_id == actor.agency_id)
    )
    if wanted.candidate is not None:
        query = query.where(Application.candidate_id == wanted.candidate)
    if wanted.words:
        query = query.where(
            may_say(wanted.words, (Application.candidate_id, "candidates"), (Application.job_id, "jobs"))
        )
    names = (Candidate.name, Client.name, Job.title)
    for word in (wanted.words or "").split():
        query = query.where(or_(*(name.icontains(word, autoescape=True) for name in names)))
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


@made_once
def _one_meeting(
    actor: Actor, interview_id: UUID
) -> Select[Interview, Application, Candidate, Job, Client, Consultant, Agency]:
    return _meetings(actor).where(Interview.id == interview_id)


def _matches(person: type[PersonMet]) -> ColumnElement[bool]:
    return and_(
        PersonMatch.agency_id == person.agency_id,
        PersonMatch.person_id == person.id,
        PersonMatch.ended_at.is_(None),
    )


def _within(
    table: type[Application | Candidate | Job | Client | Consultant], foreign: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    return and_(table.agency_id == Interview.agency_id, table.id == foreign)
