"""The candidate takes something back, or the agency decides against forwarding: honest about what has gone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import require_unchanged
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden
from app.core.queue import enqueue
from app.deliveries import policy
from app.deliveries.actions.planning import cancel_and_tell, cancel_row
from app.deliveries.models import Delivery
from app.deliveries.queries import rows as queries
from app.deliveries.states import NOT_LIVE
from app.documents import actions as document_actions
from app.documents import queries as documents
from app.interviews.models import Meeting
from app.letters.actions import deciding as letter_actions
from app.letters.models import Letter
from app.letters.queries import rows as letters
from app.letters.queries.rows import LetterAt


@dataclass(frozen=True)
class Outcome:
    """Whom a withdrawal stopped, which deliveries it came too late for, and for whom there was nothing to withdraw.

    Stopped: what they had agreed to is taken back, now or before, and nothing of it is on its way to this person.
    ``letters_waiting``: letters that what was withdrawn was to go with; a consultant forwards them anew.
    """

    meeting: Meeting
    stopped: list[UUID]
    too_late_for: list[Delivery]
    letters_waiting: list[UUID]
    not_agreed: list[UUID]


def withdraw_consent(
    session: AgencySession, *, document_id: UUID, people: Sequence[UUID], actor: Actor, now: datetime
) -> Outcome:
    """Withdraw the consent for these people; deliveries that no worker has claimed are cancelled.

    Withdrawn already it stays so, with the same answer. Raises Invalid (422) for whom the document is not for.
    """
    document, interview = documents.document_for(session, document_id=document_id, actor=actor)
    if not policy.may_withdraw(actor, interview):
        raise document_actions.ConsentNeedsOwnLink
    document_actions.require_addressees(document, people)
    at = letters.letter_to_decide(session, letter_id=document.letter_id, actor=actor)
    deliveries = queries.deliveries_of_document(
        session, agency_id=actor.agency_id, document_id=document.id, people=people, lock=True
    )
    known = {consent.person_id: consent for consent in documents.consents_of(session, document=document, lock=True)}
    agreed = [person_id for person_id in dict.fromkeys(people) if person_id in known]
    for person_id in agreed:
        if known[person_id].state == "given":
            document_actions.withdraw_consent(session, known[person_id], actor=actor, now=now)
    outcome = _stop(session, deliveries, agreed, at, taken_back="their agreement", actor=actor, now=now)
    return replace(outcome, not_agreed=[person_id for person_id in dict.fromkeys(people) if person_id not in known])


def withdraw_letter(
    session: AgencySession, *, letter_id: UUID, seen: int, actor: Actor, now: datetime
) -> tuple[Letter, Outcome]:
    """Withdraw a letter as its candidate; deliveries that no worker has claimed are cancelled."""
    at = letters.letter_to_decide(session, letter_id=letter_id, actor=actor)
    letter, interview = at.letter, at.meeting.interview
    if not policy.may_withdraw(actor, interview):
        raise document_actions.ConsentNeedsOwnLink
    require_unchanged(session, letter, seen)
    letter_actions.mark_withdrawn(session, letter, actor=actor, now=now)
    deliveries = queries.deliveries_of_letter(session, agency_id=actor.agency_id, letter_id=letter.id)
    people = [delivery.person_id for delivery in deliveries]
    back = "the summary" if letter.kind == "summary" else "the letter"
    return letter, _stop(session, deliveries, people, at, taken_back=back, actor=actor, now=now)


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
    at: LetterAt,
    *,
    taken_back: str,
    actor: Actor,
    now: datetime,
) -> Outcome:
    """Cancel what no worker has taken; a letter that was to go with a summary is the consultant's to forward anew."""
    live = [delivery for delivery in deliveries if delivery.state not in NOT_LIVE]
    stoppable = [delivery for delivery in live if delivery.state in {"held", "scheduled"}]
    waiting = [delivery for delivery in stoppable if delivery.enclosed_letter_id == at.letter.id]
    for delivery in stoppable:
        enclosed = " to the summary that goes with it" if taken_back == "their agreement" else " that goes with it"
        cause = f"the candidate withdrew {taken_back}{enclosed if delivery in waiting else ''}"
        cancel = cancel_row if delivery in waiting else cancel_and_tell
        cancel(session, delivery, cause=cause, actor=actor, now=now)
    for delivery in waiting:
        enqueue(session, "deliveries.tell_waiting", agency_id=delivery.agency_id, subject_id=delivery.id)
    gone = [delivery for delivery in live if delivery not in stoppable]
    late = {delivery.person_id for delivery in gone}
    stopped = [person for person in dict.fromkeys(people) if person not in late]
    return Outcome(at.meeting, stopped, gone, sorted({delivery.letter_id for delivery in waiting}), not_agreed=[])
