"""The calls in which a client is told, and what a call brief is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Consultant, CoverRule
from app.core.db import Audited, Base, in_states, within_agency
from app.debriefs.models import Standing
from app.directory.models import ClientContact
from app.directory.rules import WorkingTime
from app.followup.models.decisions import Decision
from app.followup.models.heard import Heard
from app.followup.states import CLIENT_CALL
from app.interviews.models import Meeting, Met
from app.letters.models import Letter, LetterVersion
from app.reviews.models import ReviewItem


class ClientCall(Audited, Base):
    """The consultant rings the client about one interview; at most one call of an interview is planned.

    ``consultant_id`` is who planned it, once it is done who rang. ``passed_on`` holds the points of the brief that were
    told, each as it stood then ({key, words}), ``said`` what else was, ``heard`` what the client answered.
    """

    __tablename__ = "client_call"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        within_agency("consultant_id", "consultant"),
        within_agency("contact_id", "client_contact"),
        CheckConstraint(in_states("state", CLIENT_CALL.states()), name="state"),
        CheckConstraint("(state = 'done') = (rung_at IS NOT NULL)", name="rung_when_done"),
        CheckConstraint("state = 'done' OR planned_for IS NOT NULL", name="planned_for_a_time"),
        CheckConstraint("(state = 'skipped') = (skip_reason IS NOT NULL)", name="skipped_for_a_reason"),
        CheckConstraint("num_nonnulls(contact_id, spoke_with) <= 1", name="with_one_person"),
        Index("ix_client_call_agency_id_interview_id", "agency_id", "interview_id", "id"),
        Index(
            "uq_client_call_planned",
            "agency_id",
            "interview_id",
            unique=True,
            postgresql_where=text("state = 'planned'"),
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    consultant_id: Mapped[UUID]
    contact_id: Mapped[UUID | None]
    spoke_with: Mapped[str | None]
    state: Mapped[str]
    noted_at: Mapped[datetime]
    planned_for: Mapped[datetime | None]
    rung_at: Mapped[datetime | None]
    passed_on: Mapped[list[Any]] = mapped_column(default=list)
    said: Mapped[str | None]
    heard: Mapped[str | None]
    skip_reason: Mapped[str | None]


@dataclass(frozen=True)
class Called:
    """A call with the names of who rings and of whom; ``whom`` is None where that was not said."""

    call: ClientCall
    by: str
    whom: str | None


@dataclass(frozen=True)
class Sent:
    """A letter of the interview that still counts, with its newest words."""

    letter: Letter
    version: LetterVersion


@dataclass(frozen=True)
class Grounds:
    """Everything that the brief of one interview is made of; ``contacts`` are those whom to ring, likeliest first.

    ``heard`` is what the client said so far, for the agency's own people alone.
    """

    now: datetime
    meeting: Meeting
    standing: Standing
    met: Sequence[Met]
    letters: Sequence[Sent]
    contacts: Sequence[ClientContact]
    working: Mapping[UUID, WorkingTime]
    heard: Sequence[Heard] = ()
    decision: Decision | None = None


@dataclass(frozen=True)
class Reader:
    """Who hears of what came in: the interview's consultant, or whoever covers for them today."""

    user: Consultant
    desk: WorkingTime


@dataclass(frozen=True)
class Given:
    """Work that somebody gave to a colleague: what waits, an interview, or days to cover; ``subject_id`` names it.

    ``waiting`` is what of it waits for a decision, the most urgent first; ``begins_at`` when it becomes theirs.
    """

    subject_id: UUID
    taker: Consultant
    waiting: Sequence[ReviewItem]
    begins_at: datetime
    meeting: Meeting | None = None
    cover: CoverRule | None = None
    away: Consultant | None = None
