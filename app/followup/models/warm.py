"""Applications that have gone quiet, and that somebody wrote to their candidate all the same."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, within_agency


class KeepInTouch(Audited, Base):
    """A consultant wrote to the candidate of a quiet application, for a reason that was true; never changed."""

    __tablename__ = "keep_in_touch"
    __table_args__ = (
        within_agency("application_id", "application"),
        within_agency("consultant_id", "consultant"),
        CheckConstraint("reason IN ('news', 'openings', 'on_hold', 'year')", name="reason"),
        Index("ix_keep_in_touch_agency_id_application_id", "agency_id", "application_id", "id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    consultant_id: Mapped[UUID]
    reason: Mapped[str]
    at: Mapped[datetime]


@dataclass(frozen=True)
class Quiet:
    """A quiet application with a reason to write: since when, and where the reason comes from."""

    application_id: UUID
    reason: str
    since: datetime
    quiet_since: datetime
    interview_id: UUID
    candidate: str
    email: str | None
    job: str
    client: str
    consultant: str
