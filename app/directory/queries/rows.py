"""Finding clients, contacts, jobs and applications, by our identifier or by the agency's own."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import and_, false, func, select, text
from sqlalchemy.orm import Session

from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.errors import NotFound
from app.directory.models import Application, Candidate, Client, ClientContact, ExternalRef, Job

Listed = TypeVar("Listed", Client, ClientContact, Job)
_FORM_OF_COMPANY = r"(?:[\s,]+(?:ltd|limited|plc|llp|llc|inc|incorporated|corp|corporation|gmbh|ag|sa|sas|bv|nv)\.?)+$"
"""What the law adds to a company's name, and nobody writes in a letter."""


class ClientNotFound(NotFound):
    """There is no such client in your agency."""

    code = "client_not_found"


class ContactNotFound(NotFound):
    """There is no such client contact in your agency."""

    code = "contact_not_found"


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


def client_for(session: Session, *, client_id: UUID, actor: Actor, lock: bool = False) -> Client:
    """A client that the actor may see; raises ClientNotFound."""
    query = select(Client).where(Client.agency_id == actor.agency_id, Client.id == client_id)
    if not reads_directory(actor):
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
    if not reads_directory(actor):
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
    return list(session.scalars(query if reads_directory(actor) else query.where(false())))


def is_older(ref: ExternalRef | None, source_updated_at: datetime | None) -> bool:
    """Whether what comes in is older than what the foreign system told us last."""
    known = ref.source_updated_at if ref else None
    return known is not None and source_updated_at is not None and source_updated_at < known


def reads_directory(actor: Actor) -> bool:
    """Whether any of the directory exists for them: not for candidates, nor for admins."""
    return not isinstance(actor, CandidateActor) and not (isinstance(actor, ConsultantActor) and actor.role == "admin")
