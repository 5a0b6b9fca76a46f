"""Correcting calendars; what waits for a morning is then planned anew."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden
from app.core.ids import new_id
from app.core.queue import enqueue
from app.directory import policy
from app.directory.models import CalendarDay
from app.directory.queries.calendars import calendar_day_for
from app.directory.queries.rows import client_for, contact_for
from app.directory.schemas import CalendarDayIn


def add_day(session: AgencySession, *, given: CalendarDayIn, actor: Actor, now: datetime) -> CalendarDay:
    """Correct the calendar of a country, a client or a contact; raises ClientNotFound, ContactNotFound."""
    if given.client_id is not None:
        client_for(session, client_id=given.client_id, actor=actor)
    if given.contact_id is not None:
        contact_for(session, contact_id=given.contact_id, actor=actor)
    if not policy.may_correct_calendar(actor, of_country=given.country is not None):
        raise Forbidden
    fields = dict(given) | {"last_day": given.last_day or given.day}
    added = CalendarDay(agency_id=actor.agency_id, id=new_id(), added_at=now, **fields)
    session.add(added)
    details = {"kind": added.kind, "day": added.day.isoformat(), "last_day": added.last_day.isoformat()}
    record(session, AuditAction.CALENDAR_DAY_ADDED, subject=added, actor=actor, now=now, details=details)
    _plan_anew(session, added)
    return added


def add_day_once(
    session: AgencySession, *, given: CalendarDayIn, actor: Actor, now: datetime
) -> tuple[CalendarDay, bool]:
    """As `add_day`, unless the same correction of the same calendar stands; return it, and whether it was added."""
    if given.client_id is not None:
        client_for(session, client_id=given.client_id, actor=actor, lock=True)
    if given.contact_id is not None:
        contact_for(session, contact_id=given.contact_id, actor=actor, lock=True)
    stands = _standing(session, given, actor)
    if stands is not None and policy.may_correct_calendar(actor, of_country=given.country is not None):
        return stands, False
    return add_day(session, given=given, actor=actor, now=now), True


def remove_day(session: AgencySession, *, day_id: UUID, actor: Actor, now: datetime) -> None:
    """Take a correction away; does nothing where that was done already. Raises CalendarDayNotFound."""
    day = calendar_day_for(session, day_id=day_id, actor=actor)
    if not policy.may_correct_calendar(actor, of_country=day.country is not None):
        raise Forbidden
    if day.removed_at is not None:
        return
    day.removed_at = now
    record(session, AuditAction.CALENDAR_DAY_REMOVED, subject=day, actor=actor, now=now)
    _plan_anew(session, day)


def _standing(session: AgencySession, given: CalendarDayIn, actor: Actor) -> CalendarDay | None:
    """The correction that stands and says the same."""
    fields = dict(given) | {"last_day": given.last_day or given.day}
    query = select(CalendarDay).filter_by(agency_id=actor.agency_id, removed_at=None, **fields)
    return session.scalars(query.order_by(CalendarDay.id).limit(1)).one_or_none()


def _plan_anew(session: AgencySession, day: CalendarDay) -> None:
    enqueue(session, "deliveries.plan_after_calendar", agency_id=day.agency_id, subject_id=day.id)
