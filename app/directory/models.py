"""Whom and what an interview is about: clients, their contacts, candidates, jobs, applications."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, within_agency


class Client(Audited, Base):
    """The employer, with the policies that the agency agreed with it."""

    __tablename__ = "client"
    __table_args__ = (
        CheckConstraint("contact_policy IN ('forbidden', 'copy_agency', 'permitted')", name="contact_policy"),
        CheckConstraint("letter_policy IN ('welcome', 'ask_first', 'not_accepted')", name="letter_policy"),
        Index("ix_client_agency_id_name", "agency_id", "name", "id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    contact_policy: Mapped[str] = mapped_column(default="forbidden")
    letter_policy: Mapped[str] = mapped_column(default="welcome")


class ClientContact(Audited, Base):
    """A person at a client, with their working time and an address that may still be missing."""

    __tablename__ = "client_contact"
    __table_args__ = (
        within_agency("client_id", "client"),
        CheckConstraint("work_starts < work_ends", name="day_has_length"),
        Index("ix_client_contact_agency_id_client_id", "agency_id", "client_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    name: Mapped[str]
    title: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    time_zone: Mapped[str]
    country: Mapped[str]
    subdivision: Mapped[str | None]
    work_starts: Mapped[time]
    work_ends: Mapped[time]


class Candidate(Audited, Base):
    """The person interviewed."""

    __tablename__ = "candidate"
    __table_args__ = (
        CheckConstraint("num_nonnulls(email, phone) >= 1", name="can_be_reached"),
        Index("ix_candidate_agency_id_email", "agency_id", "email"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    time_zone: Mapped[str]


class Job(Audited, Base):
    """The vacancy."""

    __tablename__ = "job"
    __table_args__ = (
        within_agency("client_id", "client"),
        CheckConstraint("kind IN ('permanent', 'contract')", name="kind"),
        Index("ix_job_agency_id_client_id", "agency_id", "client_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(default="permanent")


class Application(Audited, Base):
    """One candidate put forward for one job."""

    __tablename__ = "application"
    __table_args__ = (
        within_agency("candidate_id", "candidate"),
        within_agency("job_id", "job"),
        UniqueConstraint("agency_id", "candidate_id", "job_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID]
    job_id: Mapped[UUID]


class ExternalRef(Base):
    """The name of one of our rows in a foreign system, unique per agency, system and kind.

    ``source_updated_at`` is when the foreign system last changed it: what is older than that changes nothing.
    """

    __tablename__ = "external_ref"
    __table_args__ = (UniqueConstraint("agency_id", "subject_id", "system"),)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    system: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID]
    source_updated_at: Mapped[datetime | None]
