"""What a candidate notes for nobody but themselves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, within_agency


class Lesson(Base):
    """One lesson of one candidate, written after an interview of theirs.

    No route, query or export lets anybody of the agency read it; that is why it is no event of the trail either.
    ``revision`` counts its changes, so that of two windows the older one overwrites nothing.
    """

    __tablename__ = "lesson"
    __table_args__ = (
        within_agency("candidate_id", "candidate"),
        within_agency("interview_id", "interview"),
        CheckConstraint("revision >= 1", name="from_one"),
        Index("ix_lesson_agency_id_candidate_id", "agency_id", "candidate_id", "id"),
        Index("ix_lesson_agency_id_interview_id", "agency_id", "interview_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID]
    interview_id: Mapped[UUID]
    text: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime]


@dataclass(frozen=True)
class Noted:
    """A lesson with the interview that it was written about: its round, the job and the client."""

    lesson: Lesson
    round: int
    starts_at: datetime
    job: str
    client: str
