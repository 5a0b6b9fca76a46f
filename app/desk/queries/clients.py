"""Clients and their people, by name; the days off that are still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from app.accounts.queries.rows import name_of_actor
from app.audit.queries import entries
from app.core.actor import ConsultantActor
from app.core.db import Audited
from app.directory.models import CalendarDay, Client, ClientContact
from app.directory.queries.search import may_say

Key = tuple[str, UUID]
"""The name and identifier of the last one seen."""


@dataclass(frozen=True)
class PeopleThere:
    """How many people are known at a client, in which zones, and of how many no address is known."""

    number: int
    zones: tuple[str, ...]
    without_address: int


@dataclass(frozen=True)
class LastChange:
    """Who changed a row last (``by``: a user of the agency), and when."""

    who: str
    by: UUID | None
    at: datetime


def clients_for(session: Session, *, words: str, actor: ConsultantActor, after: Key | None, limit: int) -> list[Client]:
    """The agency's clients by name; with ``words`` those whose name, or one of whose people, holds each of them."""
    query = select(Client).where(Client.agency_id == actor.agency_id, may_say(words, (Client.id, "clients")))
    for word in words.split():
        theirs = select(ClientContact.id).where(
            and_(ClientContact.agency_id == Client.agency_id, ClientContact.client_id == Client.id),
            or_(*(held.icontains(word, autoescape=True) for held in (ClientContact.name, ClientContact.email))),
        )
        query = query.where(or_(Client.name.icontains(word, autoescape=True), theirs.exists()))
    if after is not None:
        query = query.where(tuple_(Client.name, Client.id) > after)
    return list(session.scalars(query.order_by(Client.name, Client.id).limit(limit)))


def people_at(session: Session, clients: Sequence[Client]) -> dict[UUID, PeopleThere]:
    """Who is known at each of these clients of one agency, in one statement."""
    if not clients:
        return {}
    query = (
        select(
            ClientContact.client_id,
            func.count(),
            func.array_agg(ClientContact.time_zone.distinct()),
            func.count().filter(ClientContact.email.is_(None)),
        )
        .where(
            ClientContact.agency_id == clients[0].agency_id,
            ClientContact.client_id.in_([client.id for client in clients]),
        )
        .group_by(ClientContact.client_id)
    )
    return {row[0]: PeopleThere(row[1], tuple(row[2]), row[3]) for row in session.execute(query)}


def contacts_of(session: Session, client: Client, *, after: Key | None, limit: int) -> list[ClientContact]:
    """The people of a client by name."""
    query = select(ClientContact).where(
        ClientContact.agency_id == client.agency_id, ClientContact.client_id == client.id
    )
    if after is not None:
        query = query.where(tuple_(ClientContact.name, ClientContact.id) > after)
    return list(session.scalars(query.order_by(ClientContact.name, ClientContact.id).limit(limit)))


def days_of(session: Session, whose: Client | ClientContact, *, since: date, limit: int) -> list[CalendarDay]:
    """The corrections of this one's own calendar that stand and are not over, the next one first."""
    owner = CalendarDay.client_id if isinstance(whose, Client) else CalendarDay.contact_id
    query = select(CalendarDay).where(
        CalendarDay.agency_id == whose.agency_id,
        owner == whose.id,
        CalendarDay.removed_at.is_(None),
        CalendarDay.last_day >= since,
    )
    return list(session.scalars(query.order_by(CalendarDay.day, CalendarDay.id).limit(limit)))


def last_change(session: Session, row: Audited) -> LastChange:
    """Who changed it last."""
    event = entries(session, agency_id=row.agency_id, subject_id=row.id, limit=1)[0].event
    who = name_of_actor(session, agency_id=row.agency_id, kind=event.actor_kind, actor_id=event.actor_id)
    return LastChange(who, event.actor_id if event.actor_kind == "consultant" else None, event.at)
