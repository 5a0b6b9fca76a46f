"""The candidate's account of one interview: its state, its draft, its immutable versions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, in_states, within_agency
from app.debriefs.states import ADDENDUM, DEBRIEF
from app.interviews.models import Interview


class Debrief(Audited, Base):
    """One debrief per interview; ``version`` counts submissions, 0 before the first.

    ``draft_revisions`` is the last revision of the drafts that are gone, so that no ETag of a draft comes twice.
    """

    __tablename__ = "debrief"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        UniqueConstraint("agency_id", "interview_id"),
        CheckConstraint("profile IN ('full', 'short')", name="profile"),
        CheckConstraint(in_states("state", DEBRIEF.states()), name="state"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    profile: Mapped[str]
    state: Mapped[str] = mapped_column(default="requested")
    version: Mapped[int] = mapped_column(default=0)
    draft_revisions: Mapped[int] = mapped_column(default=0)
    requested_at: Mapped[datetime]
    request_mailed_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    return_reason: Mapped[str | None]
    close_reason: Mapped[str | None]


class DebriefWanted(Base):
    """When the client is rung about an interview, so that reminders count back from it; since when that is known.

    Gone with the plan: once the call was made, or is not made. The call itself is followup's.
    """

    __tablename__ = "debrief_wanted"
    __table_args__ = (within_agency("interview_id", "interview"), within_agency("consultant_id", "consultant"))

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID] = mapped_column(primary_key=True)
    consultant_id: Mapped[UUID]
    call_at: Mapped[datetime]
    since: Mapped[datetime]


class DebriefDraft(Base):
    """What the candidate has typed so far; saved without being an event, under its own ETag (``revision``)."""

    __tablename__ = "debrief_draft"
    __table_args__ = (within_agency("debrief_id", "debrief"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    debrief_id: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int]
    answers: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]


class DebriefVersion(Base):
    """One submission, never changed. By telephone: taken at an instant, on a number that was rung."""

    __tablename__ = "debrief_version"
    __table_args__ = (
        within_agency("debrief_id", "debrief"),
        CheckConstraint("version >= 1", name="from_one"),
        CheckConstraint("channel IN ('web', 'phone')", name="channel"),
        CheckConstraint("(channel = 'phone') = (taken_at IS NOT NULL)", name="taken_at_by_phone"),
        CheckConstraint("(channel = 'phone') = (number_rung IS NOT NULL)", name="number_rung_by_phone"),
        CheckConstraint("channel <> 'phone' OR submitted_by = 'consultant'", name="taken_by_a_consultant"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    debrief_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    answers: Mapped[dict[str, Any]]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[str]
    submitted_by_id: Mapped[UUID | None]
    channel: Mapped[str] = mapped_column(default="web")
    taken_at: Mapped[datetime | None]
    number_rung: Mapped[str | None]


class DebriefConfidence(Base):
    """The agency-only answers, stored apart: no document, client page or webhook reads this table (rule 4).

    ``version`` 0 belongs to the draft.
    """

    __tablename__ = "debrief_confidence"
    __table_args__ = (ForeignKeyConstraint(["agency_id", "debrief_id"], ["debrief.agency_id", "debrief.id"]),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    debrief_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    answers: Mapped[dict[str, Any]]


class DebriefAddendum(Audited, Base):
    """Something added after the debrief was accepted, reviewed alone (P22); its words never change.

    ``text`` is null where only the agency reads it: then the words lie in `DebriefAddendumConfidence` (rule 4).
    """

    __tablename__ = "debrief_addendum"
    __table_args__ = (
        within_agency("debrief_id", "debrief"),
        CheckConstraint(in_states("state", ADDENDUM.states()), name="state"),
        CheckConstraint("agency_only = (text IS NULL)", name="agency_only_apart"),
        CheckConstraint("channel IN ('web', 'phone')", name="channel"),
        CheckConstraint("(channel = 'phone') = (taken_at IS NOT NULL)", name="taken_at_by_phone"),
        CheckConstraint("(channel = 'phone') = (number_rung IS NOT NULL)", name="number_rung_by_phone"),
        CheckConstraint("channel <> 'phone' OR added_by = 'consultant'", name="taken_by_a_consultant"),
        Index("ix_debrief_addendum_agency_id_debrief_id", "agency_id", "debrief_id", "id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    debrief_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="submitted")
    agency_only: Mapped[bool]
    text: Mapped[str | None]
    channel: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    added_by_id: Mapped[UUID | None]
    taken_at: Mapped[datetime | None]
    number_rung: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    return_reason: Mapped[str | None]


class DebriefAddendumConfidence(Base):
    """The words of an addendum that only the agency reads, stored apart as `DebriefConfidence` is (rule 4)."""

    __tablename__ = "debrief_addendum_confidence"
    __table_args__ = (within_agency("addendum_id", "debrief_addendum"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    addendum_id: Mapped[UUID] = mapped_column(primary_key=True)
    text: Mapped[str]


@dataclass(frozen=True)
class PlannedCall:
    """Who rings the client, when, and since when that is known."""

    by: str
    at: datetime
    since: datetime


@dataclass(frozen=True)
class Added:
    """An addendum with its words, as far as the actor may read them, and who took it by telephone, if anybody did."""

    addendum: DebriefAddendum
    words: str | None
    taken_by: str | None


@dataclass(frozen=True)
class Standing:
    """The rows of one interview's debrief that an actor may read, together; what is not theirs is None.

    ``taken_by`` names who took the newest version by telephone.
    """

    interview: Interview
    debrief: Debrief | None
    draft: DebriefDraft | None
    draft_confidence: DebriefConfidence | None
    newest: DebriefVersion | None
    confidence: DebriefConfidence | None
    taken_by: str | None
