"""The trail's rows. Only `app.audit` and `app.privacy` may import this module."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class AuditEvent(Base):
    """One entry, append-only: who did what to which row, chained by SHA-256 to the entry before it."""

    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("agency_id", "subject_kind", "subject_id", "seq"),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("octet_length(hash) = 32", name="hash_is_sha256"),
        Index("ix_audit_event_agency_id_at", "agency_id", "at", "id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    seq: Mapped[int]
    action: Mapped[str]
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    via_key_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]]
    commitments: Mapped[dict[str, Any]]
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]


class AuditValue(Base):
    """The personal value behind one commitment; erasing the row leaves the chain intact."""

    __tablename__ = "audit_value"
    __table_args__ = (ForeignKeyConstraint(["agency_id", "event_id"], ["audit_event.agency_id", "audit_event.id"]),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[bytes]
    value: Mapped[str]


class PendingEvent(Base):
    """An entry that the publisher has not numbered yet; ids only, so without row-level security."""

    __tablename__ = "pending_event"

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
