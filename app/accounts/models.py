"""The agency, its users, and everything that lets somebody in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, within_agency


class Agency(Audited, Base):
    """The tenant; its ``id`` is the ``agency_id`` of every row."""

    __tablename__ = "agency"
    __table_args__ = (CheckConstraint("id = agency_id", name="is_its_own_agency"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID]
    name: Mapped[str]
    time_zone: Mapped[str]
    country: Mapped[str]
    settings: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class SignInName(Base):
    """The short name of an agency at sign-in; without row-level security, being read before the agency is known."""

    __tablename__ = "sign_in_name"

    name: Mapped[str] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"))


class Team(Audited, Base):
    """An office or desk."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]


class Consultant(Audited, Base):
    """A user of the agency; without a passphrase until the invitation is accepted."""

    __tablename__ = "consultant"
    __table_args__ = (
        within_agency("team_id", "team"),
        UniqueConstraint("agency_id", "email"),
        CheckConstraint("role IN ('consultant', 'manager', 'compliance', 'admin')", name="role"),
        CheckConstraint("email = lower(email)", name="email_in_lower_case"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID]
    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str | None]
    role: Mapped[str]
    passphrase_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class ConsultantInvitation(Base):
    """A one-time link with which a user sets the passphrase; used once, then deleted."""

    __tablename__ = "consultant_invitation"
    __table_args__ = (within_agency("consultant_id", "consultant"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultant_id: Mapped[UUID]
    digest: Mapped[bytes]
    expires_at: Mapped[datetime]


class ApiKey(Audited, Base):
    """A key of an integration; only the digest of its secret is stored."""

    __tablename__ = "api_key"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    digest: Mapped[bytes]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class CandidateLink(Audited, Base):
    """A link that lets one candidate into one interview; ``strength`` says who handed it to them."""

    __tablename__ = "candidate_link"
    __table_args__ = (
        within_agency("candidate_id", "candidate"),
        within_agency("interview_id", "interview"),
        CheckConstraint("strength IN ('sent', 'returned')", name="strength"),
        Index("ix_candidate_link_agency_id_interview_id", "agency_id", "interview_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID]
    interview_id: Mapped[UUID]
    strength: Mapped[str]
    digest: Mapped[bytes]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class WebSession(Audited, Base):
    """Somebody who is in: a consultant who signed in, or a candidate who came by a link."""

    __tablename__ = "web_session"
    __table_args__ = (
        within_agency("consultant_id", "consultant"),
        within_agency("link_id", "candidate_link"),
        CheckConstraint("num_nonnulls(consultant_id, link_id) = 1", name="one_holder"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultant_id: Mapped[UUID | None]
    link_id: Mapped[UUID | None]
    digest: Mapped[bytes]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
