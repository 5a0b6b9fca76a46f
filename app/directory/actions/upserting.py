"""Finding, changing or adding the clients, contacts, candidates, jobs and applications that an announcement names.

Each ``upsert_…`` finds the row by the agency's own identifier, else by what people know it by, else adds it, and
tells what it did. They are called under `lock_directory`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from app.accounts.actions.sessions import revoke_sent_links
from app.accounts.queries.rows import settings_of
from app.audit.canonical import Detail
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession, Audited
from app.core.errors import Conflict, FieldError, Invalid
from app.core.ids import new_id
from app.core.queue import enqueue
from app.directory.models import Application, Candidate, Client, ClientContact, ExternalRef, Job
from app.directory.queries import rows
from app.directory.queries.candidates import candidate_like, candidate_with
from app.directory.schemas import CandidateIn, ClientIn, ContactIn, JobIn

Known = TypeVar("Known", Candidate, Client, ClientContact, Job)


NAMED: Final = frozenset({"candidate", "client", "job"})
"""By whose names people look for what waits."""


TOLD: Final = frozenset({"application_id", "consultant_id", "introduced_by", "letter_policy"})
"""What of a change the trail tells by its value, not by its name alone: what a row is of, and choices; no words."""


class ExternalIdMoved(Conflict):
    """This external identifier already stands for another row."""

    code = "external_id_taken"


@dataclass
class Changes:
    """What an announcement did to the directory, for its answer: kinds created, and fields changed by kind."""

    created: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Writing:
    """What every step of one announcement is given."""

    session: AgencySession
    system: str
    actor: Actor
    now: datetime
    changes: Changes


def upsert_candidate(w: Writing, given: CandidateIn, *, default_zone: str) -> Candidate:
    """Find, change or add the candidate."""
    agency_id = w.actor.agency_id
    known_id = _known(w, "candidate", given.external_id)
    found = candidate_with(w.session, agency_id=agency_id, candidate_id=known_id) if known_id else None
    if found is None:
        found = _unnamed(w, candidate_like(w.session, agency_id=agency_id, given=given), given.external_id)
    fields = given.model_dump(exclude={"external_id"}, exclude_none=True)
    if found is None:
        found = Candidate(agency_id=agency_id, id=new_id(), **{"time_zone": default_zone, **fields})
        _add(w, found, "candidate", AuditAction.CANDIDATE_CREATED)
    else:
        former = found.email
        change_row(w, found, fields, "candidate", AuditAction.CANDIDATE_CHANGED)
        if former not in (None, found.email):
            _mail_links_anew(w, found)
    _name(w, "candidate", given.external_id, found.id)
    return found


def upsert_client(w: Writing, given: ClientIn) -> Client:
    """Find, change or add the client."""
    agency_id = w.actor.agency_id
    known_id = _known(w, "client", given.external_id)
    if known_id is not None:
        found: Client | None = rows.client_for(w.session, client_id=known_id, actor=w.actor, lock=True)
    else:
        found = _unnamed(w, rows.client_named(w.session, agency_id=agency_id, name=given.name), given.external_id)
    fields = given.model_dump(exclude={"external_id"}, exclude_none=True)
    if found is None:
        found = Client(agency_id=agency_id, id=new_id(), **{**_agreed_by_default(w), **fields})
        _add(w, found, "client", AuditAction.CLIENT_CREATED, {"letter_policy": found.letter_policy or "welcome"})
    else:
        change_known_client(w, found, fields)
    _name(w, "client", given.external_id, found.id)
    return found


def upsert_contact(w: Writing, given: ContactIn, client: Client) -> ClientContact:
    """Find, change or add the contact of this client."""
    agency_id = w.actor.agency_id
    known_id = _known(w, "client_contact", given.external_id)
    if known_id is not None:
        found: ClientContact | None = rows.contact_for(w.session, contact_id=known_id, actor=w.actor, lock=True)
    else:
        like = rows.contact_like(
            w.session, agency_id=agency_id, client_id=client.id, name=given.name, email=given.email
        )
        found = _unnamed(w, like, given.external_id)
    if found is None:
        fields = given.model_dump(exclude={"external_id"}, exclude_none=True)
        found = ClientContact(agency_id=agency_id, id=new_id(), client_id=client.id, **fields)
        _add(w, found, "client_contact", AuditAction.CONTACT_CREATED)
    else:
        if found.client_id != client.id:
            raise ExternalIdMoved(f"The contact {given.external_id!r} belongs to another client.")
        said = given.model_dump(exclude={"external_id"}, exclude_none=True, exclude_unset=True)
        change_known_contact(w, found, said)
    _name(w, "client_contact", given.external_id, found.id)
    return found


def upsert_job(w: Writing, given: JobIn, client: Client) -> Job:
    """Find, change or add the job of this client."""
    agency_id = w.actor.agency_id
    known_id = _known(w, "job", given.external_id)
    if known_id is not None:
        found = rows.job_with(w.session, agency_id=agency_id, job_id=known_id)
    else:
        titled = rows.job_titled(w.session, agency_id=agency_id, client_id=client.id, title=given.title)
        found = _unnamed(w, titled, given.external_id)
    fields = given.model_dump(exclude={"external_id"}, exclude_none=True)
    if found is None:
        found = Job(agency_id=agency_id, id=new_id(), client_id=client.id, **fields)
        _add(w, found, "job", AuditAction.JOB_CREATED, {"client": str(client.id)})
    else:
        if found.client_id != client.id:
            raise ExternalIdMoved(f"The job {given.external_id!r} belongs to another client.")
        change_row(w, found, fields, "job", AuditAction.JOB_CHANGED)
    _name(w, "job", given.external_id, found.id)
    return found


def upsert_application(w: Writing, *, external_id: str | None, candidate: Candidate, job: Job) -> Application:
    """Find or add the application of this candidate for this job."""
    agency_id = w.actor.agency_id
    found = rows.application_of(w.session, agency_id=agency_id, candidate_id=candidate.id, job_id=job.id)
    if found is None:
        found = Application(agency_id=agency_id, id=new_id(), candidate_id=candidate.id, job_id=job.id)
        _add(w, found, "application", AuditAction.APPLICATION_CREATED, {"job": str(job.id)})
    _name(w, "application", external_id, found.id)
    return found


def change_known_client(w: Writing, client: Client, fields: Mapping[str, Any]) -> None:
    """Change a client that is locked; what waits for a morning is planned anew where its lead changes."""
    lead = client.send_lead_minutes
    change_row(w, client, fields, "client", AuditAction.CLIENT_CHANGED)
    if client.send_lead_minutes != lead:
        enqueue(w.session, "deliveries.plan_after_lead", agency_id=client.agency_id, subject_id=client.id)


def change_known_contact(w: Writing, contact: ClientContact, fields: Mapping[str, Any]) -> None:
    """Change a contact that is locked; raises Invalid where the working day would have no length.

    A task looks at the deliveries that the change concerns.
    """
    if fields.get("work_starts", contact.work_starts) >= fields.get("work_ends", contact.work_ends):
        raise Invalid(errors=[FieldError("#/work_ends", "must be after work_starts")])
    if change_row(w, contact, fields, "client_contact", AuditAction.CONTACT_CHANGED):
        enqueue(w.session, "deliveries.look_at_contact", agency_id=contact.agency_id, subject_id=contact.id)


def change_row(w: Writing, row: Audited, fields: Mapping[str, Any], kind: str, action: AuditAction) -> bool:
    """Set the fields that differ, with one audit entry that names them; return whether any does."""
    changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
    if not changed:
        return False
    for name in changed:
        setattr(row, name, fields[name])
    details: dict[str, Detail] = {
        "fields": list(changed),
        **{name: str(fields[name]) for name in changed if name in TOLD},
    }
    record(w.session, action, subject=row, actor=w.actor, now=w.now, details=details)
    w.changes.changed.setdefault(kind, []).extend(changed)
    if kind in NAMED and not {"name", "title"}.isdisjoint(changed):
        enqueue(w.session, "reviews.name_anew", agency_id=row.agency_id, subject_id=row.id)
    return True


def _add(w: Writing, row: Audited, kind: str, action: AuditAction, details: Mapping[str, Detail] | None = None) -> None:
    w.session.add(row)
    record(w.session, action, subject=row, actor=w.actor, now=w.now, details=details)
    w.session.flush()  # the rows that follow refer to it
    w.changes.created.append(kind)


def _agreed_by_default(w: Writing) -> dict[str, str]:
    """The policies of a client of whom nothing else is said."""
    settings = settings_of(w.session, w.actor.agency_id)
    return {"contact_policy": settings.default_contact_policy, "letter_policy": settings.default_letter_policy}


def _known(w: Writing, kind: str, external_id: str | None) -> UUID | None:
    if external_id is None:
        return None
    ref = rows.ref_of(w.session, agency_id=w.actor.agency_id, system=w.system, kind=kind, ref=external_id)
    return ref.subject_id if ref else None


def _unnamed(w: Writing, like: Known | None, external_id: str | None) -> Known | None:
    """Take a row that looks the same for the one that is meant, unless the foreign system tells the two apart.

    Two vacancies may have one title: where the row found has an identifier of its own there, another one is another.
    """
    if like is None or external_id is None:
        return like
    named = rows.is_named(w.session, agency_id=w.actor.agency_id, system=w.system, subject_id=like.id)
    return None if named else like


def _mail_links_anew(w: Writing, candidate: Candidate) -> None:
    """Let the links end that went to the former address, and mail new ones: who reads that one may be a stranger."""
    for interview_id in revoke_sent_links(w.session, candidate_id=candidate.id, actor=w.actor, now=w.now):
        enqueue(w.session, "interviews.mail_link", agency_id=w.actor.agency_id, subject_id=interview_id)


def _name(w: Writing, kind: str, external_id: str | None, subject_id: UUID) -> None:
    """Keep the foreign name of a row; a row keeps the first name that a system gave it."""
    if external_id is None:
        return
    known_id = _known(w, kind, external_id)
    if known_id == subject_id:
        return
    if known_id is not None:
        raise ExternalIdMoved(f"{external_id!r} stands for another {kind} in {w.system!r}.")
    if rows.is_named(w.session, agency_id=w.actor.agency_id, system=w.system, subject_id=subject_id):
        raise ExternalIdMoved(f"The {kind} has another identifier in {w.system!r} than {external_id!r}.")
    w.session.add(
        ExternalRef(agency_id=w.actor.agency_id, system=w.system, kind=kind, ref=external_id, subject_id=subject_id)
    )
    w.session.flush()  # a second row of this announcement may name the same
