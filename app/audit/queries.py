"""Reading the trail, newest first, paged by key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, false, or_, select, tuple_
from sqlalchemy.orm import Session

from app.audit.catalogue import BY_NAME
from app.audit.models import AuditEvent, AuditValue
from app.audit.words import worded


@dataclass(frozen=True)
class TrailEntry:
    """One entry with its personal values, where they were not erased."""

    event: AuditEvent
    values: Mapping[str, str]

    def sentence(self, who: str) -> str:
        """Say for people what happened; ``who`` names the actor."""
        described = BY_NAME[self.event.action]
        erased = dict.fromkeys(described.personal, "(erased)")
        shown = {key: worded(key, value) for key, value in self.event.details.items()}
        return described.sentence.format_map({**erased, **shown, **self.values, "who": who})


def entries(
    session: Session,
    *,
    agency_id: UUID,
    subject_id: UUID | None = None,
    actor_id: UUID | None = None,
    between: tuple[datetime, datetime] | None = None,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 25,
) -> list[TrailEntry]:
    """The agency's entries, or those about one subject, by one actor, ``between`` two instants (the second excluded);
    ``before`` is the (at, id) of the last one seen."""
    query = select(AuditEvent).where(AuditEvent.agency_id == agency_id)
    if subject_id is not None:
        query = query.where(AuditEvent.subject_id == subject_id)
    if actor_id is not None:
        query = query.where(AuditEvent.actor_id == actor_id)
    if between is not None:
        query = query.where(AuditEvent.at >= between[0], AuditEvent.at < between[1])
    if before is not None:
        query = query.where(tuple_(AuditEvent.at, AuditEvent.id) < before)
    events = session.scalars(query.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(limit)).all()
    values = _values(session, agency_id, [event.id for event in events])
    return [TrailEntry(event, values.get(event.id, {})) for event in events]


def entries_about(
    session: Session, *, agency_id: UUID, subjects: Mapping[str, Sequence[UUID]], limit: int
) -> list[TrailEntry]:
    """The newest entries about these rows (by table), newest first."""
    about = (
        and_(AuditEvent.subject_kind == kind, AuditEvent.subject_id.in_(ids)) for kind, ids in subjects.items() if ids
    )
    query = select(AuditEvent).where(AuditEvent.agency_id == agency_id, or_(false(), *about))
    events = session.scalars(query.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(limit)).all()
    values = _values(session, agency_id, [event.id for event in events])
    return [TrailEntry(event, values.get(event.id, {})) for event in events]


def newest_about(
    session: Session, *, agency_id: UUID, kind: str, ids: Sequence[UUID], actions: Sequence[str]
) -> AuditEvent | None:
    """The newest entry about any of these rows of one table in which one of these actions was done."""
    query = select(AuditEvent).where(
        AuditEvent.agency_id == agency_id,
        AuditEvent.subject_kind == kind,
        AuditEvent.subject_id.in_(ids),
        AuditEvent.action.in_(actions),
    )
    return session.scalars(query.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(1)).one_or_none()


def _values(session: Session, agency_id: UUID, event_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {}
    query = select(AuditValue.event_id, AuditValue.key, AuditValue.value).where(
        AuditValue.agency_id == agency_id, AuditValue.event_id.in_(event_ids)
    )
    for event_id, key, value in session.execute(query):
        found.setdefault(event_id, {})[key] = value
    return found
