"""Deliveries that an actor may see, and what sending one needs to know."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, false, select, tuple_
from sqlalchemy.orm import Session

from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.errors import NotFound
from app.deliveries.models import Delivery
from app.deliveries.states import NOT_LIVE
from app.directory.models import ClientContact
from app.directory.rules import WorkingTime
from app.interviews.models import PersonMatch, PersonMet


class DeliveryNotFound(NotFound):
    """There is no such delivery, or it is not yours to see."""

    code = "delivery_not_found"


def delivery_for(session: Session, *, delivery_id: UUID, actor: Actor, lock: bool = False) -> Delivery:
    """One delivery that the actor may see; raises DeliveryNotFound."""
    query = _visible_to(actor).where(Delivery.id == delivery_id)
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise DeliveryNotFound
    return found


def belongs_to(session: Session, *, delivery_id: UUID, actor: Actor) -> tuple[UUID, UUID]:
    """The (interview, letter) of a delivery, which are locked before it; raises DeliveryNotFound."""
    query = _visible_to(actor).where(Delivery.id == delivery_id)
    found = session.execute(query.with_only_columns(Delivery.interview_id, Delivery.letter_id)).one_or_none()
    if found is None:
        raise DeliveryNotFound
    return found[0], found[1]


def deliveries_for(
    session: Session, *, actor: Actor, letter_id: UUID | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[Delivery]:
    """The deliveries that the actor may see, newest first; ``after`` is the (created_at, id) last seen."""
    query = _visible_to(actor).order_by(Delivery.created_at.desc(), Delivery.id.desc()).limit(limit)
    if letter_id is not None:
        query = query.where(Delivery.letter_id == letter_id)
    if after is not None:
        query = query.where(tuple_(Delivery.created_at, Delivery.id) < after)
    return list(session.scalars(query))


def deliveries_of_document(
    session: Session, *, agency_id: UUID, document_id: UUID, people: Sequence[UUID], lock: bool
) -> list[Delivery]:
    """The deliveries of one document to these people, in a fixed order."""
    query = (
        select(Delivery)
        .where(Delivery.agency_id == agency_id, Delivery.document_id == document_id, Delivery.person_id.in_(people))
        .order_by(Delivery.id)
    )
    return list(session.scalars(query.with_for_update() if lock else query))


def deliveries_of_letter(session: Session, *, agency_id: UUID, letter_id: UUID) -> list[Delivery]:
    """The deliveries of one letter, locked, in a fixed order."""
    return list(
        session.scalars(
            select(Delivery)
            .where(Delivery.agency_id == agency_id, Delivery.letter_id == letter_id)
            .order_by(Delivery.id)
            .with_for_update()
        )
    )


def people_with_live_delivery(session: Session, *, agency_id: UUID, document_id: UUID) -> set[UUID]:
    """The people to whom a document goes or went, so that a second delivery of it would be one too many (rule 2)."""
    query = select(Delivery.person_id).where(
        Delivery.agency_id == agency_id, Delivery.document_id == document_id, Delivery.state.not_in(NOT_LIVE)
    )
    return set(session.scalars(query))


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


def working_time(contact: ClientContact) -> WorkingTime:
    """When and where a contact works."""
    return WorkingTime(
        time_zone=contact.time_zone,
        work_starts=contact.work_starts,
        work_ends=contact.work_ends,
        country=contact.country,
        subdivision=contact.subdivision,
    )


def _visible_to(actor: Actor) -> Select[Delivery]:
    query = select(Delivery).where(Delivery.agency_id == actor.agency_id)
    unseen = isinstance(actor, CandidateActor) or (isinstance(actor, ConsultantActor) and actor.role == "admin")
    return query.where(false()) if unseen else query
