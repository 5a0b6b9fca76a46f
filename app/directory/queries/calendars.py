"""Corrections of calendars, and when each contact works by them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from app.core.actor import Actor, CandidateActor
from app.core.errors import NotFound
from app.directory.models import CalendarDay, ClientContact
from app.directory.queries.rows import reads_directory
from app.directory.rules import Correction, WorkingTime, corrected, part_of
from app.directory.schemas import WEEKDAYS


class CalendarDayNotFound(NotFound):
    """There is no such correction of a calendar in your agency."""

    code = "calendar_day_not_found"


def calendar_days_for(
    session: Session, *, actor: Actor, client_id: UUID | None, contact_id: UUID | None, after: UUID | None, limit: int
) -> list[CalendarDay]:
    """The corrections that stand and that the actor may see, oldest first; an admin sees countries' only."""
    query = _calendar_days(actor).where(CalendarDay.removed_at.is_(None)).order_by(CalendarDay.id).limit(limit)
    if client_id is not None:
        query = query.where(CalendarDay.client_id == client_id)
    if contact_id is not None:
        query = query.where(CalendarDay.contact_id == contact_id)
    return list(session.scalars(query if after is None else query.where(CalendarDay.id > after)))


def country_days_for(session: Session, *, actor: Actor) -> list[CalendarDay]:
    """Every correction of a country's calendar that stands and that the actor may see, by country and day."""
    query = _calendar_days(actor).where(CalendarDay.removed_at.is_(None), CalendarDay.country.is_not(None))
    return list(session.scalars(query.order_by(CalendarDay.country, CalendarDay.day, CalendarDay.id)))


def calendar_day_for(session: Session, *, day_id: UUID, actor: Actor) -> CalendarDay:
    """A correction that the actor may see, locked, also one taken away; raises CalendarDayNotFound."""
    found = session.scalars(_calendar_days(actor).where(CalendarDay.id == day_id).with_for_update()).one_or_none()
    if found is None:
        raise CalendarDayNotFound
    return found


def working_times(session: Session, contacts: Sequence[ClientContact], *, since: date) -> dict[UUID, WorkingTime]:
    """When and where each of these contacts of one agency works, without corrections that ended before ``since``."""
    if not contacts:
        return {}
    query = select(CalendarDay).where(
        CalendarDay.agency_id == contacts[0].agency_id,
        CalendarDay.removed_at.is_(None),
        CalendarDay.last_day >= since,
        or_(
            CalendarDay.country.in_({contact.country for contact in contacts}),
            CalendarDay.client_id.in_({contact.client_id for contact in contacts}),
            CalendarDay.contact_id.in_({contact.id for contact in contacts}),
        ),
    )
    days = session.scalars(query.order_by(CalendarDay.id)).all()
    return {contact.id: _working_time(contact, days) for contact in contacts}


def _calendar_days(actor: Actor) -> Select[CalendarDay]:
    query = select(CalendarDay).where(CalendarDay.agency_id == actor.agency_id)
    if isinstance(actor, CandidateActor):
        return query.where(false())
    return query if reads_directory(actor) else query.where(CalendarDay.country.is_not(None))


def _working_time(contact: ClientContact, days: Sequence[CalendarDay]) -> WorkingTime:
    off, worked = corrected(
        Correction(closeness, day.day, day.last_day, day.name, worked=day.kind == "worked")
        for day in days
        if (closeness := _closeness(day, contact)) is not None
    )
    return WorkingTime(
        time_zone=contact.time_zone,
        work_starts=contact.work_starts,
        work_ends=contact.work_ends,
        country=contact.country,
        subdivision=contact.subdivision,
        weekend=None if contact.weekend is None else frozenset(WEEKDAYS.index(day) for day in contact.weekend),
        extra_holidays=off,
        extra_workdays=worked,
    )


def _closeness(day: CalendarDay, contact: ClientContact) -> int | None:
    """How close a correction is to this contact; None: it is of another calendar."""
    if day.contact_id is not None:
        return 3 if day.contact_id == contact.id else None
    if day.client_id is not None:
        return 2 if day.client_id == contact.client_id else None
    if day.country != contact.country:
        return None
    if day.subdivision is None:
        return 0
    return 1 if day.subdivision == part_of(contact.country, contact.subdivision) else None
