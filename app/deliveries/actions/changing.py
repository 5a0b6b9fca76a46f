"""A person changes what will be sent: cancel, send at once, resolve a doubt; an address comes or goes."""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import require_unchanged
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden
from app.core.queue import enqueue
from app.core.states import StateConflict
from app.deliveries import policy
from app.deliveries.actions.planning import (
    Planned,
    cancel_and_tell,
    cancel_row,
    cases,
    note_plan,
    planned_for,
    schedule,
    set_send_timer,
)
from app.deliveries.actions.sending import COPY
from app.deliveries.actions.standing import lock, why_not
from app.deliveries.models import Delivery
from app.deliveries.queries import rows as queries
from app.deliveries.schemas import PlannedBy, Resolution
from app.deliveries.states import DELIVERY, OPEN_QUESTIONS
from app.directory.models import ClientContact
from app.interviews import queries as interviews
from app.interviews.models import Interview, Met
from app.letters.queries import rows as letters
from app.reviews.actions.putting_back import put_back


class NoLongerStands(Conflict):
    """What was approved no longer stands, so it is not sent again: approve it anew."""

    code = "no_longer_stands"


def cancel(session: AgencySession, *, delivery_id: UUID, seen: int, actor: Actor, now: datetime) -> Delivery:
    """Cancel a delivery until a worker has claimed it; this is the undo of an approval, too.

    Where nothing else of the letter goes or went, it waits on the desk again.
    """
    delivery = _decided_on(session, delivery_id, seen, actor)
    cancel_row(session, delivery, cause="a consultant cancelled it", actor=actor, now=now)
    session.flush()  # whether anything else of the letter is on its way is asked of the rows
    _back_on_the_desk(session, delivery, actor=actor)
    return delivery


def send_now(
    session: AgencySession, *, delivery_id: UUID, reason: str, seen: int, actor: Actor, now: datetime
) -> Delivery:
    """Let a scheduled delivery go at once instead of in its window."""
    delivery = _decided_on(session, delivery_id, seen, actor)
    DELIVERY.require(delivery.state, "claimed")
    note_plan(delivery, Planned(now, "a consultant chose to send at once", "now"))
    record(
        session,
        AuditAction.DELIVERY_SENT_NOW,
        subject=delivery,
        actor=actor,
        now=now,
        personal={"reason": reason},
    )
    set_send_timer(session, delivery, now)
    return delivery


def resolve(
    session: AgencySession, *, delivery_id: UUID, given: Resolution, seen: int, actor: Actor, now: datetime
) -> Delivery:
    """Decide what the program may not: that a message in doubt arrived, or that it, or a failed one, goes again.

    Raises NoLongerStands (409) where it may not go again.
    """
    at = lock(session, delivery_id=delivery_id, actor=actor)
    delivery = _decided_on(session, delivery_id, seen, actor)
    following = "sent" if given.resolution == "delivered" else "scheduled"
    if delivery.state not in OPEN_QUESTIONS:
        raise StateConflict(f"This delivery is {delivery.state}; only one in doubt or failed is for you to decide.")
    DELIVERY.require(delivery.state, following)
    if following == "scheduled" and (cause := why_not(session, at)) is not None:
        raise NoLongerStands(f"It is not sent again: {cause}.")
    delivery.state = following
    if following == "sent":
        delivery.sent_at = now
    else:
        note_plan(delivery, Planned(now, "a consultant decided to send it again", "now"))
    record(
        session,
        AuditAction.DELIVERY_RESOLVED,
        subject=delivery,
        actor=actor,
        now=now,
        details={"resolution": given.resolution},
        personal={"reason": given.reason},
    )
    if following == "scheduled":
        set_send_timer(session, delivery, now)
    else:
        enqueue(session, COPY, agency_id=delivery.agency_id, subject_id=delivery.id)
    return delivery


def look_at_addresses(session: AgencySession, *, agency_id: UUID, interview_id: UUID, now: datetime) -> None:
    """Schedule what waited for an address that is there now, and cancel what would go to one that is not theirs.

    The consultant is told what was cancelled, and approves it again.
    """
    actor = SystemActor(agency_id)
    interview = interviews.interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    met = {who.person.id: who for who in interviews.people_met_in(session, interview)}
    for delivery in queries.unclaimed_deliveries(session, agency_id=actor.agency_id, interview_id=interview_id):
        who = met.get(delivery.person_id)
        contact = who.contact if who else None
        cause = _why_not_there(session, delivery, who)
        if cause is not None:
            cancel_and_tell(session, delivery, cause=cause, actor=actor, now=now)
        elif delivery.state == "held" and contact is not None and contact.email is not None:
            planned = _planned(session, delivery, contact, actor=actor, now=now)
            delivery.contact_id, delivery.address = contact.id, contact.email
            schedule(session, delivery, planned, actor=actor, now=now)


def stop_all(session: AgencySession, *, agency_id: UUID, interview_id: UUID, cause: str, now: datetime) -> None:
    """Cancel every delivery of an interview that no worker has claimed."""
    actor = SystemActor(agency_id)
    for delivery in queries.unclaimed_deliveries(session, agency_id=actor.agency_id, interview_id=interview_id):
        cancel_row(session, delivery, cause=cause, actor=actor, now=now)


def _back_on_the_desk(session: AgencySession, delivery: Delivery, *, actor: Actor) -> None:
    people = queries.people_with_live_delivery(session, agency_id=delivery.agency_id, document_id=delivery.document_id)
    if not people:
        put_back(session, subject_id=delivery.letter_id, actor=actor)


def _why_not_there(session: AgencySession, delivery: Delivery, who: Met | None) -> str | None:
    """Why this cannot go, or wait to go, to whom it was approved for; None where it can."""
    contact = who.contact if who else None
    if who is None:
        return "the person was taken off the interview"
    if delivery.state == "held":
        if who.person.left_at is not None:
            return "a consultant leaves this person without a contact"
        if contact is not None and queries.goes_to_contact(session, delivery, contact_id=contact.id):
            return "the same goes to this contact already, under another name"
        return None
    if contact is None:
        return "it is open again who the person is"
    if contact.id != delivery.contact_id:
        return "the person is another contact"
    return "the contact's address changed" if contact.email != delivery.address else None


def _planned(
    session: AgencySession,
    delivery: Delivery,
    contact: ClientContact,
    *,
    actor: Actor,
    now: datetime,
) -> Planned:
    """What was chosen when it was approved, or the contact's window from now."""
    chosen = None
    if delivery.scheduled_for is not None and delivery.why_then is not None:
        by: PlannedBy = delivery.planned_by  # type: ignore[assignment]  # kept to its words by a CHECK
        chosen = Planned(max(delivery.scheduled_for, now), delivery.why_then, by)
    at = letters.letter_for(session, letter_id=delivery.letter_id, actor=actor)
    case = cases(session, at.letter, at.meeting, [contact], now=now)[contact.id]
    return planned_for(case, chosen, now=now)


def _decided_on(session: AgencySession, delivery_id: UUID, seen: int, actor: Actor) -> Delivery:
    delivery = queries.delivery_for(session, delivery_id=delivery_id, actor=actor, lock=True)
    interview: Interview = interviews.interview_for(session, interview_id=delivery.interview_id, actor=actor)
    if not policy.may_approve(actor, interview):
        raise Forbidden
    require_unchanged(session, delivery, seen)
    return delivery
