"""What waits for a consultant, and for whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, within_agency

_FOR_US = text("waits_for = 'us'")


class ReviewItem(Base):
    """One submitted version that waits for, or had, a decision; the decision is audited on what was decided.

    ``consultant_id`` is who has it to do: the interview's consultant, or whom it was assigned to (``assigned_at``);
    nobody once they left. ``waits_for``: us, the candidate, or nobody. A claim is soft and ends at ``claimed_until``.
    ``cut_off_zone`` and ``due_why`` tell by whose clock, and why, it is due. ``search`` holds the names (weight A) and
    the words that every reader of the agency may see, never what is for the agency only. ``revision`` is its ETag.
    """

    __tablename__ = "review_item"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        within_agency("consultant_id", "consultant"),
        within_agency("team_id", "team"),
        within_agency("client_id", "client"),
        within_agency("claimed_by", "consultant"),
        UniqueConstraint("agency_id", "subject_id", "version"),
        CheckConstraint("kind IN ('debrief', 'letter', 'addendum', 'summary')", name="kind"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_at_once"),
        CheckConstraint("waits_for IN ('us', 'candidate')", name="waits_for"),
        CheckConstraint("(decision IS NULL) = (waits_for IS NOT DISTINCT FROM 'us')", name="undecided_waits_for_us"),
        CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="claimed_for_a_time"),
        Index(
            "ix_review_item_waiting",
            "agency_id",
            "due_at",
            "id",
            postgresql_where=_FOR_US,
            postgresql_include=["claimed_until"],
        ),
        Index("ix_review_item_consultant", "agency_id", "consultant_id", "due_at", "id", postgresql_where=_FOR_US),
        Index("ix_review_item_team", "agency_id", "team_id", "due_at", "id", postgresql_where=_FOR_US),
        Index("ix_review_item_client", "agency_id", "client_id", "due_at", "id", postgresql_where=_FOR_US),
        Index("ix_review_item_kind", "agency_id", "kind", "due_at", "id", postgresql_where=_FOR_US),
        Index(
            "ix_review_item_with_candidate",
            "agency_id",
            "decided_at",
            "id",
            postgresql_where=text("waits_for = 'candidate'"),
        ),
        Index("ix_review_item_decided", "agency_id", "decided_at", "id", postgresql_where=text("waits_for IS NULL")),
        Index(
            "ix_review_item_claimed",
            "agency_id",
            "claimed_by",
            "claimed_until",
            postgresql_where=text("claimed_by IS NOT NULL"),
        ),
        Index(
            "ix_review_item_assigned", "agency_id", "consultant_id", postgresql_where=text("assigned_at IS NOT NULL")
        ),
        Index("ix_review_item_interview", "agency_id", "interview_id"),
        Index("ix_review_item_search", "search", postgresql_using="gin"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    version: Mapped[int]
    consultant_id: Mapped[UUID | None]
    team_id: Mapped[UUID]
    client_id: Mapped[UUID]
    due_at: Mapped[datetime]
    cut_off_zone: Mapped[str]
    due_why: Mapped[str]
    escalated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    waits_for: Mapped[str | None] = mapped_column(default="us")
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    claimed_by: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]
    assigned_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    search: Mapped[str] = mapped_column(TSVECTOR, server_default="", deferred=True)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")


class ReviewHandover(Audited, Base):
    """Who took an item on, gave it back or handed it on, last; its trail holds every time. Its id is the item's."""

    __tablename__ = "review_handover"
    __table_args__ = (
        within_agency("id", "review_item"),
        within_agency("held_by", "consultant"),
        CheckConstraint("step IN ('claimed', 'released', 'assigned')", name="step"),
        CheckConstraint("(step = 'released') = (held_by IS NULL)", name="released_by_whoever_held_it"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    step: Mapped[str]
    held_by: Mapped[UUID | None]
    at: Mapped[datetime]


@dataclass(frozen=True)
class QueueRow:
    """One item with the names that stand beside it; ``claimed_by_name`` while a claim stands."""

    item: ReviewItem
    candidate: str
    job: str
    client: str
    consultant: str | None
    claimed_by_name: str | None
