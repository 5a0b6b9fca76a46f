"""What the client said and decided, kept from the candidate until a person tells them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, in_states, within_agency
from app.followup.states import CLIENT_FEEDBACK, OUTCOME


class ForTheCandidate:
    """Columns of what is hidden from a candidate until a person tells them (P17, P18, rule 5).

    ``words`` are the candidate's version, in the consultant's words; nothing else of the row ever reaches a candidate,
    and these only from ``relayed_at`` on. ``relayed_how``: on their page and by mail, or told by telephone.
    """

    words: Mapped[str | None]
    drafted_at: Mapped[datetime | None]
    relayed_at: Mapped[datetime | None]
    relayed_by: Mapped[UUID | None]
    relayed_how: Mapped[str | None]
    acknowledged_at: Mapped[datetime | None]


def _relayed_as_a_whole() -> list[CheckConstraint]:
    """What a relay must hold, for each table of such columns."""
    return [
        CheckConstraint("(words IS NULL) = (drafted_at IS NULL)", name="drafted_with_words"),
        CheckConstraint("num_nonnulls(relayed_at, relayed_by, relayed_how) IN (0, 3)", name="relayed_as_a_whole"),
        CheckConstraint("relayed_at IS NULL OR words IS NOT NULL", name="relayed_in_words"),
        CheckConstraint("acknowledged_at IS NULL OR relayed_at IS NOT NULL", name="acknowledged_when_relayed"),
        CheckConstraint("relayed_how IN ('page', 'telephone')", name="relayed_how"),
    ]


class ClientFeedback(ForTheCandidate, Audited, Base):
    """What the client said of the interview, as a consultant took it down; there may be several.

    ``answers`` are of `schemas`: the client's words, and which of them may be quoted. ``call_id``: in which call.
    ``relay_due_at``: by when the candidate is to hear, None where nothing was given (``none_given``).
    """

    __tablename__ = "client_feedback"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        within_agency("consultant_id", "consultant"),
        within_agency("contact_id", "client_contact"),
        within_agency("call_id", "client_call"),
        within_agency("relayed_by", "consultant"),
        CheckConstraint(in_states("state", CLIENT_FEEDBACK.states()), name="state"),
        CheckConstraint("num_nonnulls(contact_id, spoke_with) <= 1", name="of_one_person"),
        CheckConstraint("(state = 'none_given') = (relay_due_at IS NULL)", name="relayed_unless_none_given"),
        CheckConstraint(
            "(state IN ('relayed', 'acknowledged')) = (relayed_at IS NOT NULL)", name="relayed_by_its_state"
        ),
        *_relayed_as_a_whole(),
        Index("ix_client_feedback_agency_id_interview_id", "agency_id", "interview_id", "id"),
        Index(
            "ix_client_feedback_agency_id_relay_due_at",
            "agency_id",
            "relay_due_at",
            postgresql_where=text("relayed_at IS NULL"),
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    consultant_id: Mapped[UUID]
    contact_id: Mapped[UUID | None]
    spoke_with: Mapped[str | None]
    call_id: Mapped[UUID | None]
    state: Mapped[str]
    heard_at: Mapped[datetime]
    noted_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]]
    relay_due_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Heard:
    """What a client said, with the names of who took it down and of who said it; ``whom`` is None where unknown."""

    feedback: ClientFeedback
    by: str
    whom: str | None


class Outcome(ForTheCandidate, Audited, Base):
    """What became of the interview; the one that was not superseded counts (P18).

    ``side`` is who decided, ``reason`` why, in words that only the agency reads; ``decided_on`` is when, where known.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        within_agency("consultant_id", "consultant"),
        within_agency("relayed_by", "consultant"),
        CheckConstraint(in_states("state", OUTCOME.states()), name="state"),
        CheckConstraint(
            "kind IN ('next_round', 'offer', 'client_rejected', 'candidate_withdrew', 'on_hold', 'job_closed',"
            " 'placed')",
            name="kind",
        ),
        CheckConstraint("side IN ('client', 'candidate', 'agency')", name="side"),
        CheckConstraint("(state = 'superseded') = (superseded_at IS NOT NULL)", name="superseded_at_once"),
        *_relayed_as_a_whole(),
        Index("ix_outcome_agency_id_interview_id", "agency_id", "interview_id", "id"),
        Index(
            "uq_outcome_standing",
            "agency_id",
            "interview_id",
            unique=True,
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index("ix_outcome_unrelayed", "agency_id", "recorded_at", postgresql_where=text("relayed_at IS NULL")),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    consultant_id: Mapped[UUID]
    state: Mapped[str]
    kind: Mapped[str]
    side: Mapped[str]
    reason: Mapped[str | None]
    decided_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Relayed:
    """Something that the candidate was told, and the name of who told them."""

    row: ClientFeedback | Outcome
    by: str
