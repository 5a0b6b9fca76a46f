"""The page of one client contact: who they are, when and where they work, and when a letter would go to them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access
from app.core.actor import ConsultantActor
from app.core.local_time import local, place_of
from app.desk.pages.client_sheet import DONE, MOST_DAYS, Asked, imagined, preview
from app.desk.pages.clients import HERE
from app.desk.pages.contact_form import contact_fields, days_of_week, offered_countries, weeks
from app.desk.pages.frame import Desk, at_desk
from app.desk.pages.stale import Stale
from app.desk.queries.clients import days_of
from app.desk.rendering import clients as words
from app.desk.rendering.days import day_line, days_ahead
from app.desk.rules.places import offered_zones
from app.directory import policy
from app.directory.models import Client, ClientContact
from app.directory.queries.rows import ContactNotFound, client_for, contact_for
from app.directory.rules import parts
from app.web.fields import Form


def contact_at(access: Access[ConsultantActor], client_id: UUID, contact_id: UUID) -> ClientContact:
    """A contact of this client that the actor may see; raises ContactNotFound."""
    contact = contact_for(access.session, contact_id=contact_id, actor=access.actor)
    if contact.client_id != client_id:
        raise ContactNotFound
    return contact


def show_contact(
    request: Request,
    access: Access[ConsultantActor],
    contact: ClientContact,
    *,
    now: datetime,
    form: Form | None = None,
    asked: Asked | None = None,
    stale: Stale | None = None,
    saved: str = "",
    status: int = 200,
) -> HTMLResponse:
    """Show a contact; ``form`` where something is wrong with one that was sent."""
    desk = at_desk(request, access)
    client = client_for(access.session, client_id=contact.client_id, actor=access.actor)
    asked = asked or Asked(now, "strategic")
    typed = {"at": [asked.typed], "letter": [asked.kind], "day.kind": ["off"], **contact_fields(contact)}
    form = form or Form({}, {"at": asked.wrong} if asked.wrong else {})
    return desk.show(
        "desk/contact.html",
        status=422 if asked.wrong else status,
        form=Form({**typed, **form.fields}, form.errors),
        contact=contact,
        client=client,
        path=words.contact_path(contact),
        home=HERE,
        client_path=words.client_path(client.id),
        may=policy.may_change(access.actor),
        seen=contact.audit_seq,
        stale=stale,
        done=DONE.get(saved),
        **_choices(form.value("country") or contact.country, now),
        **_time(access, desk, client, contact, asked, now),
    )


def _choices(country: str, now: datetime) -> dict[str, Any]:
    return {
        "countries": offered_countries(country),
        "parts": parts(country),
        "zones": offered_zones(),
        "weeks": weeks(country, year=now.year),
        "weekdays": days_of_week(),
    }


def _time(
    access: Access[ConsultantActor], desk: Desk, client: Client, contact: ClientContact, asked: Asked, now: datetime
) -> dict[str, Any]:
    here = desk.agency.time_zone
    cases = preview(access, client, [contact], asked, now=now)
    working = {contact_id: case.working for contact_id, case in cases.items()}
    since = local(now, contact.time_zone).date() - timedelta(days=1)
    return {
        "line": words.person_line(contact, working[contact.id], now=now),
        "goes": [words.goes(contact, cases[contact.id], approved_at=asked.at, here=here, now=now)],
        "ahead": days_ahead([contact], working, now=now),
        "own": [day_line(day) for day in days_of(access.session, contact, since=since, limit=MOST_DAYS)],
        "imagined": imagined(asked, zone=here, now=now),
        "place": place_of(here),
    }
