"""Whom and what an interview is about: clients, their contacts, candidates, jobs, applications."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, within_agency


def _pieces(table: str, said: str) -> Index:
    """The index by which a part of a name is found: all its pieces of three letters."""
    return Index(f"ix_{table}_search", text(f"afterword_pieces({said})"), postgresql_using="gin")


class Client(Audited, Base):
    """The employer, with the policies that the agency agreed with it.

    ``send_lead_minutes`` is how long before a contact's day begins a letter goes; None: as the agency does.
    """

    __tablename__ = "client"
    __table_args__ = (
        CheckConstraint("contact_policy IN ('forbidden', 'copy_agency', 'permitted')", name="contact_policy"),
        CheckConstraint("letter_policy IN ('welcome', 'ask_first', 'not_accepted')", name="letter_policy"),
        CheckConstraint("send_lead_minutes BETWEEN 0 AND 180", name="send_lead_minutes"),
        Index("ix_client_agency_id_name", "agency_id", "name", "id"),
        _pieces("client", "name"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    contact_policy: Mapped[str] = mapped_column(default="forbidden")
    letter_policy: Mapped[str] = mapped_column(default="welcome")
    send_lead_minutes: Mapped[int | None]


class ClientContact(Audited, Base):
    """A person at a client, with their working time and an address that may still be missing.

    ``weekend`` names the weekdays that are not worked; None: as the country does.
    """

    __tablename__ = "client_contact"
    __table_args__ = (
        within_agency("client_id", "client"),
        CheckConstraint("work_starts < work_ends", name="day_has_length"),
        CheckConstraint("cardinality(weekend) < 7", name="week_has_a_working_day"),
        Index("ix_client_contact_agency_id_client_id", "agency_id", "client_id"),
        _pieces("client_contact", "name, email"),
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
    weekend: Mapped[list[str] | None] = mapped_column(ARRAY(Text()))


class CalendarDay(Audited, Base):
    """A correction of a calendar: of a country or a part of it, of a client, or of one contact.

    ``day`` to ``last_day`` are ``off`` or ``worked``, whatever the public calendar says. Taken away it stays, with the
    time at which it was: the trail goes on referring to it.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (
        within_agency("client_id", "client"),
        within_agency("contact_id", "client_contact"),
        CheckConstraint("kind IN ('off', 'worked')", name="kind"),
        CheckConstraint("num_nonnulls(country, client_id, contact_id) = 1", name="is_of_one_calendar"),
        CheckConstraint("country IS NOT NULL OR subdivision IS NULL", name="a_part_is_of_a_country"),
        CheckConstraint("day <= last_day", name="ends_after_start"),
        Index("ix_calendar_day_agency_id_last_day", "agency_id", "last_day"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    country: Mapped[str | None]
    subdivision: Mapped[str | None]
    client_id: Mapped[UUID | None]
    contact_id: Mapped[UUID | None]
    kind: Mapped[str]
    day: Mapped[date]
    last_day: Mapped[date]
    name: Mapped[str]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Candidate(Audited, Base):
    """The person interviewed; from ``erased_at`` on nothing of who they were is left in this row."""

    __tablename__ = "candidate"
    __table_args__ = (
        CheckConstraint("(num_nonnulls(email, phone) >= 1) = (erased_at IS NULL)", name="can_be_reached"),
        Index("ix_candidate_agency_id_email", "agency_id", "email"),
        _pieces("candidate", "name, email, phone"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    time_zone: Mapped[str]
    erased_at: Mapped[datetime | None]


class Job(Audited, Base):
    """The vacancy."""

    __tablename__ = "job"
    __table_args__ = (
        within_agency("client_id", "client"),
        CheckConstraint("kind IN ('permanent', 'contract')", name="kind"),
        Index("ix_job_agency_id_client_id", "agency_id", "client_id"),
        _pieces("job", "title"),
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
        Index("ix_application_agency_id_job_id", "agency_id", "job_id"),
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
