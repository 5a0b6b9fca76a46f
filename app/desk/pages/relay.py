"""The agency's own mail server: set, tried, removed."""

from typing import Annotated

from fastapi import Request
from fastapi.responses import Response

from app.accounts.access import ADMINS, Access, allow
from app.accounts.actions import relays
from app.accounts.actions.relay_standing import own_relay
from app.accounts.actions.senders import opened_relay
from app.accounts.schemas.mail import RelayRequest
from app.core.actor import ConsultantActor
from app.core.errors import Invalid, PreconditionFailed
from app.core.secret_box import NoSecretKey
from app.core.settings import Settings
from app.desk.pages.mail import HOME, show_mail
from app.web.deps import CurrentSettings, Now
from app.web.fields import Form, Posted, named_errors, number_in, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/settings/mail/relay")
AsAdmin = Annotated[Access[ConsultantActor], allow(roles=ADMINS)]
TYPE_AGAIN = "Type the password again: it is never shown, and nothing was kept"
_WORDS = {
    "host": "Write the server’s name, for example smtp.harcourt.com",
    "port": "Write the port: 25, 465, 587 or 2525",
    "tls": "Choose how the connection is protected",
}


@router.post("", operation_id="setRelayOnPage")
def set_relay(access: AsAdmin, request: Request, posted: FormPosted, settings: CurrentSettings, now: Now) -> Response:
    """Set the server, at which the next mail is sent; its password is kept sealed."""
    given = {name: posted.value(name) or None for name in ("host", "port", "tls", "user")}
    password = posted.fields.get("password", [""])[0]
    read, wrong = validated(RelayRequest, {**given, "password": password or None})
    if read is None:
        return _again(access, request, settings, posted, {name: _WORDS.get(name, wrong[name]) for name in wrong}, 422)
    try:
        with access.session.begin_nested():
            relays.set_relay(
                access.session,
                request=read,
                settings=settings,
                actor=access.actor,
                now=now,
                seen=number_in(posted.value("seen")),
            )
    except Invalid as refused:
        return _again(access, request, settings, posted, _of_fields(refused), 422)
    except NoSecretKey as refused:
        return _again(access, request, settings, posted, {"password": refused.detail}, refused.status)
    except PreconditionFailed as refused:
        if not _stands(access, settings, read):
            return _again(access, request, settings, posted, {"relay": refused.detail}, refused.status)
    return see(f"{HOME}?said=relay")


@router.post("/test", operation_id="testRelayOnPage")
def test_relay(access: AsAdmin, now: Now) -> Response:
    """Have a mail sent through it to whoever asks; a second press while it is on its way changes nothing."""
    relays.ask_for_test(access.session, actor=access.actor, now=now)
    return see(f"{HOME}?said=test#relay")


@router.post("/remove", operation_id="removeRelayOnPage")
def remove_relay(access: AsAdmin, now: Now) -> Response:
    """Remove the server with its password; done twice it changes nothing."""
    relays.remove_relay(access.session, actor=access.actor, now=now)
    return see(f"{HOME}?said=relay-removed")


def _of_fields(refused: Invalid) -> dict[str, str]:
    return {name: f"{words[:1].upper()}{words[1:]}" for name, words in named_errors(refused.errors).items()}


def _stands(access: AsAdmin, settings: Settings, read: RelayRequest) -> bool:
    """Whether just this was set already, as when a button is pressed twice."""
    known = own_relay(access.session, access.actor.agency_id)
    opened = opened_relay(known, settings=settings) if known else None
    if opened is None:
        return False
    password = read.password.get_secret_value() if read.password else opened.password
    stands = (opened.host, opened.port, opened.tls, opened.user, opened.password)
    return stands == (read.host, read.port, read.tls, read.user, password)


def _again(
    access: AsAdmin, request: Request, settings: Settings, posted: Posted, errors: dict[str, str], status: int
) -> Response:
    if posted.value("password"):
        errors = {**errors, "password": errors.get("password", TYPE_AGAIN)}
    return show_mail(access, request, settings, form=Form(posted.fields, errors), status=status)
