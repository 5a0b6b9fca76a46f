"""One client contact: who they are, where and when they work, seen and changed."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.errors import PreconditionFailed
from app.core.ids import ClientId, ContactId
from app.desk.pages.client_sheet import asked_in, own_zone
from app.desk.pages.contact_form import contact_in, said
from app.desk.pages.contact_sheet import contact_at, show_contact
from app.desk.pages.stale import says_the_same, stale
from app.desk.rendering.clients import contact_path
from app.directory.actions import changing
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Form
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/clients/{client_id}/contacts/{contact_id}")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
AsWriter = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]


@router.get("", operation_id="seeContact")
def see_contact(
    access: AsReader,
    client_id: ClientId,
    contact_id: ContactId,
    request: Request,
    now: Now,
    at: Annotated[str, Query(max_length=40)] = "",
    letter: Annotated[str, Query(max_length=20)] = "",
    saved: str = "",
) -> HTMLResponse:
    """Show a contact; ``at`` and ``letter`` ask when one would go that is approved then, by the agency's clocks."""
    contact = contact_at(access, client_id, contact_id)
    asked = asked_in(at, letter, zone=own_zone(access), now=now)
    return show_contact(request, access, contact, now=now, asked=asked, saved=saved)


@router.post("", operation_id="changeContactOnPage")
def change_contact(
    access: AsWriter, client_id: ClientId, contact_id: ContactId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Keep what changed of a contact; what is on its way to a former address is stopped."""
    contact = contact_at(access, client_id, contact_id)
    seen = number_in_form(posted.value("seen"))
    change, wrong = contact_in(posted)
    typed = {"weekend": [], **posted.fields}
    form = Form(typed, wrong)
    if change is None:
        return show_contact(request, access, contact, now=now, form=form, status=422)
    access.session.expire(contact)  # so that it is read again when it is locked
    try:
        with access.session.begin_nested():
            changing.change_contact(
                access.session, contact_id=contact_id, change=change, seen=seen, actor=access.actor, now=now
            )
    except PreconditionFailed as refused:
        if not says_the_same(change, contact):
            zone = own_zone(access)
            found = stale(access, contact, change, said, zone=zone, now=now)
            form = Form(typed, {"stands": found.says})
            return show_contact(request, access, contact, now=now, form=form, stale=found, status=refused.status)
    return see(f"{contact_path(contact)}?saved=person")
