"""Finding clients, contacts, candidates, jobs and applications, by our identifier or by the agency's own."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, text
from sqlalchemy.orm import Session

from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.errors import NotFound
from app.directory.models import Application, CalendarDay, Candidate, Client, ClientContact, ExternalRef, Job
from app.directory.rules import Correction, WorkingTime, corrected, part_of
from app.directory.schemas import WEEKDAYS, CandidateIn

Listed = TypeVar("Listed", Client, ClientContact, Candidate, Job)
_FORM_OF_COMPANY = r"(?:[\s,]+(?:ltd|limited|plc|llp|llc|inc|incorporated|corp|corporation|gmbh|ag|sa|sas|bv|nv)\.?)+$"
"""What the law adds to a company's name, and nobody writes in a letter."""


class ClientNotFound(NotFound):
    """There is no such client in your agency."""

    code = "client_not_found"


class ContactNotFound(NotFound):
    """There is no such client contact in your agency."""

    code = "contact_not_found"


class CandidateNotFound(NotFound):
    """There is no such candidate in your agency."""

    code = "candidate_not_found"


class CalendarDayNotFound(NotFound):
    """There is no such correction of a calendar in your agency."""

    code = "calendar_day_not_found"


def lock_directory(session: Session, agency_id: UUID) -> None:
    """Let one announcement of the agency at a time find or add rows, so that none is added twice."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended('directory' || :id, 0))"), {"id": str(agency_id)}
    )


def ref_of(session: Session, *, agency_id: UUID, system: str, kind: str, ref: str) -> ExternalRef | None:
    """What this foreign name stands for."""
    return session.get(ExternalRef, (agency_id, system, kind, ref))


def is_named(session: Session, *, agency_id: UUID, system: str, subject_id: UUID) -> bool:
    """Whether this foreign system has a name for the row."""
    query = select(ExternalRef.ref).where(
        ExternalRef.agency_id == agency_id, ExternalRef.subject_id == subject_id, ExternalRef.system == system
    )
    return session.scalar(query) is not None


def candidate_with(session: Session, *, agency_id: UUID, candidate_id: UUID) -> Candidate | None:
    """The candidate with this identifier, locked."""
    return session.scalars(
        select(Candidate).where(Candidate.agency_id == agency_id, Candidate.id == candidate_id).with_for_update()
    ).one_or_none()


def candidate_like(session: Session, *, agency_id: UUID, given: CandidateIn) -> Candidate | None:
    """The candidate with this address; where none is given, of this name and number without an address; locked."""
    number = re.sub("[^0-9]", "", given.phone or "")
    known_by: list[ColumnElement[bool]] = [Candidate.email == given.email]
    if given.email is None:
        digits = func.regexp_replace(Candidate.phone, "[^0-9]", "", "g")
        known_by = [Candidate.email.is_(None), func.lower(Candidate.name) == given.name.lower(), digits == number]
    query = select(Candidate).where(Candidate.agency_id == agency_id, *known_by)
    return session.scalars(query.order_by(Candidate.id).limit(1).with_for_update()).one_or_none()


def client_for(session: Session, *, client_id: UUID, actor: Actor, lock: bool = False) -> Client:
    """A client that the actor may see; raises ClientNotFound."""
    query = select(Client).where(Client.agency_id == actor.agency_id, Client.id == client_id)
    if not _reads_directory(actor):
        query = query.where(false())
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise ClientNotFound
    return found


def client_named(session: Session, *, agency_id: UUID, name: str) -> Client | None:
    """The client with this name, whatever its case, locked."""
    return session.scalars(
        select(Client)
        .where(Client.agency_id == agency_id, func.lower(Client.name) == name.lower())
        .order_by(Client.id)
        .limit(1)
        .with_for_update()
    ).one_or_none()


def clients_named_in(session: Session, text: str, *, besides: Client, known_to: Candidate | None) -> list[str]:
    """The names of other clients of this one's agency that a text may hold, at most twenty; ``known_to``: only of those
    for whose jobs this candidate was put forward. Whether a name stands there as a name is for a rule to say."""
    bare = func.regexp_replace(Client.name, _FORM_OF_COMPANY, "", "i")
    query = select(Client.name).where(
        Client.agency_id == besides.agency_id,
        Client.id != besides.id,
        func.length(bare) > 2,
        func.strpos(func.lower(text), func.lower(bare)) > 0,
    )
    if known_to is not None:
        theirs = (
            select(Job.client_id)
            .join(Application, and_(Application.agency_id == Job.agency_id, Application.job_id == Job.id))
            .where(Application.agency_id == known_to.agency_id, Application.candidate_id == known_to.id)
        )
        query = query.where(Client.id.in_(theirs))
    return list(session.scalars(query.order_by(func.length(Client.name).desc(), Client.id).limit(20)))


def contact_for(session: Session, *, contact_id: UUID, actor: Actor, lock: bool = False) -> ClientContact:
    """A client contact that the actor may see; raises ContactNotFound. No candidate sees any (rule 6)."""
    query = select(ClientContact).where(ClientContact.agency_id == actor.agency_id, ClientContact.id == contact_id)
    if not _reads_directory(actor):
        query = query.where(false())
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise ContactNotFound
    return found


def contact_like(
    session: Session, *, agency_id: UUID, client_id: UUID, name: str, email: str | None
) -> ClientContact | None:
    """The contact of this client with this address, else with this name and no other address; locked."""
    query = select(ClientContact).where(ClientContact.agency_id == agency_id, ClientContact.client_id == client_id)
    contacts = session.scalars(query.order_by(ClientContact.id).with_for_update()).all()
    if email is not None:
        for contact in contacts:
            if contact.email == email:
                return contact
    for contact in contacts:
        if contact.name.lower() == name.lower() and (email is None or contact.email is None):
            return contact
    return None


def job_titled(session: Session, *, agency_id: UUID, client_id: UUID, title: str) -> Job | None:
    """The client's job with this title, locked."""
    return session.scalars(
        select(Job)
        .where(Job.agency_id == agency_id, Job.client_id == client_id, func.lower(Job.title) == title.lower())
        .order_by(Job.id)
        .limit(1)
        .with_for_update()
    ).one_or_none()


