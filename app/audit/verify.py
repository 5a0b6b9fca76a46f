"""Checking the trail: every chain recomputed, every head compared with its row, every value with its commitment."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.audit.canonical import GENESIS, Entry, commitment
from app.audit.models import AuditEvent, AuditValue
from app.core.db import Audited, Base

_BATCH = 1000
LAST_OF_A_SESSION = "session.erased"
"""After this entry the row may be gone: sessions leave the security log, what was recorded of them stays."""


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold; ``event_id`` names the entry, or is None where the entry is gone."""

    subject: str
    seq: int
    event_id: UUID | None
    what: str


@dataclass
class Report:
    """What was checked and what was found."""

    entries: int
    subjects: int
    findings: list[Finding]


def verify(session: Session) -> Report:
    """Check all entries that the session may see; as the owner role, those of all agencies.

    A changed entry, a missing one (also the newest, which the subject's row still names), two that changed places,
    a personal value that is not the one committed to, and entries about a row that is gone are each named.
    """
    findings: list[Finding] = []
    heads: dict[tuple[str, UUID, UUID], AuditEvent] = {}
    count = 0
    for event in _events(session):
        count += 1
        key = (event.subject_kind, event.agency_id, event.subject_id)
        findings.extend(_against_previous(event, heads.get(key)))
        heads[key] = event
    findings.extend(_rows_against_heads(session, heads))
    findings.extend(_values_against_commitments(session))
    return Report(count, len(heads), findings)


def _events(session: Session) -> Iterator[AuditEvent]:
    order = (AuditEvent.subject_kind, AuditEvent.agency_id, AuditEvent.subject_id, AuditEvent.seq)
    yield from session.scalars(select(AuditEvent).order_by(*order).execution_options(yield_per=_BATCH))


def _against_previous(event: AuditEvent, previous: AuditEvent | None) -> Iterator[Finding]:
    subject = f"{event.subject_kind}:{event.subject_id}"
    expected_seq = previous.seq + 1 if previous else 1
    if event.seq != expected_seq:
        yield Finding(subject, expected_seq, None, f"entry {expected_seq} is missing before entry {event.seq}")
    elif event.prev_hash != (previous.hash if previous else GENESIS):
        yield Finding(subject, event.seq, event.id, "does not follow from the entry before it")
    if _content_hash(event) != event.hash:
        yield Finding(subject, event.seq, event.id, "its content does not have the hash it carries")


def _content_hash(event: AuditEvent) -> bytes | None:
    """The hash that the entry's content has; None for content of a form that we never write."""
    if not all(isinstance(part, dict) for part in (event.details, event.commitments)):
        return None
    try:
        return Entry(**{name: getattr(event, name) for name in Entry.__dataclass_fields__}).hash()
    except ValueError:
        return None


def _audited_tables() -> list[Table]:
    tables = (mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Audited))
    return sorted((table for table in tables if isinstance(table, Table)), key=lambda table: table.name)


def _rows_against_heads(session: Session, heads: dict[tuple[str, UUID, UUID], AuditEvent]) -> Iterator[Finding]:
    orphans = dict(heads)
    for table in _audited_tables():
        query = select(table.c.agency_id, table.c.id, table.c.audit_seq, table.c.audit_hash)
        for agency_id, row_id, seq, row_hash in session.execute(query):
            subject = f"{table.name}:{row_id}"
            head = orphans.pop((table.name, agency_id, row_id), None)
            if head is None or head.seq < seq:
                yield Finding(subject, seq, None, f"entry {seq} is missing: the row names it as newest")
            elif head.seq > seq or head.hash != bytes(row_hash):
                yield Finding(subject, head.seq, head.id, "is not the entry that the row names as newest")
    for (kind, _, row_id), head in orphans.items():
        if head.action != LAST_OF_A_SESSION:
            yield Finding(f"{kind}:{row_id}", head.seq, head.id, "the row that it is about is gone")


def _values_against_commitments(session: Session) -> Iterator[Finding]:
    query = (
        select(AuditEvent, AuditValue)
        .join(AuditValue, (AuditValue.agency_id == AuditEvent.agency_id) & (AuditValue.event_id == AuditEvent.id))
        .execution_options(yield_per=_BATCH)
    )
    for event, value in session.execute(query):
        if _committed(event, value.key) != commitment(value.salt, value.value):
            subject = f"{event.subject_kind}:{event.subject_id}"
            yield Finding(subject, event.seq, event.id, f"the value of {value.key} is not the one committed to")


def _committed(event: AuditEvent, key: str) -> object:
    commitments: object = event.commitments
    return commitments.get(key) if isinstance(commitments, dict) else None
