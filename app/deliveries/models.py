"""Sending one document to one client contact."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, Index, Text, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column

from app.core.db import Audited, Base, in_states, within_agency
from app.deliveries.states import DELIVERY, NOT_LIVE
from app.documents.models import Consent


class Delivery(Audited, Base):
    """One delivery; the keys to the consent and to the match are the database's own guard (rules 1 and 2).

    ``enclosed_*`` is the summary that goes in the same message, under a consent of its own (ADR 0016).
    ``address`` is frozen at approval. ``claim`` is a fresh value per attempt: a worker that lost it may not send.
    ``cause`` is why it was cancelled. ``planned_by`` is how its time was found: in the contact's window, which moves
    with the contact's calendar, or by a person. ``interview_ended_at`` is kept when a worker takes it.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        within_agency("letter_id", "letter"),
        within_agency("approved_by", "consultant"),
        ForeignKeyConstraint(
            ["agency_id", "document_id", "sha256", "person_id"],
            ["consent.agency_id", "consent.document_id", "consent.sha256", "consent.person_id"],
            name="fk_delivery_consent",
        ),
        ForeignKeyConstraint(
            ["agency_id", "person_id", "contact_id"],
            ["person_match.agency_id", "person_match.person_id", "person_match.contact_id"],
            name="fk_delivery_person_match",
        ),
        within_agency("enclosed_letter_id", "letter"),
        ForeignKeyConstraint(
            ["agency_id", "enclosed_document_id", "enclosed_sha256", "person_id"],
            ["consent.agency_id", "consent.document_id", "consent.sha256", "consent.person_id"],
            name="fk_delivery_enclosed_consent",
        ),
        CheckConstraint(
            "num_nulls(enclosed_letter_id, enclosed_document_id, enclosed_sha256) IN (0, 3)", name="enclosed_whole"
        ),
        CheckConstraint("enclosed_document_id <> document_id", name="encloses_another"),
        Index(
            "uq_delivery_live_enclosed",
            "agency_id",
            "enclosed_document_id",
            "person_id",
            unique=True,
            postgresql_where=text(f"NOT ({in_states('state', NOT_LIVE)})"),
        ),
        Index(
            "uq_delivery_live_enclosed_contact",
            "agency_id",
            "enclosed_document_id",
            "contact_id",
            unique=True,
            postgresql_where=text(f"NOT ({in_states('state', NOT_LIVE)})"),
        ),
        Index("ix_delivery_agency_id_enclosed_letter_id", "agency_id", "enclosed_letter_id"),
        CheckConstraint(in_states("state", DELIVERY.states()), name="state"),
        CheckConstraint(
            "state IN ('held', 'cancelled') OR num_nulls(contact_id, address, scheduled_for) = 0",
            name="has_where_and_when",
        ),
        CheckConstraint("planned_by IN ('window', 'chosen', 'now')", name="planned_by"),
        CheckConstraint("(state = 'sent') <= (sent_at IS NOT NULL)", name="sent_has_its_time"),
        Index(
            "uq_delivery_live",
            "agency_id",
            "document_id",
            "person_id",
            unique=True,
            postgresql_where=text(f"NOT ({in_states('state', NOT_LIVE)})"),
        ),
        Index(
            "uq_delivery_live_contact",
            "agency_id",
            "document_id",
            "contact_id",
            unique=True,
            postgresql_where=text(f"NOT ({in_states('state', NOT_LIVE)})"),
        ),
        Index("ix_delivery_agency_id_letter_id", "agency_id", "letter_id"),
        Index("ix_delivery_agency_id_scheduled_for", "agency_id", "scheduled_for", "id"),
        Index("ix_delivery_agency_id_sent_at", "agency_id", "sent_at", "id"),
        Index("ix_delivery_agency_id_created_at", "agency_id", "created_at", "id"),
        Index(
            "ix_delivery_open",
            "agency_id",
            text("coalesce(scheduled_for, created_at)"),
            "id",
            postgresql_where=text("state NOT IN ('sent', 'cancelled')"),
        ),
        Index(
            "ix_delivery_unsettled",
            "agency_id",
            "state",
            postgresql_where=text("state IN ('in_doubt', 'failed', 'bounced')"),
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    letter_id: Mapped[UUID]
    document_id: Mapped[UUID]
    sha256: Mapped[str]
    enclosed_letter_id: Mapped[UUID | None]
    enclosed_document_id: Mapped[UUID | None]
    enclosed_sha256: Mapped[str | None]
    person_id: Mapped[UUID]
    contact_id: Mapped[UUID | None]
    address: Mapped[str | None]
    state: Mapped[str]
    scheduled_for: Mapped[datetime | None]
    why_then: Mapped[str | None]
    planned_by: Mapped[str] = mapped_column(default="window", server_default="window")
    notes: Mapped[list[str]] = mapped_column(ARRAY(Text()), default=list, server_default="{}")
    covering_line: Mapped[str | None]
    message_id: Mapped[str]
    approved_by: Mapped[UUID]
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claim: Mapped[UUID | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reply: Mapped[str | None]
    cause: Mapped[str | None]
    interview_ended_at: Mapped[datetime | None]
    if TYPE_CHECKING:
        consent_given_by: Mapped[str]
        enclosed_given_by: Mapped[str | None]

    @property
    def minutes_from_interview_end(self) -> int | None:
        """How long it took from the interview's end until the mail server's acceptance (P12)."""
        if self.sent_at is None or self.interview_ended_at is None:
            return None
        return round((self.sent_at - self.interview_ended_at).total_seconds() / 60)


def _given_by(document_id: Any) -> Any:
    """How the consent that a delivery relies on was given, as it stands when the delivery is read."""
    relied_on = (
        Consent.agency_id == Delivery.agency_id,
        Consent.document_id == document_id,
        Consent.person_id == Delivery.person_id,
    )
    return column_property(select(Consent.given_by).where(*relied_on).correlate_except(Consent).scalar_subquery())


Delivery.consent_given_by = _given_by(Delivery.document_id)
Delivery.enclosed_given_by = _given_by(Delivery.enclosed_document_id)


class DeliveryCopy(Base):
    """The copy of a delivery that its consultant gets; without ``mailed_at`` until the mail server took it."""

    __tablename__ = "delivery_copy"
    __table_args__ = (within_agency("delivery_id", "delivery"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    delivery_id: Mapped[UUID] = mapped_column(primary_key=True)
    message_id: Mapped[str]
    mailed_at: Mapped[datetime | None]
