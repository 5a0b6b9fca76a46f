"""The agency's own mail server: set, tested, watched, removed."""

import ipaddress
from datetime import datetime, timedelta
from uuid import UUID

import idna

from app.accounts.actions.relay_standing import Failed, KnownRelay, end_trouble, own_relay
from app.accounts.actions.users import require_admin
from app.accounts.models import AgencyRelay, AgencyRelayStanding
from app.accounts.queries import rows as queries
from app.accounts.schemas.mail import RelayRequest
from app.adapters.mail_guard import PORTS, guard_from, is_public
from app.adapters.mail_relay import THIS_MACHINE
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, ConsultantActor
from app.core.db import AgencySession
from app.core.errors import FieldError, Invalid, NotFound, PreconditionFailed
from app.core.ids import new_id
from app.core.queue import enqueue
from app.core.secret_box import NoSecretKey, box_of
from app.core.settings import Settings

OF_NO_CHANGE = -1
WAIT = timedelta(minutes=5)
"""A test that was asked for longer ago than this has lost its task, and may be asked for again."""


class NoRelay(NotFound):
    """Your agency has no mail server of its own: mail leaves through the service's."""

    code = "no_relay"


def set_relay(
    session: AgencySession,
    *,
    request: RelayRequest,
    settings: Settings,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> KnownRelay:
    """Set the agency's own mail server, at which the next mail is already sent.

    ``seen`` is the number of the change that whoever decides has read, 0 before the first, where they say it. Raises
    Invalid, NoSecretKey, PreconditionFailed.
    """
    queries.agency(session, actor.agency_id, lock=True)
    require_admin(actor)
    former = own_relay(session, actor.agency_id, lock=True, removed=True)
    if seen is not None and former is not None:
        queries.require_unchanged(session, former[0], seen)
    host = _checked_host(request, settings)
    relay, standing = former or _new_relay(actor.agency_id, now=now)
    sealed = _sealed_password(request, relay, standing, host, settings)
    relay.host, relay.port, relay.tls, relay.user_name = host, request.port, request.tls, request.user
    relay.set_at, relay.removed_at = now, None
    session.add(relay)
    details = {"fields": sorted(request.model_fields_set)}
    record(session, AuditAction.RELAY_SET, subject=relay, actor=actor, now=now, details=details)
    session.add(standing)
    _forget(standing)
    standing.sealed_password = sealed
    return relay, standing


def change_read(session: AgencySession, *, number: int, actor: Actor) -> int:
    """Tell by its ETag which change was read; the ETag counts tests and troubles as well. Raises PreconditionFailed."""
    known = own_relay(session, actor.agency_id, removed=True)
    if known is None:
        raise PreconditionFailed("There is no mail server of your own to be read: send no If-Match.")
    relay, standing = known
    if number != relay.audit_seq + standing.changes:
        queries.require_unchanged(session, relay, seen=OF_NO_CHANGE)
    return relay.audit_seq


def remove_relay(session: AgencySession, *, actor: Actor, now: datetime) -> None:
    """Remove the agency's own mail server with its password; harmless when there is none."""
    require_admin(actor)
    known = own_relay(session, actor.agency_id, lock=True)
    if known is None:
        return
    relay, standing = known
    relay.removed_at = now
    record(session, AuditAction.RELAY_REMOVED, subject=relay, actor=actor, now=now)
    _forget(standing)


def ask_for_test(session: AgencySession, *, actor: ConsultantActor, now: datetime) -> KnownRelay:
    """Have the worker send a mail to the administrator; a second call while one waits changes nothing."""
    relay, standing = relay_for(session, actor=actor, lock=True)
    require_admin(actor)
    waits = standing.test_ended_at is None and standing.test_asked_at is not None
    if not waits or (standing.test_asked_at is not None and now - standing.test_asked_at >= WAIT):
        standing.test_by, standing.test_asked_at = actor.consultant_id, now
        standing.test_ended_at = standing.test_step = standing.test_words = None
        standing.changes += 1
        enqueue(session, "accounts.test_relay", agency_id=actor.agency_id, subject_id=relay.id)
    return relay, standing


def relay_for(session: AgencySession, *, actor: Actor, lock: bool = False) -> KnownRelay:
    """The agency's own mail server; raises NoRelay (404)."""
    known = own_relay(session, actor.agency_id, lock=lock)
    if known is None:
        raise NoRelay
    return known


def note_test(session: AgencySession, *, agency_id: UUID, number: int, failed: Failed | None, now: datetime) -> None:
    """Note how a test ended, unless the server was set anew meanwhile; one that went through ends the trouble."""
    known = own_relay(session, agency_id, lock=True)
    if known is None or known[0].audit_seq != number:
        return
    standing = known[1]
    standing.test_ended_at, standing.changes = now, standing.changes + 1
    standing.test_step, standing.test_words = (failed.step, failed.words) if failed else (None, None)
    if failed is None:
        end_trouble(standing)


def _new_relay(agency_id: UUID, *, now: datetime) -> KnownRelay:
    relay = AgencyRelay(agency_id=agency_id, id=new_id(), set_at=now)
    return relay, AgencyRelayStanding(agency_id=agency_id, relay_id=relay.id, changes=0)


def _checked_host(request: RelayRequest, settings: Settings) -> str:
    """The host in ASCII; raises Invalid for what cannot be meant, and for what the guard would never connect to."""
    guard, errors = guard_from(settings.internal_relays), []
    host = _ascii_host(request.host)
    address = _address("127.0.0.1" if host == "localhost" else host)
    if host == "":
        errors.append(FieldError("#/host", "write the server's name alone, for example smtp.harcourt.com"))
    elif address is not None and not is_public(address) and not guard.opens(address):
        errors.append(FieldError("#/host", "is an internal address, which only the operator of this service can open"))
    if request.port not in PORTS and not guard.internal:
        errors.append(FieldError("#/port", "is one of 25, 465, 587 and 2525"))
    if request.tls == "none" and host not in THIS_MACHINE:
        errors.append(FieldError("#/tls", "none is for a server on this machine only: choose starttls or tls"))
    if request.user is None and request.password is not None:
        errors.append(FieldError("#/user", "is needed with a password"))
    if errors:
        raise Invalid("The mail server was not set.", errors=errors)
    return host


def _ascii_host(text: str) -> str:
    bare = text.strip().rstrip(".").removeprefix("[").removesuffix("]")
    if _address(bare) is not None or bare.lower() in THIS_MACHINE:
        return bare.lower()
    try:
        return idna.encode(bare, uts46=True).decode().lower()
    except idna.IDNAError:
        return ""


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _sealed_password(
    request: RelayRequest, relay: AgencyRelay, standing: AgencyRelayStanding, host: str, settings: Settings
) -> bytes | None:
    """Seal the password, or keep the stored one where it still goes to the same server for the same user.

    Kept for another server, it would be handed to whoever runs that one.
    """
    if request.user is None:
        return None
    if request.password is None:
        same = (relay.host, relay.port, relay.tls, relay.user_name) == (host, request.port, request.tls, request.user)
        if same and standing.sealed_password is not None:
            return standing.sealed_password
        needed = FieldError("#/password", "is needed: the stored one is only kept for the same server and user")
        raise Invalid("The mail server was not set.", errors=[needed])
    box = box_of(settings)
    if not box:
        raise NoSecretKey
    return box.seal(request.password.get_secret_value(), bound_to=relay.id)


def _forget(standing: AgencyRelayStanding) -> None:
    """Forget the password and what was found with former settings."""
    standing.sealed_password = standing.test_by = standing.test_asked_at = standing.test_ended_at = None
    standing.test_step = standing.test_words = None
    end_trouble(standing)
