"""Deliveries that an actor may see, and what sending one needs to know."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, tuple_
from sqlalchemy.orm import Session

from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.errors import NotFound
from app.deliveries.models import Delivery
from app.deliveries.states import NOT_LIVE
from app.directory.models import ClientContact
from app.interviews.models import PersonMatch, PersonMet


class DeliveryNotFound(NotFound):
    """There is no such delivery, or it is not yours to see."""

    code = "delivery_not_found"


def delivery_for(session: Session, *, delivery_id: UUID, actor: Actor, lock: bool = False) -> Delivery:
    """One delivery that the actor may see; raises DeliveryNotFound."""
    query = visible_to(actor).where(Delivery.id == delivery_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise DeliveryNotFound
    return found


def belongs_to(session: Session, *, delivery_id: UUID, actor: Actor) -> tuple[UUID, UUID, UUID | None]:
    """The (interview, letter, enclosed summary) of a delivery, which are locked before it; raises DeliveryNotFound."""
    query = visible_to(actor).where(Delivery.id == delivery_id)
    columns = (Delivery.interview_id, Delivery.letter_id, Delivery.enclosed_letter_id)
    found = session.execute(query.with_only_columns(*columns)).one_or_none()
    if found is None:
        raise DeliveryNotFound
    return found[0], found[1], found[2]


def deliveries_for(
    session: Session, *, actor: Actor, letter_id: UUID | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[Delivery]:
    """The deliveries that the actor may see, newest first; ``after`` is the (created_at, id) last seen."""
    query = visible_to(actor).order_by(Delivery.created_at.desc(), Delivery.id.desc()).limit(limit)
    if letter_id is not None:
        query = query.where(or_(Delivery.letter_id == letter_id, Delivery.enclosed_letter_id == letter_id))
    if after is not None:
        query = query.where(tuple_(Delivery.created_at, Delivery.id) < after)
    return list(session.scalars(query))


def deliveries_of_document(
    session: Session, *, agency_id: UUID, document_id: UUID, people: Sequence[UUID], lock: bool
) -> list[Delivery]:
    """The deliveries of one document to these people, by itself or enclosed, in a fixed order."""
    query = (
        select(Delivery)
        .where(Delivery.agency_id == agency_id, _carries(document_id), Delivery.person_id.in_(people))
        .order_by(Delivery.id)
    )
    return list(session.scalars(query.with_for_update() if lock else query))


def deliveries_of_letter(session: Session, *, agency_id: UUID, letter_id: UUID) -> list[Delivery]:
    """The deliveries of one letter, and those that a summary is enclosed in, locked, in a fixed order."""
    return list(
        session.scalars(
            select(Delivery)
            .where(
                Delivery.agency_id == agency_id,
                or_(Delivery.letter_id == letter_id, Delivery.enclosed_letter_id == letter_id),
            )
            .order_by(Delivery.id)
            .with_for_update()
        )
    )


def people_with_live_delivery(session: Session, *, agency_id: UUID, document_id: UUID) -> set[UUID]:
    """The people to whom a document goes or went, by itself or enclosed: a second delivery of it would be one too many
    (rule 2)."""
    query = select(Delivery.person_id).where(
        Delivery.agency_id == agency_id, _carries(document_id), Delivery.state.not_in(NOT_LIVE)
    )
    return set(session.scalars(query))


def goes_to_contact(session: Session, delivery: Delivery, *, contact_id: UUID) -> bool:
    """Whether another delivery of the same document, or of what is enclosed, goes or went to this contact (rule 2)."""
    carried = [one for one in (delivery.document_id, delivery.enclosed_document_id) if one is not None]
    query = select(Delivery.id).where(
        Delivery.agency_id == delivery.agency_id,
        Delivery.id != delivery.id,
        Delivery.contact_id == contact_id,
        or_(*(_carries(document_id) for document_id in carried)),
        Delivery.state.not_in(NOT_LIVE),
    )
    return session.scalar(query.limit(1)) is not None


def contacts_with_live_delivery(session: Session, *, agency_id: UUID, document_id: UUID) -> set[UUID]:
    """The contacts to whom a document goes or went, by itself or enclosed (rule 2)."""
    query = select(Delivery.contact_id).where(
        Delivery.agency_id == agency_id, _carries(document_id), Delivery.state.not_in(NOT_LIVE)
    )
    return {contact_id for contact_id in session.scalars(query) if contact_id is not None}


def unclaimed_deliveries(session: Session, *, agency_id: UUID, interview_id: UUID) -> list[Delivery]:
    """The deliveries of an interview that wait for an address or a time; locked."""
    query = select(Delivery).where(
        Delivery.agency_id == agency_id,
        Delivery.interview_id == interview_id,
        Delivery.state.in_(("held", "scheduled")),
    )
    return list(session.scalars(query.order_by(Delivery.id).with_for_update()))


def interviews_waiting_for(session: Session, *, agency_id: UUID, contact_id: UUID) -> list[UUID]:
    """The interviews with deliveries that wait for an address or a time, to somebody who is this contact."""
    query = (
        select(Delivery.interview_id)
        .join(
            PersonMatch,
            and_(PersonMatch.agency_id == Delivery.agency_id, PersonMatch.person_id == Delivery.person_id),
        )
        .where(
            Delivery.agency_id == agency_id,
            Delivery.state.in_(("held", "scheduled")),
            PersonMatch.contact_id == contact_id,
        )
        .distinct()
        .order_by(Delivery.interview_id)
    )
    return list(session.scalars(query))


def interviews_in_window(session: Session, *, agency_id: UUID, client_id: UUID | None = None) -> list[UUID]:
    """The interviews with deliveries that wait for their recipient's window; only those of one client, where given."""
    query = select(Delivery.interview_id).where(
        Delivery.agency_id == agency_id, Delivery.state == "scheduled", Delivery.planned_by == "window"
    )
    if client_id is not None:
        theirs = and_(ClientContact.agency_id == Delivery.agency_id, ClientContact.id == Delivery.contact_id)
        query = query.join(ClientContact, theirs).where(ClientContact.client_id == client_id)
    return list(session.scalars(query.distinct().order_by(Delivery.interview_id)))


def contact_of(session: Session, delivery: Delivery) -> ClientContact:
    """The contact that a delivery is addressed to, locked against change."""
    return session.scalars(
        select(ClientContact)
        .where(ClientContact.agency_id == delivery.agency_id, ClientContact.id == delivery.contact_id)
        .with_for_update(read=True)
    ).one()


def names_of(session: Session, *, agency_id: UUID, people: Sequence[UUID]) -> dict[UUID, str]:
    """The names of these people met."""
    rows = session.execute(
        select(PersonMet.id, PersonMet.name).where(PersonMet.agency_id == agency_id, PersonMet.id.in_(people))
    )
    return {row[0]: row[1] for row in rows}


def _carries(document_id: UUID) -> ColumnElement[bool]:
    return or_(Delivery.document_id == document_id, Delivery.enclosed_document_id == document_id)


def visible_to(actor: Actor) -> Select[Delivery]:
    """The deliveries that exist for an actor: none for candidates and administrators."""
    query = select(Delivery).where(Delivery.agency_id == actor.agency_id)
    unseen = isinstance(actor, CandidateActor) or (isinstance(actor, ConsultantActor) and actor.role == "admin")
    return query.where(false()) if unseen else query
