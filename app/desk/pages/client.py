"""One client: what is agreed with it, seen and changed."""

from typing import Annotated, Any, Final

from fastapi import Query, Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.errors import PreconditionFailed
from app.core.ids import ClientId
from app.desk.pages.client_sheet import asked_in, own_zone, show_client
from app.desk.pages.clients import key_in
from app.desk.pages.stale import says_the_same, stale
from app.desk.rendering.clients import CONTACT, LETTERS, client_path
from app.directory.actions import changing
from app.directory.models import Client
from app.directory.queries.rows import client_for
from app.directory.schemas import ClientChange
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Form, Posted, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/clients/{client_id}")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
AsWriter = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
WRONG: Final = {
    "name": "Write the client’s name",
    "letter_policy": "Choose what they agreed about letters",
    "contact_policy": "Choose what they agreed about direct contact",
    "send_lead_minutes": "Write a whole number of minutes, 180 at the most, or nothing",
}


@router.get("", operation_id="seeClient")
def see_client(
    access: AsReader,
    client_id: ClientId,
    request: Request,
    now: Now,
    at: Annotated[str, Query(max_length=40)] = "",
    letter: Annotated[str, Query(max_length=20)] = "",
    after: Annotated[str | None, Query(max_length=600)] = None,
    saved: str = "",
) -> HTMLResponse:
    """Show a client; ``at`` and ``letter`` ask when one would go that is approved then, by the agency's clocks."""
    zone = own_zone(access)
    asked = asked_in(at, letter, zone=zone, now=now)
    return show_client(request, access, client_id, now=now, asked=asked, after=key_in(after, "ctc"), saved=saved)


@router.post("", operation_id="changeClientOnPage")
def change_client(access: AsWriter, client_id: ClientId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Keep what is agreed with a client; what waits for a morning is planned anew where its lead changes."""
    change, wrong = _change_in(posted)
    form = Form(posted.fields, wrong)
    if change is None:
        return show_client(request, access, client_id, now=now, form=form, status=422)
    seen = number_in_form(posted.value("seen"))
    try:
        with access.session.begin_nested():
            changing.change_client(
                access.session, client_id=client_id, change=change, seen=seen, actor=access.actor, now=now
            )
    except PreconditionFailed as refused:
        client = client_for(access.session, client_id=client_id, actor=access.actor)
        if not says_the_same(change, client):
            zone = own_zone(access)
            found = stale(access, client, change, said, zone=zone, now=now)
            form = Form(posted.fields, {"stands": found.says})
            return show_client(request, access, client_id, now=now, form=form, stale=found, status=refused.status)
    return see(f"{client_path(client_id)}?saved=agreed")


def said(client: Client | ClientChange) -> dict[str, str]:
    """What is agreed, in words, by the label of each field."""
    lead = client.send_lead_minutes
    return {
        "Name": client.name or "",
        "Letters": next((words for value, words, _ in LETTERS if value == client.letter_policy), ""),
        "Direct contact": next((words for value, words, _ in CONTACT if value == client.contact_policy), ""),
        "Minutes before their day begins": "as everywhere" if lead is None else str(lead),
    }


def _change_in(posted: Posted) -> tuple[ClientChange | None, dict[str, str]]:
    given: dict[str, Any] = {name: posted.value(name) for name in ("name", "letter_policy", "contact_policy")}
    lead = posted.value("send_lead_minutes")
    change, wrong = validated(ClientChange, {**given, "send_lead_minutes": lead or None})
    return change, {name: WRONG.get(name, words) for name, words in wrong.items()}