def job_with(session: Session, *, agency_id: UUID, job_id: UUID) -> Job | None:
    """The job with this identifier, locked."""
    return session.scalars(
        select(Job).where(Job.agency_id == agency_id, Job.id == job_id).with_for_update()
    ).one_or_none()


def application_of(session: Session, *, agency_id: UUID, candidate_id: UUID, job_id: UUID) -> Application | None:
    """The application of this candidate for this job."""
    return session.scalars(
        select(Application).where(
            Application.agency_id == agency_id,
            Application.candidate_id == candidate_id,
            Application.job_id == job_id,
        )
    ).one_or_none()


def listed(session: Session, table: type[Listed], *, actor: Actor, after: UUID | None, limit: int) -> list[Listed]:
    """The rows of one table that the actor may see, oldest first; ``after`` is the last one seen."""
    query = select(table).where(table.agency_id == actor.agency_id).order_by(table.id).limit(limit)
    if after is not None:
        query = query.where(table.id > after)
    return list(session.scalars(query if _reads_directory(actor) else query.where(false())))


def candidate_for(session: Session, *, candidate_id: UUID, actor: Actor) -> Candidate:
    """A candidate whom the actor may see; raises CandidateNotFound."""
    query = select(Candidate).where(Candidate.agency_id == actor.agency_id, Candidate.id == candidate_id)
    found = session.scalars(query if _reads_directory(actor) else query.where(false())).one_or_none()
    if found is None:
        raise CandidateNotFound
    return found


def candidates_for(
    session: Session, *, actor: Actor, words: str | None, before: UUID | None, limit: int
) -> list[Candidate]:
    """The candidates whom the actor may see, last added first, without those who were erased; ``before`` is the last
    one seen. Each of the ``words`` stands in their name, address or number."""
    query = select(Candidate).where(Candidate.agency_id == actor.agency_id, Candidate.erased_at.is_(None))
    if before is not None:
        query = query.where(Candidate.id < before)
    for word in (words or "").split():
        known_by = (Candidate.name, Candidate.email, Candidate.phone)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in known_by)))
    query = query.order_by(Candidate.id.desc()).limit(limit)
    return list(session.scalars(query if _reads_directory(actor) else query.where(false())))


