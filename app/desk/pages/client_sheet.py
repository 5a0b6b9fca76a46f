"""The page of one client: what is agreed, its people, its days off, and when a letter would go to each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access
from app.accounts.queries.rows import agency, settings_of
from app.core.actor import ConsultantActor
from app.core.ids import public_id
from app.core.local_time import date_time, local, place_of
from app.deliveries.actions.planning import cases_at
from app.desk.pages.approval_form import moment_in
from app.desk.pages.clients import HERE, key_of
from app.desk.pages.frame import Desk, at_desk
from app.desk.pages.stale import Stale
from app.desk.queries.clients import Key, contacts_of, days_of
from app.desk.rendering import clients as words
from app.desk.rendering.days import AHEAD, day_line, days_ahead, span_of
from app.directory import policy
from app.directory.models import Client, ClientContact
from app.directory.queries.rows import client_for
from app.followup.queries.themes import themes_at
from app.web.fields import Form
from app.web.lists import DEFAULT_LIMIT
from app.web.page_routes import DESK, opens

MOST_DAYS: Final = 50
FURTHEST: Final = timedelta(days=730)
"""How far ahead a letter may be imagined to be approved."""
DONE: Final = {
    "agreed": "Kept. What waits to go there is planned by it from now on.",
    "day": "Added. What waits to go there is planned anew.",
    "there": "That day stood in the calendar already, so nothing was added.",
    "removed": "Taken away. What waits to go there is planned anew.",
    "person": "Kept. What waits to go to them is planned anew where this changes it.",
}
"""What was done, by the word that the address carries."""


@dataclass(frozen=True)
class Asked:
    """When a letter is imagined to be approved, and of which kind; ``typed`` as it stands in the form."""

    at: datetime
    kind: str
    typed: str = ""
    wrong: str | None = None


def asked_in(at: str, kind: str, *, zone: str, now: datetime) -> Asked:
    """Read the question of the preview; what cannot be read is asked for now, with what is wrong."""
    kind = "thank_you" if kind == "thank_you" else "strategic"
    if not at.strip():
        return Asked(now, kind)
    moment = moment_in(at.strip(), zone)
    if moment is None:
        return Asked(now, kind, at, "Write the day and the time")
    if not now - timedelta(minutes=1) <= moment <= now + FURTHEST:
        return Asked(now, kind, at, "Choose a time from now on, within two years")
    return Asked(moment, kind, at)


def own_zone(access: Access[ConsultantActor]) -> str:
    """The zone of whoever reads: their agency's."""
    return agency(access.session, access.actor.agency_id).time_zone


def agreed_fields(client: Client) -> dict[str, list[str]]:
    """What stands in the form of what is agreed."""
    lead = client.send_lead_minutes
    return {
        "name": [client.name],
        "letter_policy": [client.letter_policy],
        "contact_policy": [client.contact_policy],
        "send_lead_minutes": [] if lead is None else [str(lead)],
    }


def show_client(
    request: Request,
    access: Access[ConsultantActor],
    client_id: UUID,
    *,
    now: datetime,
    form: Form | None = None,
    asked: Asked | None = None,
    after: Key | None = None,
    stale: Stale | None = None,
    saved: str = "",
    status: int = 200,
) -> HTMLResponse:
    """Show a client that the actor may see; ``form`` where something is wrong with one that was sent."""
    desk = at_desk(request, access)
    client = client_for(access.session, client_id=client_id, actor=access.actor)
    asked = asked or Asked(now, "strategic")
    typed = {"at": [asked.typed], "letter": [asked.kind], "day.kind": ["off"], **agreed_fields(client)}
    found = contacts_of(access.session, client, after=after, limit=DEFAULT_LIMIT + 1)
    form = form or Form({}, {"at": asked.wrong} if asked.wrong else {})
    return desk.show(
        "desk/client.html",
        status=422 if asked.wrong else status,
        form=Form({**typed, **form.fields}, form.errors),
        client=client,
        path=words.client_path(client.id),
        may=policy.may_change(access.actor),
        corrects=policy.may_correct_calendar(access.actor, of_country=True),
        stale=stale,
        done=DONE.get(saved),
        more=_more(client, found),
        **_agreed(access, client),
        **_people(access, desk, client, found[:DEFAULT_LIMIT], asked, now),
        **_days(access, desk, client, now),
        **_ways_on(request, client),
        themes=themes_at(access.session, client, actor=access.actor, now=now),
    )


def preview(
    access: Access[ConsultantActor], client: Client, contacts: Sequence[ClientContact], asked: Asked, *, now: datetime
) -> Mapping[UUID, Any]:
    """What decides when a letter goes to each of these people, as though the interview had ended an hour before."""
    ended = asked.at - timedelta(hours=1)
    return cases_at(access.session, client, contacts, kind=asked.kind, interview_ended_at=ended, since=now)


def imagined(asked: Asked, *, zone: str, now: datetime) -> str:
    """Say when it is imagined to be approved, where that is not now."""
    return "" if asked.at == now else f"{date_time(asked.at, zone)} in {place_of(zone)}"


def _agreed(access: Access[ConsultantActor], client: Client) -> dict[str, Any]:
    settings = settings_of(access.session, client.agency_id)
    return {
        "letters": words.LETTERS,
        "contact": words.CONTACT,
        "lead": settings.send_lead_minutes,
        "seen": client.audit_seq,
    }


def _people(
    access: Access[ConsultantActor],
    desk: Desk,
    client: Client,
    contacts: Sequence[ClientContact],
    asked: Asked,
    now: datetime,
) -> dict[str, Any]:
    here = desk.agency.time_zone
    cases = preview(access, client, contacts, asked, now=now)
    working = {contact_id: case.working for contact_id, case in cases.items()}
    return {
        "people": [words.person_line(one, working[one.id], now=now) for one in contacts],
        "goes": [words.goes(one, cases[one.id], approved_at=asked.at, here=here, now=now) for one in contacts],
        "ahead": days_ahead(contacts, working, now=now),
        "imagined": imagined(asked, zone=here, now=now),
        "place": place_of(here),
    }


def _days(access: Access[ConsultantActor], desk: Desk, client: Client, now: datetime) -> dict[str, Any]:
    today = local(now, desk.agency.time_zone).date()
    own = days_of(access.session, client, since=today - timedelta(days=1), limit=MOST_DAYS)
    return {
        "own": [day_line(day) for day in own],
        "until": span_of(today + timedelta(days=AHEAD), today + timedelta(days=AHEAD)),
    }


def _more(client: Client, found: Sequence[ClientContact]) -> str | None:
    if len(found) <= DEFAULT_LIMIT:
        return None
    last = found[DEFAULT_LIMIT - 1]
    return f"{words.client_path(client.id)}?after={key_of(last.name, last.id, 'ctc')}"


def _ways_on(request: Request, client: Client) -> dict[str, Any]:
    interviews = f"{DESK}/interviews"
    return {
        "home": HERE,
        "queue": f"{DESK}/queue?client={public_id('cli', client.id)}",
        "interviews": f"{interviews}?{urlencode({'q': client.name})}" if opens(request, interviews) else None,
    }
