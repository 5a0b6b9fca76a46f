"""One meeting of an application, and the people met there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Agency, Consultant
from app.core.db import Audited, Base, in_states, within_agency
from app.directory.models import Application, Candidate, Client, ClientContact, Job
from app.interviews.states import INTERVIEW


class Interview(Audited, Base):
    """The meeting; ``consultant_id`` is whose it is."""

    __tablename__ = "interview"
    __table_args__ = (
        within_agency("application_id", "application"),
        within_agency("consultant_id", "consultant"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("introduced_by IN ('agency', 'direct')", name="introduced_by"),
        CheckConstraint(in_states("state", INTERVIEW.states()), name="state"),
        Index("ix_interview_agency_id_starts_at", "agency_id", "starts_at", "id"),
        Index("ix_interview_agency_id_application_id", "agency_id", "application_id"),
        Index("ix_interview_agency_id_consultant_id", "agency_id", "consultant_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    consultant_id: Mapped[UUID]
    round: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    time_zone: Mapped[str]
    introduced_by: Mapped[str] = mapped_column(default="agency")
    debrief_profile: Mapped[str]
    state: Mapped[str] = mapped_column(default="scheduled")


class PersonMet(Base):
    """Somebody met in the interview: announced with it, or named by the candidate.

    ``left_at``: a consultant looked and leaves the name unmatched, for ``left_reason``. ``taken_off_at``: announced no
    longer, so not met; the row stays, because a letter may name it.
    """

    __tablename__ = "person_met"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        UniqueConstraint("agency_id", "interview_id", "id"),
        CheckConstraint("source IN ('announced', 'candidate')", name="source"),
        CheckConstraint("(left_at IS NULL) = (left_reason IS NULL)", name="left_with_its_reason"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    name: Mapped[str]
    title: Mapped[str | None]
    role_in_decision: Mapped[str | None]
    source: Mapped[str]
    left_at: Mapped[datetime | None]
    left_reason: Mapped[str | None]
    taken_off_at: Mapped[datetime | None]


class PersonMatch(Base):
    """That a person met is a client contact; the one that was not ended counts. A row is never removed, so that what
    a delivery relied on stays."""

    __tablename__ = "person_match"
    __table_args__ = (
        within_agency("person_id", "person_met"),
        within_agency("contact_id", "client_contact"),
        Index(
            "uq_person_match_standing",
            "agency_id",
            "person_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    matched_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class DebriefBegun(Base):
    """That the candidate has begun to write about this interview: moved, it then stays what it is."""

    __tablename__ = "debrief_begun"
    __table_args__ = (within_agency("interview_id", "interview"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class CalendarEntry(Base):
    """The entry for a calendar that the candidate was mailed last: of which times, or that it was withdrawn."""

    __tablename__ = "calendar_entry"
    __table_args__ = (within_agency("interview_id", "interview"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    withdrawn: Mapped[bool]
    mailed_at: Mapped[datetime]


class AttendanceAnswer(Base):
    """What somebody said to "did it go ahead?", never changed; its audit entry is on the interview.

    ``about_starts_at`` and ``about_ends_at`` are the interview's times as they then were: of an interview that was
    moved since, nothing is known yet. ``starts_at``, ``ends_at`` and ``time_zone`` are what it was moved to.
    """

    __tablename__ = "attendance_answer"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        CheckConstraint("answer IN ('yes', 'still_going', 'moved', 'cancelled', 'did_not_go')", name="answer"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="both_times"),
        CheckConstraint("starts_at IS NULL OR answer = 'moved'", name="times_of_a_move"),
        Index("ix_attendance_answer_agency_id_interview_id", "agency_id", "interview_id", "id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    answer: Mapped[str]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    time_zone: Mapped[str | None]
    reason: Mapped[str | None]
    about_starts_at: Mapped[datetime]
    about_ends_at: Mapped[datetime]
    told_at: Mapped[datetime]
    told_by: Mapped[str]
    told_by_id: Mapped[UUID | None]


@dataclass(frozen=True)
class Meeting:
    """An interview with everything it is about."""

    interview: Interview
    application: Application
    candidate: Candidate
    job: Job
    client: Client
    consultant: Consultant
    agency: Agency


@dataclass(frozen=True)
class Met:
    """A person met, and the client contact that they are, if that is known."""

    person: PersonMet
    contact: ClientContact | None
