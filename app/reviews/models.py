"""What waits for a consultant."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, within_agency


class ReviewItem(Base):
    """One submitted version that waits for, or had, a decision; the decision is audited on what was decided."""

    __tablename__ = "review_item"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        UniqueConstraint("agency_id", "subject_id", "version"),
        CheckConstraint("kind IN ('debrief', 'letter', 'addendum', 'summary')", name="kind"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_at_once"),
        Index(
            "ix_review_item_waiting",
            "agency_id",
            "due_at",
            "id",
            postgresql_where=text("decision IS NULL"),
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    version: Mapped[int]
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
