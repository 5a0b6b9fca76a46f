"""Reading the trail for people, and what is held about one of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, false, func, or_, select
from sqlalchemy.orm import Session, undefer

from app.accounts.models import PrivacyNotice
from app.accounts.queries.rows import agency_named, name_of_actor, newest_notice
from app.audit.models import AuditEvent, AuditValue
from app.audit.queries import TrailEntry
from app.core.actor import Actor
from app.core.db import AgencySession, Base
from app.core.errors import Forbidden, NotFound
from app.directory.models import Candidate
from app.directory.queries.candidates import CandidateNotFound as CandidateNotFound
from app.interviews.models import Interview
from app.privacy.models import Erasure, LegalHold, PersonExport
from app.privacy.rules.answering import may_answer_for_people
from app.privacy.rules.held import HELD
from app.privacy.rules.holding import Held

Row = Mapping[str, Any]

PREFIXES = {
    "agency": "agy",
    "team": "team",
    "consultant": "con",
    "api_key": "key",
    "mail_domain": "mdm",
    "agency_relay": "rly",
    "cover_rule": "cov",
    "candidate_link": "lnk",
    "web_session": "ses",
    "client": "cli",
    "client_contact": "ctc",
    "calendar_day": "cal",
    "candidate": "cnd",
    "job": "job",
    "application": "app",
    "interview": "int",
    "debrief": "dbf",
    "debrief_addendum": "adm",
    "letter": "ltr",
    "comment": "cmt",
    "consent": "cns",
    "delivery": "dlv",
    "client_call": "cll",
    "client_feedback": "fbk",
    "outcome": "out",
    "keep_in_touch": "kit",
    "promise": "prm",
    "status_update": "upd",
    "nudge": "ndg",
    "decision": "dcn",
    "review_handover": "rvw",
    "legal_hold": "hld",
}
"""The public prefix of each audited table; a guard test compares it with the tables."""


class HoldNotFound(NotFound):
    """There is no such hold on this person."""

    code = "hold_not_found"


class ExportNotFound(NotFound):
    """There is no such export: it was never asked for, or its seven days are over. Ask for a new one."""

    code = "export_not_found"


class NoticeNotFound(NotFound):
    """There is no privacy notice here: no agency signs in under this name, or it has published none."""

    code = "privacy_notice_not_found"


def person_for(session: Session, *, candidate_id: UUID, actor: Actor, lock: bool = False) -> Candidate:
    """A person whom the actor answers for; raises CandidateNotFound, Forbidden."""
    query = select(Candidate).where(Candidate.agency_id == actor.agency_id, Candidate.id == candidate_id)
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise CandidateNotFound
    if not may_answer_for_people(actor):
        raise Forbidden
    return found


def holds_on(session: Session, person: Candidate) -> list[LegalHold]:
    """Every hold on a person, newest first; they are few."""
    query = select(LegalHold).where(LegalHold.agency_id == person.agency_id, LegalHold.candidate_id == person.id)
    return list(session.scalars(query.order_by(LegalHold.id.desc())))


def hold_on(session: Session, person: Candidate, hold_id: UUID, *, lock: bool = False) -> LegalHold:
    """One hold on a person; raises HoldNotFound."""
    query = select(LegalHold).where(
        LegalHold.agency_id == person.agency_id, LegalHold.candidate_id == person.id, LegalHold.id == hold_id
    )
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise HoldNotFound
    return found


def is_held(session: Session, person: Candidate) -> bool:
    """Whether a hold on this person stands."""
    return any(hold.released_at is None for hold in holds_on(session, person))


def exports_of(session: Session, person: Candidate, *, now: datetime) -> list[PersonExport]:
    """The exports of a person that have not expired, newest first, without their bytes."""
    query = select(PersonExport).where(
        PersonExport.agency_id == person.agency_id,
        PersonExport.candidate_id == person.id,
        PersonExport.expires_at > now,
    )
    return list(session.scalars(query.order_by(PersonExport.id.desc())))


def export_of(
    session: Session, person: Candidate, export_id: UUID, *, now: datetime, whole: bool = False
) -> PersonExport:
    """One export of a person that has not expired, ``whole`` with its bytes; raises ExportNotFound."""
    query = select(PersonExport).where(
        PersonExport.agency_id == person.agency_id,
        PersonExport.candidate_id == person.id,
        PersonExport.id == export_id,
        PersonExport.expires_at > now,
    )
    found = session.scalars(query.options(undefer(PersonExport.content)) if whole else query).one_or_none()
    if found is None:
        raise ExportNotFound
    return found


def erasure_of(session: Session, person: Candidate) -> Erasure | None:
    """That, and how, a person was erased."""
    query = select(Erasure).where(Erasure.agency_id == person.agency_id, Erasure.candidate_id == person.id)
    return session.scalars(query).one_or_none()


def table_of(held: Held) -> Table:
    """The table that an entry of the map is about."""
    return Base.metadata.tables[held.table]


def ids_below(session: Session, *, agency_id: UUID, roots: Mapping[str, Sequence[UUID]]) -> dict[str, list[UUID]]:
    """The identifiers of every row that hangs on these rows, by table, as the map leads to them."""
    found = {name: list(ids) for name, ids in roots.items()}
    for held in HELD:
        table = table_of(held)
        if held.table not in found and "id" in table.c and (above := _above(held, found)):
            query = select(table.c.id).where(table.c.agency_id == agency_id, table.c[held.via].in_(above))
            found[held.table] = list(session.scalars(query.order_by(table.c.id)))
    return found


def rows_of(session: Session, held: Held, *, agency_id: UUID, ids: Mapping[str, Sequence[UUID]]) -> list[Row]:
    """The rows of one table that hang on these, whole."""
    table = table_of(held)
    above = _above(held, ids) if held.parents else ids[held.table]
    query = select(table).where(table.c.agency_id == agency_id, table.c[held.via].in_(above))
    return [dict(row) for row in session.execute(query.order_by(*table.primary_key)).mappings()]


def counts_of(session: Session, *, agency_id: UUID, ids: Mapping[str, Sequence[UUID]]) -> dict[str, int]:
    """How many rows of each kind hang on these, by the names that an export gives them."""
    counts: dict[str, int] = {}
    for held in (one for one in HELD if one.section is not None and not one.own):
        table = table_of(held)
        above = _above(held, ids) if held.parents else ids[held.table]
        query = select(func.count()).select_from(table)
        number = session.scalar(query.where(table.c.agency_id == agency_id, table.c[held.via].in_(above)))
        counts[held.section or held.table] = number or 0
    return counts


def trail_of(
    session: Session, *, agency_id: UUID, subjects: Mapping[str, Sequence[UUID]]
) -> list[tuple[TrailEntry, str]]:
    """Every entry about these rows (by table), oldest first, each with the name of who did it."""
    about = _about(agency_id, subjects)
    events = session.scalars(select(AuditEvent).where(about).order_by(AuditEvent.at, AuditEvent.id)).all()
    values: dict[UUID, dict[str, str]] = {}
    joined = and_(AuditValue.agency_id == AuditEvent.agency_id, AuditValue.event_id == AuditEvent.id)
    for value in session.scalars(select(AuditValue).join(AuditEvent, joined).where(about)):
        values.setdefault(value.event_id, {})[value.key] = value.value
    actors = {(event.actor_kind, event.actor_id) for event in events}
    names = {
        (kind, actor_id): name_of_actor(session, agency_id=agency_id, kind=kind, actor_id=actor_id)
        for kind, actor_id in actors
    }
    return [(TrailEntry(event, values.get(event.id, {})), names[event.actor_kind, event.actor_id]) for event in events]


def last_activity(session: Session, *, agency_id: UUID, subjects: Mapping[str, Sequence[UUID]]) -> datetime | None:
    """When something last happened to one of these rows; that something of it was erased is not such a thing."""
    query = select(func.max(AuditEvent.at)).where(_about(agency_id, subjects), AuditEvent.action.not_like("%erased"))
    return session.scalar(query)


def content_erased_at(session: Session, interview: Interview) -> datetime | None:
    """When what was written about an interview was erased last."""
    query = select(func.max(AuditEvent.at)).where(
        _about(interview.agency_id, {"interview": [interview.id]}), AuditEvent.action == "interview.erased"
    )
    return session.scalar(query)


def notice_now(session: Session, agency_id: UUID) -> PrivacyNotice:
    """The notice as it holds; raises NoticeNotFound where the agency is older than notices and has changed nothing."""
    found = newest_notice(session, agency_id)
    if found is None:
        raise NoticeNotFound
    return found


def notice_of_agency_named(session: AgencySession, name: str) -> PrivacyNotice:
    """The notice of the agency that signs in under this name; raises NoticeNotFound."""
    agency_id = agency_named(session, name)
    if agency_id is None:
        raise NoticeNotFound
    session.use_agency(agency_id)
    return notice_now(session, agency_id)


def _about(agency_id: UUID, subjects: Mapping[str, Sequence[UUID]]) -> ColumnElement[bool]:
    """By kind as well as identifier, which is what the trail is indexed by."""
    kinds = (
        and_(AuditEvent.subject_kind == kind, AuditEvent.subject_id.in_(ids)) for kind, ids in subjects.items() if ids
    )
    return and_(AuditEvent.agency_id == agency_id, or_(false(), *kinds))


def _above(held: Held, found: Mapping[str, Sequence[UUID]]) -> list[UUID]:
    return [one for parent in held.parents for one in found.get(parent, ())]
