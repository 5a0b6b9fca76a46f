"""When a client decides, and how it was asked once that day had passed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, in_states, within_agency
from app.followup.states import DECISION


class Decision(Audited, Base):
    """When the client decides on one interview, as far as anybody knows (P13, P14); an interview has one at most.

    ``set_by`` is who of the agency set the day; None: the candidate's debrief did, and a newer one may change it.
    ``time_zone`` is the client's. ``ask_by``: the client is to be asked, until then. ``wanted_by``: something that only
    the agency reads makes the answer urgent. ``chases`` counts since the day passed; ``reason`` and ``heard`` are for
    the agency alone. ``told_*`` is what the candidate reads of it: never anything that nobody told them (rule 5).
    """

    __tablename__ = "decision"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        within_agency("set_by", "consultant"),
        within_agency("chased_by", "consultant"),
        within_agency("told_by", "consultant"),
        UniqueConstraint("agency_id", "interview_id"),
        CheckConstraint(in_states("state", DECISION.states()), name="state"),
        CheckConstraint("precision IN ('exact', 'about', 'unknown')", name="precision"),
        CheckConstraint("source IN ('candidate', 'client', 'consultant')", name="source"),
        CheckConstraint("(expected_on IS NULL) = (precision = 'unknown')", name="a_day_unless_unknown"),
        CheckConstraint("(state = 'decided') = (settled_at IS NOT NULL)", name="settled_when_decided"),
        CheckConstraint("ask_by IS NULL OR state IN ('overdue', 'chased')", name="asked_once_it_passed"),
        CheckConstraint("chased_how IN ('call', 'mail')", name="chased_how"),
        CheckConstraint("num_nonnulls(last_chased_at, chased_by, chased_how) IN (0, 3)", name="chased_as_a_whole"),
        CheckConstraint("num_nonnulls(told_on, told_precision, told_by, told_at) IN (0, 4)", name="told_as_a_whole"),
        Index("ix_decision_ask_by", "agency_id", "ask_by", postgresql_where=text("ask_by IS NOT NULL")),
        Index("ix_decision_wanted_by", "agency_id", "wanted_by", postgresql_where=text("wanted_by IS NOT NULL")),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    state: Mapped[str]
    expected_on: Mapped[date | None]
    precision: Mapped[str]
    source: Mapped[str]
    said_by: Mapped[str | None]
    set_by: Mapped[UUID | None]
    set_at: Mapped[datetime]
    time_zone: Mapped[str]
    ask_by: Mapped[datetime | None]
    wanted_by: Mapped[datetime | None]
    chases: Mapped[int]
    last_chased_at: Mapped[datetime | None]
    chased_by: Mapped[UUID | None]
    chased_how: Mapped[str | None]
    chased_whom: Mapped[str | None]
    heard: Mapped[str | None]
    reason: Mapped[str | None]
    told_on: Mapped[date | None]
    told_precision: Mapped[str | None]
    told_by: Mapped[UUID | None]
    told_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
