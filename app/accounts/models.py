"""The agency, its users, and everything that lets somebody in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.states import MAIL_DOMAIN
from app.core.db import Audited, Base, in_states, within_agency


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
    logo: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    created_at: Mapped[datetime]


class PrivacyNotice(Base):
    """What candidates were told about their data from ``published_at`` on; a change makes the next version."""

    __tablename__ = "privacy_notice"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    published_at: Mapped[datetime]
    controller: Mapped[str]
    contact: Mapped[str | None]
    text: Mapped[str]


class AgencyLogo(Base):
    """The bytes of the agency's logo, a PNG of ours; where it is and how large stands in the agency's row."""

    __tablename__ = "agency_logo"

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    content: Mapped[bytes]


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
    """A user of the agency; without a passphrase until they set one, ``oidc_…`` is their account at the provider."""

    __tablename__ = "consultant"
    __table_args__ = (
        within_agency("team_id", "team"),
        UniqueConstraint("agency_id", "email"),
        UniqueConstraint("agency_id", "oidc_issuer", "oidc_subject"),
        CheckConstraint("(oidc_issuer IS NULL) = (oidc_subject IS NULL)", name="issuer_with_subject"),
        CheckConstraint("role IN ('consultant', 'manager', 'compliance', 'admin')", name="role"),
        CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        CheckConstraint("notify IN ('at_once', 'digest')", name="notify"),
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
    notify: Mapped[str] = mapped_column(default="at_once", server_default="at_once")
    oidc_issuer: Mapped[str | None]
    oidc_subject: Mapped[str | None]


class CoverRule(Audited, Base):
    """A colleague stands in for a consultant from one day to another, both included, counted where the agency is."""

    __tablename__ = "cover_rule"
    __table_args__ = (
        within_agency("consultant_id", "consultant"),
        within_agency("covered_by", "consultant"),
        CheckConstraint("consultant_id <> covered_by", name="by_somebody_else"),
        CheckConstraint("from_on <= until_on", name="ends_after_start"),
        Index("ix_cover_rule_agency_id_consultant_id", "agency_id", "consultant_id"),
        Index("ix_cover_rule_agency_id_covered_by", "agency_id", "covered_by"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultant_id: Mapped[UUID]
    covered_by: Mapped[UUID]
    from_on: Mapped[date]
    until_on: Mapped[date]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


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
    """Somebody who is in: a candidate by a link, or a consultant, who may have to set up a second factor first."""

    __tablename__ = "web_session"
    __table_args__ = (
        within_agency("consultant_id", "consultant"),
        within_agency("link_id", "candidate_link"),
        CheckConstraint("num_nonnulls(consultant_id, link_id) = 1", name="one_holder"),
        Index("ix_web_session_agency_id_consultant_id", "agency_id", "consultant_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    consultant_id: Mapped[UUID | None]
    link_id: Mapped[UUID | None]
    digest: Mapped[bytes]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    awaits_factor: Mapped[bool] = mapped_column(default=False, server_default="false")


class MailDomain(Audited, Base):
    """A domain that the agency says is its own; ``verified`` while DNS holds the agency's token (ADR 0018)."""

    __tablename__ = "mail_domain"
    __table_args__ = (
        CheckConstraint(in_states("state", MAIL_DOMAIN.states()), name="state"),
        CheckConstraint("(state = 'verified') <= (verified_at IS NOT NULL)", name="verified_has_its_time"),
        Index(
            "uq_mail_domain_agency_id_domain",
            "agency_id",
            "domain",
            unique=True,
            postgresql_where=text("state <> 'removed'"),
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    domain: Mapped[str]
    token: Mapped[str]
    state: Mapped[str]
    created_at: Mapped[datetime]
    state_since: Mapped[datetime]
    verified_at: Mapped[datetime | None]


class MailDomainLook(Base):
    """What DNS said of a domain at the last look; ``asked_at`` while a person waits for the next one.

    ``missing_since`` and ``silent_since`` begin when a verified domain's record is not found, or not answered for.
    """

    __tablename__ = "mail_domain_look"
    __table_args__ = (within_agency("domain_id", "mail_domain"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    domain_id: Mapped[UUID] = mapped_column(primary_key=True)
    changes: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    found: Mapped[str | None]
    missing_since: Mapped[datetime | None]
    silent_since: Mapped[datetime | None]


class AgencyRelay(Audited, Base):
    """The agency's own mail server, one at most; its password lies sealed in its standing."""

    __tablename__ = "agency_relay"
    __table_args__ = (
        UniqueConstraint("agency_id"),
        CheckConstraint("tls IN ('none', 'starttls', 'tls')", name="tls"),
        CheckConstraint("port BETWEEN 1 AND 65535", name="port"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.agency_id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    host: Mapped[str]
    port: Mapped[int]
    tls: Mapped[str]
    user_name: Mapped[str | None]
    set_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class AgencyRelayStanding(Base):
    """How it goes with the agency's own mail server; ``told_at``: when administrators heard of what goes on failing."""

    __tablename__ = "agency_relay_standing"
    __table_args__ = (within_agency("relay_id", "agency_relay"), within_agency("test_by", "consultant"))

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    relay_id: Mapped[UUID] = mapped_column(primary_key=True)
    changes: Mapped[int] = mapped_column(default=0)
    sealed_password: Mapped[bytes | None]
    test_by: Mapped[UUID | None]
    test_asked_at: Mapped[datetime | None]
    test_ended_at: Mapped[datetime | None]
    test_step: Mapped[str | None]
    test_words: Mapped[str | None]
    failing_since: Mapped[datetime | None]
    failing_step: Mapped[str | None]
    failing_words: Mapped[str | None]
    told_at: Mapped[datetime | None]


class KeptPost(Base):
    """What a candidate sent too late, without what proves who sent it; ``put_back_at``: its page took it after all."""

    __tablename__ = "kept_post"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        within_agency("candidate_id", "candidate"),
        Index("ix_kept_post_agency_id_interview_id", "agency_id", "interview_id", "id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    candidate_id: Mapped[UUID]
    path: Mapped[str]
    fields: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]
    put_back_at: Mapped[datetime | None]
