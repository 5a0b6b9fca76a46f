"""Sending one document to one client contact."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, in_states, within_agency
from app.deliveries.states import DELIVERY, NOT_LIVE


class Delivery(Audited, Base):
    """One delivery; the keys to the consent and to the match are the database's own guard (rules 1 and 2).

    ``address`` is frozen at approval. ``claim`` is a fresh value per attempt: a worker that lost it may not send.
    ``cause`` is why it was cancelled.
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
        CheckConstraint(in_states("state", DELIVERY.states()), name="state"),
        CheckConstraint(
            "state IN ('held', 'cancelled') OR num_nulls(contact_id, address, scheduled_for) = 0",
            name="has_where_and_when",
        ),
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
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    letter_id: Mapped[UUID]
    document_id: Mapped[UUID]
    sha256: Mapped[str]
    person_id: Mapped[UUID]
    contact_id: Mapped[UUID | None]
    address: Mapped[str | None]
    state: Mapped[str]
    scheduled_for: Mapped[datetime | None]
    why_then: Mapped[str | None]
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
