"""Writing the trail: `record` is the only writer, and every action calls it once per change of state (rule 3)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import inspect

from app.audit.canonical import GENESIS, Detail, Entry, commitment
from app.audit.catalogue import AuditAction
from app.audit.models import AuditEvent, AuditValue, PendingEvent
from app.core.actor import Actor, ConsultantActor
from app.core.db import AgencySession, Audited
from app.core.ids import new_id


class UndeclaredPersonalKey(AssertionError):
    """A personal value under a key that the catalogue does not declare: a defect of the program."""


class UntoldDetail(AssertionError):
    """An entry that its sentence cannot be made from, because something it tells is missing: a defect."""


def record(
    session: AgencySession,
    action: AuditAction,
    *,
    subject: Audited,
    actor: Actor,
    now: datetime,
    details: Mapping[str, Detail] | None = None,
    personal: Mapping[str, str] | None = None,
) -> UUID:
    """Append the entry of one change to the subject's chain, in the caller's transaction; return its identifier.

    ``details`` hold identifiers, states and counts only. ``personal`` values go to an erasable table; the entry
    keeps a commitment. The entry is also the event that the change feed and webhooks publish.
    """
    _require_told(action, {*(details or {}), *(personal or {})})
    salts = _salts(action, personal or {})
    entry = Entry(
        agency_id=subject.agency_id,
        id=new_id(),
        subject_kind=inspect(subject).mapper.local_table.name,
        subject_id=subject.id,
        seq=(subject.audit_seq or 0) + 1,
        action=action.described.name,
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        via_key_id=actor.via_key_id if isinstance(actor, ConsultantActor) else None,
        details=details or {},
        commitments={key: commitment(salts[key], value) for key, value in (personal or {}).items()},
        prev_hash=subject.audit_hash or GENESIS,
    )
    subject.audit_seq, subject.audit_hash = entry.seq, entry.hash()
    _append(session, entry)
    for key, value in (personal or {}).items():
        session.add(AuditValue(agency_id=entry.agency_id, event_id=entry.id, key=key, salt=salts[key], value=value))
    session.note_recorded(subject)
    session.flush()  # the change and its entry leave together; whoever reads after this sees both
    return entry.id


def _require_told(action: AuditAction, given: set[str]) -> None:
    untold = action.described.told - given
    if untold:
        raise UntoldDetail(f"{action.described.name}: {sorted(untold)}")


def _salts(action: AuditAction, personal: Mapping[str, str]) -> dict[str, bytes]:
    """Make a fresh salt for each personal value; raises UndeclaredPersonalKey."""
    undeclared = set(personal) - action.described.personal
    if undeclared:
        raise UndeclaredPersonalKey(f"{action.described.name}: {sorted(undeclared)}")
    return {key: secrets.token_bytes(32) for key in personal}


def _append(session: AgencySession, entry: Entry) -> None:
    columns = {
        **{name: getattr(entry, name) for name in Entry.__dataclass_fields__},
        "details": dict(entry.details),
        "commitments": dict(entry.commitments),
    }
    session.add(AuditEvent(hash=entry.hash(), **columns))
    session.add(PendingEvent(agency_id=entry.agency_id, event_id=entry.id))
