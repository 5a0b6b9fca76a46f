"""The candidate takes something back, or the agency decides against forwarding: honest about what has gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts.queries import require_unchanged
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden
from app.deliveries import policy, queries
from app.deliveries.actions.planning import cancel_row
from app.deliveries.models import Delivery
from app.deliveries.states import NOT_LIVE
from app.documents import actions as document_actions
from app.documents import queries as documents
from app.letters.actions import deciding as letter_actions
from app.letters.models import Letter
from app.letters.queries import rows as letters


@dataclass(frozen=True)
class Outcome:
    """Whom a withdrawal stopped, and which deliveries it came too late for."""

    stopped: list[UUID]
    too_late_for: list[Delivery]


def withdraw_consent(
    session: AgencySession, *, document_id: UUID, people: Sequence[UUID], actor: Actor, now: datetime
) -> Outcome:
    """Withdraw the consent for these people; deliveries that no worker has claimed are cancelled."""
    document, interview = documents.document_for(session, document_id=document_id, actor=actor)
    if not policy.may_withdraw(actor, interview):
        raise document_actions.ConsentNeedsOwnLink
    letters.letter_for(session, letter_id=document.letter_id, actor=actor, lock=True)
    deliveries = queries.deliveries_of_document(
        session, agency_id=actor.agency_id, document_id=document.id, people=people, lock=True
    )
    for consent in documents.standing_consents(session, document=document, lock=True):
        if consent.person_id in people:
            document_actions.withdraw_consent(session, consent, actor=actor, now=now)
    return _stop(session, deliveries, people, cause="the candidate withdrew their agreement", actor=actor, now=now)


def withdraw_letter(
    session: AgencySession, *, letter_id: UUID, seen: int, actor: Actor, now: datetime
) -> tuple[Letter, Outcome]:
    """Withdraw a letter as its candidate; deliveries that no worker has claimed are cancelled."""
    at = letters.letter_for(session, letter_id=letter_id, actor=actor, lock=True)
    letter, interview = at.letter, at.meeting.interview
    if not policy.may_withdraw(actor, interview):
        raise document_actions.ConsentNeedsOwnLink
    require_unchanged(session, letter, seen)
    letter_actions.mark_withdrawn(session, letter, actor=actor, now=now)
    deliveries = queries.deliveries_of_letter(session, agency_id=actor.agency_id, letter_id=letter.id)
    people = [delivery.person_id for delivery in deliveries]
    outcome = _stop(session, deliveries, people, cause="the candidate withdrew the letter", actor=actor, now=now)
    return letter, outcome


def do_not_forward(
    session: AgencySession, *, letter_id: UUID, reason: str, seen: int, actor: Actor, now: datetime
) -> Letter:
    """Decide not to forward a letter, with the reason that the candidate reads (P7)."""
    at = letters.letter_for(session, letter_id=letter_id, actor=actor, lock=True)
    letter, interview = at.letter, at.meeting.interview
    if not policy.may_approve(actor, interview):
        raise Forbidden
    require_unchanged(session, letter, seen)
    letter_actions.mark_not_forwarded(session, letter, reason=reason, actor=actor, now=now)
    return letter


def _stop(
    session: AgencySession,
    deliveries: Sequence[Delivery],
    people: Sequence[UUID],
    *,
    cause: str,
    actor: Actor,
    now: datetime,
) -> Outcome:
    live = [delivery for delivery in deliveries if delivery.state not in NOT_LIVE]
    stoppable = [delivery for delivery in live if delivery.state in {"held", "scheduled"}]
    for delivery in stoppable:
        cancel_row(session, delivery, cause=cause, actor=actor, now=now)
    gone = [delivery for delivery in live if delivery not in stoppable]
    late = {delivery.person_id for delivery in gone}
    return Outcome([person for person in dict.fromkeys(people) if person not in late], gone)
