"""Holds, exports and erasures of what is held about a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, within_agency


class LegalHold(Audited, Base):
    """That nothing of a person may be erased, for a reason, until it is released."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        within_agency("candidate_id", "candidate"),
        CheckConstraint("(released_at IS NULL) = (release_reason IS NULL)", name="released_with_reason"),
        Index("ix_legal_hold_agency_id_candidate_id", "agency_id", "candidate_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID]
    placed_at: Mapped[datetime]
    reason: Mapped[str]
    released_at: Mapped[datetime | None]
    release_reason: Mapped[str | None]


class Erasure(Base):
    """That a person was erased; kept for good, without words about them once ``kept_until`` has passed.

    ``kept_name`` and ``kept_contact`` are what the law asks to keep until that day (ADR 0020); ``confirm_to`` is where
    the one confirmation goes, and is forgotten with it. ``in_ledger_at``: when it was written where a restored backup
    does not reach.
    """

    __tablename__ = "erasure"
    __table_args__ = (
        within_agency("candidate_id", "candidate"),
        UniqueConstraint("agency_id", "candidate_id"),
        CheckConstraint("ground IN ('request', 'retention', 'replay')", name="ground"),
        CheckConstraint("confirmation IN ('waiting', 'mailed', 'not_mailed')", name="confirmation"),
        CheckConstraint("(confirmation = 'waiting') = (confirm_to IS NOT NULL)", name="address_until_confirmed"),
        CheckConstraint("kept_until IS NOT NULL OR num_nonnulls(kept_name, kept_contact) = 0", name="kept_until_a_day"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID]
    erased_at: Mapped[datetime]
    ground: Mapped[str]
    kept_until: Mapped[datetime | None]
    kept_name: Mapped[str | None]
    kept_contact: Mapped[str | None]
    confirm_to: Mapped[str | None]
    confirmation: Mapped[str]
    in_ledger_at: Mapped[datetime | None]


class PersonExport(Base):
    """One archive of everything held about a person; made by the worker, deleted when it expires."""

    __tablename__ = "person_export"
    __table_args__ = (
        within_agency("candidate_id", "candidate"),
        CheckConstraint("num_nulls(ready_at, sha256, content) IN (0, 3)", name="ready_whole"),
        Index("ix_person_export_agency_id_candidate_id", "agency_id", "candidate_id", "id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID]
    private_notes: Mapped[bool]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    sha256: Mapped[str | None]
    content: Mapped[bytes | None] = mapped_column(deferred=True)
