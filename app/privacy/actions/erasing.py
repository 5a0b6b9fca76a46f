"""A person is erased: content and identity go, the rows and their verifying trail stay (ADR 0020)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import delete, or_, select, text

from app.accounts.models import CandidateLink
from app.accounts.queries import rows as accounts
from app.accounts.rules.lifetimes import kept_months
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Invalid
from app.core.ids import new_id, public_id
from app.core.queue import enqueue
from app.directory.models import Candidate, ExternalRef
from app.directory.queries.rows import lock_directory
from app.privacy.actions.content import erase_content
from app.privacy.actions.holding import AlreadyErased
from app.privacy.models import Erasure, PersonExport
from app.privacy.queries import rows as queries
from app.privacy.queries.rows import PREFIXES
from app.privacy.rules.held import IDENTITY
from app.privacy.rules.periods import kept_until, names_the_person
from app.privacy.schemas import ErasureDone, ErasureView, KeptIdentity
from app.web.idempotency import KeptAnswer

Ground = Literal["request", "retention", "replay"]
UNAUDITED = {"person_met": "prs", "document": "doc", "review_item": "rvw"}
"""Public prefixes of rows that are not audited, by which a kept answer may name the person."""


class UnderLegalHold(Conflict):
    """A legal hold stands on this person: nothing is erased until compliance releases it."""

    code = "under_legal_hold"


class ReasonNamesPerson(Invalid):
    """The reason outlasts the erasure: say why without name, address or number of the person."""

    code = "reason_names_the_person"


@dataclass(frozen=True)
class Order:
    """Why a person is erased, on which ground; ``seen`` is the ETag that was read, where one was."""

    reason: str
    ground: Ground = "request"
    seen: int | None = None


def erase(session: AgencySession, *, candidate_id: UUID, order: Order, actor: Actor, now: datetime) -> Erasure:
    """Erase a person. What the law asks to keep of who they were stays apart until its day, for compliance only.

    Raises UnderLegalHold, AlreadyErased, DeliveryUnderWay (409), ReasonNamesPerson (422).
    """
    lock_directory(session, actor.agency_id)  # an announcement may not find, or fill, the row meanwhile
    person = queries.person_for(session, candidate_id=candidate_id, actor=actor, lock=True)
    if order.seen is not None:
        accounts.require_unchanged(session, person, order.seen)
    _require_erasable(session, person, order)
    ids = queries.ids_below(session, agency_id=actor.agency_id, roots={"candidate": [person.id]})
    erasure = _erasure(session, person, ids, order, now=now)
    for interview_id in ids.get("interview", ()):
        erase_content(session, interview_id=interview_id, ground=order.ground, actor=actor, now=now)
    _revoke_links(session, person, actor=actor, now=now)
    _forget_reasons_of_holds(session, person, actor=actor, now=now)
    _delete_what_names(session, ids, actor=actor)
    _erase_identity(session, person, order, actor=actor, now=now)
    session.add(erasure)
    if erasure.confirm_to is not None:
        enqueue(session, "privacy.confirm_erasure", agency_id=actor.agency_id, subject_id=erasure.id)
    if order.ground != "replay":
        enqueue(session, "privacy.write_ledger", agency_id=actor.agency_id, subject_id=erasure.id)
    return erasure


def erase_seen(
    session: AgencySession, *, candidate_id: UUID, order: Order, actor: Actor, now: datetime
) -> tuple[ErasureDone, int]:
    """Erase a person, and tell what was done without telling who they were; with the new ETag."""
    erasure = erase(session, candidate_id=candidate_id, order=order, actor=actor, now=now)
    person = queries.person_for(session, candidate_id=candidate_id, actor=actor)
    done = ErasureDone(
        candidate_id=person.id,
        erased_at=erasure.erased_at,
        keeps_identity_until=erasure.kept_until,
        confirmation=erasure.confirmation,
    )
    return done, person.audit_seq


def looked_at(session: AgencySession, *, candidate_id: UUID, actor: Actor, now: datetime) -> tuple[ErasureView, int]:
    """What an erasure would take, or what it left; with the ETag to erase by."""
    person = queries.person_for(session, candidate_id=candidate_id, actor=actor)
    ids = queries.ids_below(session, agency_id=actor.agency_id, roots={"candidate": [person.id]})
    done = queries.erasure_of(session, person)
    held = queries.is_held(session, person)
    until = done.kept_until if done else _kept_until(session, actor.agency_id, ids, now=now)
    kept = done if done and done.kept_name else None
    view = ErasureView(
        candidate_id=person.id,
        state="erased" if done else "held" if held else "possible",
        rows=queries.counts_of(session, agency_id=actor.agency_id, ids=ids),
        keeps_identity_until=until,
        erased_at=done.erased_at if done else None,
        ground=done.ground if done else None,
        confirmation=done.confirmation if done else None,
        kept=KeptIdentity(until=kept.kept_until, name=kept.kept_name, contact=kept.kept_contact)
        if kept and kept.kept_until and kept.kept_name
        else None,
    )
    return view, person.audit_seq


def _require_erasable(session: AgencySession, person: Candidate, order: Order) -> None:
    if person.erased_at is not None:
        raise AlreadyErased
    if queries.is_held(session, person):
        raise UnderLegalHold
    if names_the_person(order.reason, name=person.name, email=person.email, phone=person.phone):
        raise ReasonNamesPerson(errors=[FieldError("#/reason", "names the person")])


def _erasure(
    session: AgencySession, person: Candidate, ids: Mapping[str, Sequence[UUID]], order: Order, *, now: datetime
) -> Erasure:
    """Note the erasure, and apart from everything else what must be kept of who the person was."""
    until = _kept_until(session, person.agency_id, ids, now=now)
    confirm_to = person.email if order.ground == "request" else None
    return Erasure(
        agency_id=person.agency_id,
        id=new_id(),
        candidate_id=person.id,
        erased_at=now,
        ground=order.ground,
        kept_until=until,
        kept_name=person.name if until else None,
        kept_contact=(person.email or person.phone) if until else None,
        confirm_to=confirm_to,
        confirmation="waiting" if confirm_to else "not_mailed",
    )


def _kept_until(
    session: AgencySession, agency_id: UUID, ids: Mapping[str, Sequence[UUID]], *, now: datetime
) -> datetime | None:
    """From the last thing that happened, until when the law asks to keep who the person was."""
    months = kept_months(
        accounts.settings_of(session, agency_id).identity_months, accounts.agency(session, agency_id).country
    )
    served = queries.last_activity(session, agency_id=agency_id, subjects=_audited(ids)) or now
    return kept_until(served, months, now=now)


def _audited(ids: Mapping[str, Sequence[UUID]]) -> dict[str, Sequence[UUID]]:
    return {kind: found for kind, found in ids.items() if kind in PREFIXES}


def _revoke_links(session: AgencySession, person: Candidate, *, actor: Actor, now: datetime) -> None:
    """End every link that still opens something, and with it what was opened by it."""
    query = select(CandidateLink).where(
        CandidateLink.agency_id == person.agency_id,
        CandidateLink.candidate_id == person.id,
        CandidateLink.revoked_at.is_(None),
        CandidateLink.expires_at > now,
    )
    for link in session.scalars(query.order_by(CandidateLink.id).with_for_update()).all():
        link.revoked_at = now
        record(session, AuditAction.LINK_REVOKED, subject=link, actor=actor, now=now)


def _forget_reasons_of_holds(session: AgencySession, person: Candidate, *, actor: Actor, now: datetime) -> None:
    for hold in queries.holds_on(session, person):
        hold.reason = hold.release_reason = "(erased)"
        record(session, AuditAction.HOLD_ERASED, subject=hold, actor=actor, now=now)


def _delete_what_names(session: AgencySession, ids: Mapping[str, Sequence[UUID]], *, actor: Actor) -> None:
    """Delete foreign names, exports, and answers kept for retries that name the person by any identifier."""
    named = [one for kind in ("candidate", "application", "interview") for one in ids.get(kind, ())]
    agency_id = actor.agency_id
    session.execute(delete(ExternalRef).where(ExternalRef.agency_id == agency_id, ExternalRef.subject_id.in_(named)))
    session.execute(
        delete(PersonExport).where(PersonExport.agency_id == agency_id, PersonExport.candidate_id.in_(ids["candidate"]))
    )
    prefixes = {**PREFIXES, **UNAUDITED}
    names = [public_id(prefixes[kind], one) for kind, found in ids.items() if kind in prefixes for one in found]
    senders = [f"candidate {one} %" for one in ids["candidate"]]
    told: Any = text(
        "EXISTS (SELECT 1 FROM unnest(CAST(:names AS text[])) AS name "
        "WHERE position(convert_to(name, 'UTF8') IN body) > 0 OR position(name IN headers::text) > 0)"
    ).bindparams(names=names)
    session.execute(
        delete(KeptAnswer).where(
            KeptAnswer.agency_id == agency_id, or_(told, *(KeptAnswer.sender.like(sender) for sender in senders))
        )
    )


def _erase_identity(session: AgencySession, person: Candidate, order: Order, *, actor: Actor, now: datetime) -> None:
    session.refresh(person)
    for name, value in IDENTITY.erased.items():
        setattr(person, name, value)
    person.erased_at = now
    record(
        session,
        AuditAction.CANDIDATE_ERASED,
        subject=person,
        actor=actor,
        now=now,
        personal={"reason": order.reason},
    )
    session.execute(text("SELECT afterword_erase_person(:candidate)"), {"candidate": person.id})
