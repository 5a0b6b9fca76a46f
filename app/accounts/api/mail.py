"""Whose mail it is: the agency's own domains, and its own mail server."""

from typing import Annotated

from fastapi import Response, status

from app.accounts.access import ADMINS, Access, allow
from app.accounts.actions import mail_domains, relays
from app.accounts.actions.mail_domains import KnownDomain
from app.accounts.actions.mail_views import domain_view, relay_view
from app.accounts.actions.relay_standing import KnownRelay, own_relay
from app.accounts.schemas.mail import MailDomainRequest, MailDomainView, RelayRequest, RelayView
from app.core.actor import Actor, ConsultantActor
from app.core.db import AgencySession
from app.core.ids import MailDomainId, Prefixed
from app.core.settings import Settings
from app.web.deps import CurrentSettings, Now, Page
from app.web.etag import SeenIfSaid, set_etag
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("mail", under="/agency")
AsAdmin = Annotated[Access[Actor], allow(roles=ADMINS, scope="admin")]
AsAdminInPerson = Annotated[Access[ConsultantActor], allow(roles=ADMINS)]


@router.post(
    "/mail-domains",
    operation_id="addMailDomain",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 409),
)
def add_mail_domain(
    access: AsAdmin, body: MailDomainRequest, now: Now, settings: CurrentSettings, response: Response
) -> MailDomainView:
    """Name a domain to send mail under; the answer holds the record that proves it."""
    known = mail_domains.add_domain(access.session, domain=body.domain, actor=access.actor, now=now)
    return _domain_view(known, access.session, settings, response)


@router.get("/mail-domains", operation_id="listMailDomains", responses=responses(401, 403))
def list_mail_domains(access: AsAdmin, settings: CurrentSettings, listing: Listing) -> Page[MailDomainView]:
    """List the agency's domains, oldest first."""
    after = listing.after("mdm")
    rows = mail_domains.known_domains(access.session, actor=access.actor, after=after, limit=listing.reads)
    relay_set = own_relay(access.session, access.actor.agency_id) is not None
    return listing.page(
        rows, show=lambda known: domain_view(known, relay_set=relay_set, settings=settings), key=_domain_key
    )


@router.get("/mail-domains/{mail_domain_id}", operation_id="getMailDomain", responses=responses(401, 403, 404))
def get_mail_domain(
    access: AsAdmin, mail_domain_id: MailDomainId, settings: CurrentSettings, response: Response
) -> MailDomainView:
    """Read a domain, the record that proves it, and what was found in DNS."""
    known = mail_domains.known_domain(access.session, domain_id=mail_domain_id, actor=access.actor)
    return _domain_view(known, access.session, settings, response)


@router.post(
    "/mail-domains/{mail_domain_id}/verify",
    operation_id="verifyMailDomain",
    status_code=status.HTTP_202_ACCEPTED,
    responses=responses(401, 403, 404),
)
def verify_mail_domain(
    access: AsAdmin, mail_domain_id: MailDomainId, now: Now, settings: CurrentSettings, response: Response
) -> MailDomainView:
    """Have the record looked at now; read the domain again for the outcome, ``asked_at`` is then null."""
    known = mail_domains.ask_for_look(access.session, domain_id=mail_domain_id, actor=access.actor, now=now)
    return _domain_view(known, access.session, settings, response)


@router.delete(
    "/mail-domains/{mail_domain_id}",
    operation_id="removeMailDomain",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=responses(401, 403, 404),
)
def remove_mail_domain(access: AsAdmin, mail_domain_id: MailDomainId, now: Now) -> None:
    """Remove a domain; mail leaves under the service's address from then on."""
    mail_domains.remove_domain(access.session, domain_id=mail_domain_id, actor=access.actor, now=now)


@router.put("/relay", operation_id="setRelay", responses=responses(401, 403, 409, 412))
def set_relay(
    access: AsAdmin, body: RelayRequest, now: Now, settings: CurrentSettings, response: Response, read: SeenIfSaid
) -> RelayView:
    """Set the agency's own mail server; its password is kept sealed and never shown.

    With If-Match only where nothing about it changed since you read it.
    """
    seen = None if read is None else relays.change_read(access.session, number=read, actor=access.actor)
    known = relays.set_relay(access.session, request=body, settings=settings, actor=access.actor, now=now, seen=seen)
    return _relay_view(known, access.session, settings, response)


@router.get("/relay", operation_id="getRelay", responses=responses(401, 403, 404))
def get_relay(access: AsAdmin, settings: CurrentSettings, response: Response) -> RelayView:
    """Read the agency's own mail server, its last test, and what fails at present."""
    return _relay_view(relays.relay_for(access.session, actor=access.actor), access.session, settings, response)


@router.delete(
    "/relay", operation_id="removeRelay", status_code=status.HTTP_204_NO_CONTENT, responses=responses(401, 403)
)
def remove_relay(access: AsAdmin, now: Now) -> None:
    """Remove the agency's own mail server and its password; harmless when there is none."""
    relays.remove_relay(access.session, actor=access.actor, now=now)


@router.post(
    "/relay/test",
    operation_id="testRelay",
    status_code=status.HTTP_202_ACCEPTED,
    responses=responses(401, 403, 404),
    openapi_extra=DECIDES,
)
def test_relay(access: AsAdminInPerson, now: Now, settings: CurrentSettings, response: Response) -> RelayView:
    """Have a mail sent to you through the agency's own mail server; ``test`` of what you read next has the outcome."""
    known = relays.ask_for_test(access.session, actor=access.actor, now=now)
    return _relay_view(known, access.session, settings, response)


def _domain_view(known: KnownDomain, session: AgencySession, settings: Settings, response: Response) -> MailDomainView:
    set_etag(response, known[0].audit_seq + known[1].changes)
    return domain_view(known, relay_set=own_relay(session, known[0].agency_id) is not None, settings=settings)


def _relay_view(known: KnownRelay, session: AgencySession, settings: Settings, response: Response) -> RelayView:
    set_etag(response, known[0].audit_seq + known[1].changes)
    return relay_view(known, session, settings)


def _domain_key(known: KnownDomain) -> tuple[str, ...]:
    return (Prefixed("mdm").show(known[0].id),)
