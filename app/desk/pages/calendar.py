"""Days off, and days worked by way of exception: a client's, or one contact's own."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from app.accounts.access import DECIDERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.ids import CalendarDayId, ClientId, ContactId
from app.desk.pages.client_sheet import show_client
from app.desk.pages.contact_sheet import contact_at, show_contact
from app.desk.rendering.clients import client_path, contact_path
from app.directory.actions import calendars
from app.directory.models import CalendarDay
from app.directory.queries.calendars import CalendarDayNotFound, calendar_day_for
from app.directory.schemas import CalendarDayIn
from app.web.deps import Now
from app.web.fields import Form, Posted, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/clients/{client_id}")
AsWriter = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
WRONG: Final = {
    "kind": "Choose whether it is off or worked",
    "day": "Write the first day",
    "last_day": "Write the last day, or nothing for one day",
    "name": "Name it in a few words, as “Founders’ Day”",
    "": "The last day is the first or later, and a run is 92 days at the most",
}


@router.post("/days", operation_id="addClientDay")
def add_client_day(access: AsWriter, client_id: ClientId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Correct the calendar of everybody at a client; the same day sent twice is added once."""
    given, form = day_in(posted, client_id=client_id)
    if given is None:
        return show_client(request, access, client_id, now=now, form=form, status=422)
    return see(f"{client_path(client_id)}?saved={add_once(access, given, now)}#days")


@router.post("/days/{calendar_day_id}/remove", operation_id="removeClientDay")
def remove_client_day(access: AsWriter, client_id: ClientId, calendar_day_id: CalendarDayId, now: Now) -> Response:
    """Take a correction of a client's calendar away."""
    _remove(access, calendar_day_id, now, of_client=client_id)
    return see(f"{client_path(client_id)}?saved=removed#days")


@router.post("/contacts/{contact_id}/days", operation_id="addContactDay")
def add_contact_day(
    access: AsWriter, client_id: ClientId, contact_id: ContactId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Correct the calendar of one contact, as for their leave; the same day sent twice is added once."""
    contact = contact_at(access, client_id, contact_id)
    given, form = day_in(posted, contact_id=contact_id)
    if given is None:
        return show_contact(request, access, contact, now=now, form=form, status=422)
    return see(f"{contact_path(contact)}?saved={add_once(access, given, now)}#days")


@router.post("/contacts/{contact_id}/days/{calendar_day_id}/remove", operation_id="removeContactDay")
def remove_contact_day(
    access: AsWriter, client_id: ClientId, contact_id: ContactId, calendar_day_id: CalendarDayId, now: Now
) -> Response:
    """Take a correction of a contact's calendar away."""
    contact = contact_at(access, client_id, contact_id)
    _remove(access, calendar_day_id, now, of_contact=contact_id)
    return see(f"{contact_path(contact)}?saved=removed#days")


def day_in(posted: Posted, **whose: object) -> tuple[CalendarDayIn | None, Form]:
    """Read a correction of this calendar out of a form, or what is wrong with it by field."""
    names = ("kind", "day", "last_day", "name")
    given: dict[str, Any] = {name: posted.value(f"day.{name}") or None for name in names}
    read, wrong = validated(CalendarDayIn, {**given, "name": given["name"] or "", **whose})
    errors = {f"day.{name or 'last_day'}": WRONG.get(name, words) for name, words in wrong.items()}
    return read, Form(posted.fields, errors)


def add_once(access: AsWriter, given: CalendarDayIn, now: datetime) -> str:
    """Add it unless it stands; name what the page then says."""
    _, added = calendars.add_day_once(access.session, given=given, actor=access.actor, now=now)
    return "day" if added else "there"


def _remove(
    access: AsWriter, day_id: UUID, now: datetime, *, of_client: UUID | None = None, of_contact: UUID | None = None
) -> None:
    day: CalendarDay = calendar_day_for(access.session, day_id=day_id, actor=access.actor)
    if (day.client_id, day.contact_id) != (of_client, of_contact):
        raise CalendarDayNotFound
    calendars.remove_day(access.session, day_id=day_id, actor=access.actor, now=now)
