"""Reading the trail, newest first, paged by key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.audit.catalogue import BY_NAME
from app.audit.models import AuditEvent, AuditValue


@dataclass(frozen=True)
class TrailEntry:
    """One entry with its personal values, where they were not erased."""

    event: AuditEvent
    values: Mapping[str, str]

    def sentence(self, who: str) -> str:
        """Say for people what happened; ``who`` names the actor."""
        described = BY_NAME[self.event.action]
        erased = dict.fromkeys(described.personal, "(erased)")
        shown = {key: _shown(value) for key, value in self.event.details.items()}
        return described.sentence.format_map({**erased, **shown, **self.values, "who": who})


def entries(
    session: Session,
    *,
    agency_id: UUID,
    subject_id: UUID | None = None,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 25,
) -> list[TrailEntry]:
    """The agency's entries, or those of one subject; ``before`` is the (at, id) of the last one seen."""
    query = select(AuditEvent).where(AuditEvent.agency_id == agency_id)
    if subject_id is not None:
        query = query.where(AuditEvent.subject_id == subject_id)
    if before is not None:
        query = query.where(tuple_(AuditEvent.at, AuditEvent.id) < before)
    events = session.scalars(query.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(limit)).all()
    values = _values(session, agency_id, [event.id for event in events])
    return [TrailEntry(event, values.get(event.id, {})) for event in events]


def _values(session: Session, agency_id: UUID, event_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {}
    query = select(AuditValue.event_id, AuditValue.key, AuditValue.value).where(
        AuditValue.agency_id == agency_id, AuditValue.event_id.in_(event_ids)
    )
    for event_id, key, value in session.execute(query):
        found.setdefault(event_id, {})[key] = value
    return found


def _shown(value: object) -> object:
    return ", ".join(str(item) for item in value) if isinstance(value, list) else value
