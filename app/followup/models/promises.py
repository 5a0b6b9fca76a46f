"""By when a candidate is to hear something, what a consultant wrote to them, and their asking for news."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, in_states, within_agency
from app.followup.states import NUDGE, PROMISE

_STANDS = text("ended_at IS NULL")


class Promise(Audited, Base):
    """By when the candidate of an interview hears something, even if there is nothing new; at most one stands (P16).

    It stands until ``ended_at``: it was kept, or moved for a ``reason`` that the candidate reads; or it was broken
    (``broken_at``), and stands until they heard after all. ``kept_by`` is what they heard: news of their debrief or
    letter, an update, or what was relayed. From ``warn_at`` the consultant is warned.
    """

    __tablename__ = "promise"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        within_agency("consultant_id", "consultant"),
        within_agency("moved_by", "consultant"),
        CheckConstraint(in_states("state", PROMISE.states()), name="state"),
        CheckConstraint("state IN ('open', 'broken') OR ended_at IS NOT NULL", name="ends_with_its_state"),
        CheckConstraint("state <> 'open' OR ended_at IS NULL", name="open_until_it_ends"),
        CheckConstraint("(state = 'broken') = (broken_at IS NOT NULL)", name="broken_at_once"),
        CheckConstraint(
            "num_nonnulls(reason, moved_by) = CASE state WHEN 'moved' THEN 2 ELSE 0 END", name="moved_for_a_reason"
        ),
        CheckConstraint("kept_by IN ('news', 'update', 'relay')", name="kept_by"),
        CheckConstraint("made_at < next_update_by", name="made_before_it_is_due"),
        Index("ix_promise_agency_id_interview_id", "agency_id", "interview_id", "id"),
        Index("uq_promise_stands", "agency_id", "interview_id", unique=True, postgresql_where=_STANDS),
        Index("ix_promise_agency_id_warn_at", "agency_id", "warn_at", postgresql_where=_STANDS),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    consultant_id: Mapped[UUID]
    state: Mapped[str]
    made_at: Mapped[datetime]
    next_update_by: Mapped[datetime]
    warn_at: Mapped[datetime]
    broken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    kept_by: Mapped[str | None]
    moved_by: Mapped[UUID | None]
    reason: Mapped[str | None]


class StatusUpdate(Audited, Base):
    """What a consultant wrote to a candidate about where it stands; the candidate reads it on their page."""

    __tablename__ = "status_update"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        within_agency("consultant_id", "consultant"),
        Index("ix_status_update_agency_id_interview_id", "agency_id", "interview_id", "id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    consultant_id: Mapped[UUID]
    written_at: Mapped[datetime]
    words: Mapped[str]


class Nudge(Audited, Base):
    """A candidate asks for news, or says that they must answer somebody else by a day (P15).

    ``due_at`` is by when the desk should have answered. What answered it is the update ``update_id``, or, where that is
    null, something else that the candidate heard.
    """

    __tablename__ = "nudge"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        within_agency("answered_by", "consultant"),
        within_agency("update_id", "status_update"),
        CheckConstraint(in_states("state", NUDGE.states()), name="state"),
        CheckConstraint("kind IN ('reminder', 'new_deadline')", name="kind"),
        CheckConstraint("(kind = 'new_deadline') = (deadline_on IS NOT NULL)", name="deadline_by_its_kind"),
        CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL)", name="answered_by_its_state"),
        CheckConstraint("answered_at IS NOT NULL OR num_nonnulls(answered_by, update_id) = 0", name="answered_whole"),
        Index("ix_nudge_agency_id_interview_id", "agency_id", "interview_id", "id"),
        Index("ix_nudge_agency_id_due_at", "agency_id", "due_at", postgresql_where=text("state = 'waiting'")),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    state: Mapped[str]
    kind: Mapped[str]
    asked_at: Mapped[datetime]
    deadline_on: Mapped[date | None]
    words: Mapped[str | None]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
    update_id: Mapped[UUID | None]


@dataclass(frozen=True)
class Wrote:
    """Words of somebody at the agency to the candidate."""

    update: StatusUpdate
    by: str


@dataclass(frozen=True)
class Moved:
    """A promise that somebody moved, and to when."""

    promise: Promise
    by: str
    until: datetime


@dataclass(frozen=True)
class Asked:
    """A question for news with what answered it."""

    nudge: Nudge
    by: str | None
    answer: str | None
