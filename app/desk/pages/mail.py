"""Whose mail it is: the agency's own domains, each with the record that proves it, and its own mail server."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import ADMINS, Access, allow
from app.accounts.actions import mail_domains
from app.accounts.actions.mail_views import domain_view, relay_view
from app.accounts.actions.relay_standing import own_relay
from app.accounts.rules.mail_domains import MOST_DOMAINS
from app.accounts.schemas.mail import MailDomainRequest, MailDomainView, RelayView
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, Invalid
from app.core.ids import MailDomainId, public_id
from app.core.local_time import date_time
from app.core.settings import Settings
from app.desk.pages.frame import at_desk
from app.web.deps import CurrentSettings, Now
from app.web.fields import Form, validated
from app.web.page_routes import DESK, FormPosted, desk_pages, see

HOME: Final = f"{DESK}/settings/mail"
router = desk_pages("/settings/mail")
AsAdmin = Annotated[Access[ConsultantActor], allow(roles=ADMINS)]
SAID: Final = {
    "domain": "Named. Publish the record below, then have it looked at.",
    "look": "The record is being looked for; this takes seconds.",
    "removed": "Removed. Mail of consultants under it leaves under the service’s address from now on.",
    "relay": "Kept. The next letter already goes through it; have a test mail sent to see that it does.",
    "test": "A test mail to you is on its way; this takes seconds.",
    "relay-removed": "Removed, with its password. Mail leaves through the service’s server.",
}


@dataclass(frozen=True)
class DomainCard:
    """A domain as it is shown; times by the agency's clock."""

    view: MailDomainView
    path: str
    looked_at: str | None
    waits: bool


@router.get("", operation_id="seeMailSettings")
def see_mail(access: AsAdmin, request: Request, settings: CurrentSettings, said: str = "") -> HTMLResponse:
    """Show how mail leaves, what proves each domain, and how it goes with the agency's own server."""
    return show_mail(access, request, settings, said=SAID.get(said))


@router.post("/domains", operation_id="addMailDomainOnPage")
def add_domain(access: AsAdmin, request: Request, posted: FormPosted, settings: CurrentSettings, now: Now) -> Response:
    """Name a domain; one that was named already is shown as it stands."""
    read, wrong = validated(MailDomainRequest, {"domain": posted.value("domain")})
    form = Form(posted.fields, {"domain": next(iter(wrong.values()), "")} if wrong else {})
    if read is None or not read.domain:
        form = Form(posted.fields, {"domain": form.error("domain") or "Write a domain, for example harcourt.com"})
        return show_mail(access, request, settings, form=form, status=422)
    try:
        with access.session.begin_nested():
            mail_domains.add_domain(access.session, domain=read.domain, actor=access.actor, now=now)
    except mail_domains.MailDomainKnown:
        return see(f"{HOME}#domains")
    except Invalid as refused:
        words = refused.errors[0].message if refused.errors else refused.detail
        words = f"{words[:1].upper()}{words[1:]}"
        return show_mail(access, request, settings, form=Form(posted.fields, {"domain": words}), status=422)
    except Conflict as refused:
        return show_mail(access, request, settings, form=Form(posted.fields, {"domain": refused.detail}), status=409)
    return see(f"{HOME}?said=domain")


@router.post("/domains/{mail_domain_id}/check", operation_id="checkMailDomainOnPage")
def check_domain(access: AsAdmin, mail_domain_id: MailDomainId, now: Now) -> Response:
    """Have the record looked for now; a second press while it is being looked for changes nothing."""
    mail_domains.ask_for_look(access.session, domain_id=mail_domain_id, actor=access.actor, now=now)
    return see(f"{HOME}?said=look")


@router.post("/domains/{mail_domain_id}/remove", operation_id="removeMailDomainOnPage")
def remove_domain(access: AsAdmin, mail_domain_id: MailDomainId, now: Now) -> Response:
    """Remove a domain; done twice it changes nothing."""
    mail_domains.remove_domain(access.session, domain_id=mail_domain_id, actor=access.actor, now=now)
    return see(f"{HOME}?said=removed")


def show_mail(
    access: Access[ConsultantActor],
    request: Request,
    settings: Settings,
    *,
    form: Form | None = None,
    status: int = 200,
    said: str | None = None,
) -> HTMLResponse:
    """Show the page with what was typed; never a password."""
    desk = at_desk(request, access)
    session, actor, zone = access.session, access.actor, desk.agency.time_zone
    known = own_relay(session, actor.agency_id, removed=True)
    relay = relay_view(known, session, settings) if known and known[0].removed_at is None else None
    rows = mail_domains.known_domains(session, actor=actor, after=None, limit=MOST_DOMAINS)
    views = [domain_view(row, relay_set=relay is not None, settings=settings) for row in rows]
    cards = [_card(view, zone) for view in views]
    return desk.show(
        "desk/settings/mail.html",
        status=status,
        form=_form(form, relay),
        domains=cards,
        room=len(cards) < MOST_DOMAINS,
        proven=[view.domain for view in views if view.state == "verified"],
        relay=relay,
        seen=known[0].audit_seq if known else 0,
        service=settings.mail_from,
        opened=settings.internal_relays is not None,
        email=desk.user.email,
        tested=date_time(relay.test.asked_at, zone) if relay and relay.test else None,
        failing=date_time(relay.trouble.since, zone) if relay and relay.trouble else None,
        waits=any(card.waits for card in cards) or bool(relay and relay.test and relay.test.outcome == "waiting"),
        said=said,
    )


def _form(form: Form | None, relay: RelayView | None) -> Form:
    """What stands in the fields: what was typed goes before what is kept."""
    kept: Mapping[str, Any] = relay.model_dump(include={"host", "port", "tls", "user"}) if relay else {}
    stands = {"port": ["587"], "tls": ["starttls"], **{name: [str(held)] for name, held in kept.items() if held}}
    typed = {name: held for name, held in (form.fields if form else {}).items() if name != "password"}
    return Form({**stands, **typed}, form.errors if form else {})


def _card(view: MailDomainView, zone: str) -> DomainCard:
    return DomainCard(
        view,
        f"{HOME}/domains/{public_id('mdm', view.id)}",
        date_time(view.looked_at, zone) if view.looked_at else None,
        view.asked_at is not None,
    )
