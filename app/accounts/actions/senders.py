"""Whose mail it is: under which address a mail leaves, and through which mail server (ADR 0018).

A mail leaves under a consultant's own address only where its domain is verified for the agency and through a server
that may send for it; else under the service's address and through the service's own server, which may send for that.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions.relay_standing import UNREADABLE, KnownRelay, note_trouble, own_relay
from app.accounts.models import Consultant, MailDomain
from app.accounts.queries import rows as queries
from app.accounts.rules.mail_domains import covers
from app.adapters.mail_guard import guard_from
from app.adapters.mail_message import mailbox
from app.adapters.mail_relay import Relay, Tls, relay_from_url
from app.core.db import AgencySession
from app.core.secret_box import CannotOpen, box_of
from app.core.settings import Settings


@dataclass(frozen=True)
class Way:
    """How a mail of a consultant leaves: ``address`` stands in From and in the envelope, ``name`` before it.

    ``own_relay`` is the number of the change that set the agency's own server, where it is that one.
    """

    name: str
    address: str
    relay: Relay = field(repr=False)
    own_relay: int | None = None

    @property
    def sender(self) -> str:
        """As it stands in From."""
        return mailbox(self.name, self.address)


def way_for(session: AgencySession, consultant: Consultant, *, settings: Settings, now: datetime) -> Way:
    """The way of a mail that this consultant sends to somebody outside the agency."""
    if not any(covers(domain, consultant.email) for domain in verified_domains(session, consultant.agency_id)):
        return by_the_service(session, consultant, settings=settings)
    known = own_relay(session, consultant.agency_id)
    if known is not None:
        opened = opened_relay(known, settings=settings)
        if opened is not None:
            _renew_seal(known, opened, settings)
            return Way(consultant.name, consultant.email, opened, own_relay=known[0].audit_seq)
        note_trouble(session, known, UNREADABLE, now=now)
    elif settings.relay_signs_for_agencies:
        return Way(consultant.name, consultant.email, service_relay(settings))
    return by_the_service(session, consultant, settings=settings)


def by_the_service(session: AgencySession, consultant: Consultant, *, settings: Settings) -> Way:
    """The way that is always open: named after consultant and agency, under the service's own address."""
    agency = queries.agency(session, consultant.agency_id)
    return Way(f"{consultant.name} via {agency.name}", settings.mail_from, service_relay(settings))


def service_relay(settings: Settings) -> Relay:
    """The mail server of the service itself."""
    return relay_from_url(settings.smtp_url.get_secret_value())


def opened_relay(known: KnownRelay, *, settings: Settings) -> Relay | None:
    """The agency's own server, ready to use; None where its password cannot be opened with the service's keys."""
    relay, standing = known
    password = None
    if standing.sealed_password is not None:
        try:
            password = box_of(settings).open(standing.sealed_password, bound_to=relay.id)
        except CannotOpen:
            return None
    tls: Tls = relay.tls  # type: ignore[assignment]  # kept to the three by a CHECK
    guard = guard_from(settings.internal_relays)
    return Relay(relay.host, relay.port, relay.user_name, password, tls, guard=guard)


def verified_domains(session: Session, agency_id: UUID) -> list[str]:
    """The domains that the agency may send under."""
    query = select(MailDomain.domain).where(MailDomain.agency_id == agency_id, MailDomain.state == "verified")
    return list(session.scalars(query.order_by(MailDomain.domain)))


def _renew_seal(known: KnownRelay, opened: Relay, settings: Settings) -> None:
    """Seal with the newest key what a former one sealed, so that the former one can go."""
    relay, standing = known
    box = box_of(settings)
    if opened.password is not None and standing.sealed_password and not box.is_newest(standing.sealed_password):
        standing.sealed_password = box.seal(opened.password, bound_to=relay.id)
