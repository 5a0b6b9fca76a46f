"""What is said about a debrief or a letter, and whom it was told to by mail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, in_states, within_agency
from app.threads.states import COMMENT


class Comment(Audited, Base):
    """One comment, never edited; ``paragraph`` counts from 1 in ``version`` of the letter, null is the whole.

    A reply names its ``parent_id``, which is no reply itself. ``body`` is null once its author deleted it.
    """

    __tablename__ = "comment"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        within_agency("letter_id", "letter"),
        within_agency("debrief_id", "debrief"),
        within_agency("parent_id", "comment"),
        CheckConstraint("visibility IN ('shared', 'private')", name="visibility"),
        CheckConstraint("author_kind IN ('candidate', 'consultant')", name="author_kind"),
        CheckConstraint("author_kind = 'consultant' OR visibility = 'shared'", name="candidates_share"),
        CheckConstraint("num_nonnulls(letter_id, debrief_id) = 1", name="one_subject"),
        CheckConstraint("paragraph IS NULL OR version IS NOT NULL", name="paragraph_of_a_version"),
        CheckConstraint(in_states("state", COMMENT.states()), name="state"),
        CheckConstraint("(state = 'deleted') = (body IS NULL)", name="deleted_is_empty"),
        Index("ix_comment_agency_id_letter_id", "agency_id", "letter_id", "id"),
        Index("ix_comment_agency_id_debrief_id", "agency_id", "debrief_id", "id"),
        Index("ix_comment_agency_id_interview_id", "agency_id", "interview_id", "id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    letter_id: Mapped[UUID | None]
    debrief_id: Mapped[UUID | None]
    parent_id: Mapped[UUID | None]
    visibility: Mapped[str]
    version: Mapped[int | None]
    paragraph: Mapped[int | None]
    body: Mapped[str | None]
    author_kind: Mapped[str]
    author_id: Mapped[UUID]
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    resolved_at: Mapped[datetime | None]
    resolved_by_kind: Mapped[str | None]
    resolved_by_id: Mapped[UUID | None]


class CommentTold(Base):
    """That a shared comment was mailed to whom it is for; so each is told once, in one mail with its neighbours."""

    __tablename__ = "comment_told"
    __table_args__ = (within_agency("comment_id", "comment"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    comment_id: Mapped[UUID] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]
