"""What a user proves besides the passphrase: an app that shows codes (RFC 6238), and recovery codes for without it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, within_agency


class SecondFactor(Base):
    """The app of one user: its sealed secret, and the one that is being set up until a code of it was given.

    ``last_step``: of the newest code that was taken, in steps of 30 seconds; no older one is taken again.
    """

    __tablename__ = "second_factor"
    __table_args__ = (
        within_agency("consultant_id", "consultant"),
        CheckConstraint("(sealed_secret IS NULL) = (set_up_at IS NULL)", name="secret_has_its_time"),
        CheckConstraint("(sealed_next IS NULL) = (begun_at IS NULL)", name="next_has_its_time"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    consultant_id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed_secret: Mapped[bytes | None]
    set_up_at: Mapped[datetime | None]
    last_step: Mapped[int | None]
    sealed_next: Mapped[bytes | None]
    begun_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that lets its user in once without the app; only its digest is stored."""

    __tablename__ = "recovery_code"
    __table_args__ = (
        within_agency("consultant_id", "consultant"),
        Index("ix_recovery_code_agency_id_consultant_id", "agency_id", "consultant_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultant_id: Mapped[UUID]
    digest: Mapped[bytes]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