def calendar_days_for(
    session: Session, *, actor: Actor, client_id: UUID | None, contact_id: UUID | None, after: UUID | None, limit: int
) -> list[CalendarDay]:
    """The corrections that stand and that the actor may see, oldest first; an admin sees countries' only."""
    query = _calendar_days(actor).where(CalendarDay.removed_at.is_(None)).order_by(CalendarDay.id).limit(limit)
    if client_id is not None:
        query = query.where(CalendarDay.client_id == client_id)
    if contact_id is not None:
        query = query.where(CalendarDay.contact_id == contact_id)
    return list(session.scalars(query if after is None else query.where(CalendarDay.id > after)))


def calendar_day_for(session: Session, *, day_id: UUID, actor: Actor) -> CalendarDay:
    """A correction that the actor may see, locked, also one taken away; raises CalendarDayNotFound."""
    found = session.scalars(_calendar_days(actor).where(CalendarDay.id == day_id).with_for_update()).one_or_none()
    if found is None:
        raise CalendarDayNotFound
    return found


def working_times(session: Session, contacts: Sequence[ClientContact], *, since: date) -> dict[UUID, WorkingTime]:
    """When and where each of these contacts of one agency works, without corrections that ended before ``since``."""
    if not contacts:
        return {}
    query = select(CalendarDay).where(
        CalendarDay.agency_id == contacts[0].agency_id,
        CalendarDay.removed_at.is_(None),
        CalendarDay.last_day >= since,
        or_(
            CalendarDay.country.in_({contact.country for contact in contacts}),
            CalendarDay.client_id.in_({contact.client_id for contact in contacts}),
            CalendarDay.contact_id.in_({contact.id for contact in contacts}),
        ),
    )
    days = session.scalars(query.order_by(CalendarDay.id)).all()
    return {contact.id: _working_time(contact, days) for contact in contacts}


def is_older(ref: ExternalRef | None, source_updated_at: datetime | None) -> bool:
    """Whether what comes in is older than what the foreign system told us last."""
    known = ref.source_updated_at if ref else None
    return known is not None and source_updated_at is not None and source_updated_at < known


def _reads_directory(actor: Actor) -> bool:
    return not isinstance(actor, CandidateActor) and not (isinstance(actor, ConsultantActor) and actor.role == "admin")


def _calendar_days(actor: Actor) -> Select[CalendarDay]:
    query = select(CalendarDay).where(CalendarDay.agency_id == actor.agency_id)
    if isinstance(actor, CandidateActor):
        return query.where(false())
    return query if _reads_directory(actor) else query.where(CalendarDay.country.is_not(None))


def _working_time(contact: ClientContact, days: Sequence[CalendarDay]) -> WorkingTime:
    off, worked = corrected(
        Correction(closeness, day.day, day.last_day, day.name, worked=day.kind == "worked")
        for day in days
        if (closeness := _closeness(day, contact)) is not None
    )
    return WorkingTime(
        time_zone=contact.time_zone,
        work_starts=contact.work_starts,
        work_ends=contact.work_ends,
        country=contact.country,
        subdivision=contact.subdivision,
        weekend=None if contact.weekend is None else frozenset(WEEKDAYS.index(day) for day in contact.weekend),
        extra_holidays=off,
        extra_workdays=worked,
    )


def _closeness(day: CalendarDay, contact: ClientContact) -> int | None:
    """How close a correction is to this contact; None: it is of another calendar."""
    if day.contact_id is not None:
        return 3 if day.contact_id == contact.id else None
    if day.client_id is not None:
        return 2 if day.client_id == contact.client_id else None
    if day.country != contact.country:
        return None
    if day.subdivision is None:
        return 0
    return 1 if day.subdivision == part_of(contact.country, contact.subdivision) else None
