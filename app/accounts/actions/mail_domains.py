"""The domains that an agency sends under: named by an administrator, proven by a record in DNS (ADR 0018).

The record holds a token of this agency, so two agencies that share a domain each prove it for themselves.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from app.accounts.actions.users import require_admin
from app.accounts.models import MailDomain, MailDomainLook
from app.accounts.queries.rows import agency
from app.accounts.rules import mail_domains as rules
from app.accounts.rules.mail_domains import DomainLook, judge, own_domain
from app.accounts.states import MAIL_DOMAIN
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Invalid, NotFound
from app.core.ids import new_id
from app.core.queue import enqueue
from app.core.timers import clear_timer, set_timer

CHECK = "accounts.check_mail_domain"
"""The timer, and the task it becomes; its subject is the domain."""
WAIT = timedelta(minutes=2)
"""A look that was asked for longer ago than this has lost its task, and may be asked for again."""
KnownDomain = tuple[MailDomain, MailDomainLook]


class MailDomainNotFound(NotFound):
    """Your agency has no such mail domain."""

    code = "mail_domain_not_found"


class MailDomainKnown(Conflict):
    """Your agency has named this domain already."""

    code = "mail_domain_known"


class TooManyMailDomains(Conflict):
    """Your agency has as many mail domains as there may be; remove one that is no longer used."""

    code = "too_many_mail_domains"


def add_domain(session: AgencySession, *, domain: str, actor: Actor, now: datetime) -> KnownDomain:
    """Name a domain; it counts once its record is found. Raises Invalid, MailDomainKnown, TooManyMailDomains."""
    agency(session, actor.agency_id, lock=True)
    require_admin(actor)
    name = _own(domain)
    _require_room(session, actor.agency_id, name)
    row = MailDomain(
        agency_id=actor.agency_id,
        id=new_id(),
        domain=name,
        token=secrets.token_urlsafe(24),
        state="pending",
        created_at=now,
        state_since=now,
    )
    session.add(row)
    record(session, AuditAction.MAIL_DOMAIN_ADDED, subject=row, actor=actor, now=now)
    look = MailDomainLook(agency_id=row.agency_id, domain_id=row.id, changes=0)
    session.add(look)
    set_timer(session, CHECK, agency_id=row.agency_id, subject_id=row.id, due_at=now + rules.LOOK_SOON)
    return row, look


def ask_for_look(session: AgencySession, *, domain_id: UUID, actor: Actor, now: datetime) -> KnownDomain:
    """Have the worker look at the record; a second call while it is about to look changes nothing."""
    row, look = known_domain(session, domain_id=domain_id, actor=actor, lock=True)
    require_admin(actor)
    if look.asked_at is None or now - look.asked_at >= WAIT:
        look.asked_at = now
        look.changes += 1
        enqueue(session, CHECK, agency_id=row.agency_id, subject_id=row.id)
    return row, look


def remove_domain(session: AgencySession, *, domain_id: UUID, actor: Actor, now: datetime) -> None:
    """Remove a domain: from now on mail leaves by the via-address; harmless when it was removed already."""
    row, _ = known_domain(session, domain_id=domain_id, actor=actor, lock=True, removed=True)
    require_admin(actor)
    if row.state == "removed":
        return
    MAIL_DOMAIN.require(row.state, "removed")
    row.state, row.state_since = "removed", now
    record(session, AuditAction.MAIL_DOMAIN_REMOVED, subject=row, actor=actor, now=now)
    clear_timer(session, CHECK, agency_id=row.agency_id, subject_id=row.id)


def note_look(
    session: AgencySession, *, agency_id: UUID, domain_id: UUID, texts: tuple[str, ...] | None, now: datetime
) -> None:
    """Note what DNS said, None where it said nothing; who is affected by a domain that fails is told by mail."""
    actor = SystemActor(agency_id)
    row, look = known_domain(session, domain_id=domain_id, actor=actor, lock=True, removed=True)
    if row.state == "removed":
        return
    seen = DomainLook(
        row.domain, row.token, row.state, row.state_since, look.missing_since, look.silent_since, texts
    )  # fmt: skip
    verdict = judge(seen, now=now)
    was = row.state
    if verdict.state != was:
        _move(session, row, verdict.state, now=now)
    look.asked_at, look.looked_at, look.found = None, now, verdict.found
    look.missing_since, look.silent_since = verdict.missing_since, verdict.silent_since
    look.changes += 1
    if verdict.look_again is not None:
        due_at = now + verdict.look_again
        set_timer(session, CHECK, agency_id=agency_id, subject_id=domain_id, due_at=due_at)
    if (was, verdict.state) == ("verified", "failed"):
        enqueue(session, "accounts.tell_of_mail_domain", agency_id=agency_id, subject_id=domain_id)


def known_domain(
    session: Session, *, domain_id: UUID, actor: Actor, lock: bool = False, removed: bool = False
) -> KnownDomain:
    """A domain of the actor's agency with its last look; raises MailDomainNotFound."""
    query = _domains(actor.agency_id).where(MailDomain.id == domain_id)
    query = query if removed else query.where(MailDomain.state != "removed")
    found = session.execute(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise MailDomainNotFound
    return found[0], found[1]


def known_domains(session: Session, *, actor: Actor, after: UUID | None, limit: int) -> list[KnownDomain]:
    """The domains of the actor's agency, oldest first; ``after`` is the last one seen."""
    query = _domains(actor.agency_id).where(MailDomain.state != "removed").order_by(MailDomain.id).limit(limit)
    rows = session.execute(query if after is None else query.where(MailDomain.id > after))
    return [(row[0], row[1]) for row in rows]


def _domains(agency_id: UUID) -> Select[MailDomain, MailDomainLook]:
    look = and_(MailDomainLook.agency_id == MailDomain.agency_id, MailDomainLook.domain_id == MailDomain.id)
    return select(MailDomain, MailDomainLook).join(MailDomainLook, look).where(MailDomain.agency_id == agency_id)


def _own(domain: str) -> str:
    try:
        return own_domain(domain)
    except ValueError as error:
        raise Invalid("This cannot be a domain of your own.", errors=[FieldError("#/domain", str(error))]) from None


def _require_room(session: AgencySession, agency_id: UUID, domain: str) -> None:
    kept = select(func.count()).where(MailDomain.agency_id == agency_id, MailDomain.state != "removed")
    if session.scalar(kept.where(MailDomain.domain == domain)):
        raise MailDomainKnown
    if (session.scalar(kept) or 0) >= rules.MOST_DOMAINS:
        raise TooManyMailDomains


def _move(session: AgencySession, row: MailDomain, state: str, *, now: datetime) -> None:
    MAIL_DOMAIN.require(row.state, state)
    row.state, row.state_since = state, now
    if state == "verified":
        row.verified_at = now
    action = AuditAction.MAIL_DOMAIN_VERIFIED if state == "verified" else AuditAction.MAIL_DOMAIN_FAILED
    record(session, action, subject=row, actor=SystemActor(row.agency_id), now=now)
