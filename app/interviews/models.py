"""One meeting of an application, and the people met there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
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
    """Somebody met in the interview: announced with it, or named by the candidate."""

    __tablename__ = "person_met"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        UniqueConstraint("agency_id", "interview_id", "id"),
        CheckConstraint("source IN ('announced', 'candidate')", name="source"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    name: Mapped[str]
    title: Mapped[str | None]
    role_in_decision: Mapped[str | None]
    source: Mapped[str]


class PersonMatch(Base):
    """That a person met is a client contact: one row per match, the newest counts; never changed, so that what a
    delivery relied on stays."""

    __tablename__ = "person_match"
    __table_args__ = (
        within_agency("person_id", "person_met"),
        within_agency("contact_id", "client_contact"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    matched_at: Mapped[datetime]


class DebriefBegun(Base):
    """That the candidate has begun to write about this interview: moved, it then stays what it is."""

    __tablename__ = "debrief_begun"
    __table_args__ = (within_agency("interview_id", "interview"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]


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
