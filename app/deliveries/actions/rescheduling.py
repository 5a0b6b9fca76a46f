"""A delivery that waits for its time gets another one: by a consultant, or because what it was planned by changed."""

from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.queries.rows import require_unchanged
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession
from app.core.errors import Forbidden
from app.core.local_time import both_ends
from app.core.queue import enqueue
from app.core.states import StateConflict
from app.deliveries import policy
from app.deliveries.actions.planning import Planned, cases, chosen_time, note_plan, planned_for, set_send_timer
from app.deliveries.actions.standing import lock
from app.deliveries.models import Delivery
from app.deliveries.queries import rows as queries
from app.deliveries.rules.send_window import Circumstances, send_window
from app.deliveries.schemas import Reschedule
from app.directory.models import ClientContact
from app.interviews import queries as interviews
from app.interviews.models import Meeting
from app.letters.queries import rows as letters

WORTH_TELLING = timedelta(hours=1)
"""By how much a time that was told to people has to move before the consultant gets a mail."""


def reschedule(
    session: AgencySession, *, delivery_id: UUID, given: Reschedule, seen: int, actor: Actor, now: datetime
) -> Delivery:
    """Give a scheduled delivery another time: the window from now on, or an instant. Raises InThePast (422)."""
    at = lock(session, delivery_id=delivery_id, actor=actor)
    delivery = at.delivery
    if not policy.may_approve(actor, at.interview):
        raise Forbidden
    require_unchanged(session, delivery, seen)
    if delivery.state != "scheduled":
        raise StateConflict(f"This delivery is {delivery.state}; only one that waits for its time gets another.")
    meeting = interviews.meeting_for(session, interview_id=delivery.interview_id, actor=actor)
    contact = queries.contact_of(session, delivery)
    case = cases(session, at.letter, meeting, [contact], now=now)[contact.id]
    chosen = chosen_time(session, given, actor=actor, now=now)
    cause = "a consultant chose another time" if chosen else "a consultant chose the send window"
    _move(session, delivery, planned_for(case, chosen, now=now), cause=cause, actor=actor, now=now)
    return delivery


def plan_anew(session: AgencySession, *, agency_id: UUID, interview_id: UUID, cause: str, now: datetime) -> None:
    """Plan the deliveries of an interview again that wait for their window, after what they were planned by changed.

    Left alone: what somebody chose a time for, what a worker has tried or holds, and what is due by the new plan too.
    Who has a time that moves by more than an hour gets a mail, the consultant of the interview.
    """
    actor = SystemActor(agency_id)
    waiting = [
        delivery
        for delivery in queries.unclaimed_deliveries(session, agency_id=agency_id, interview_id=interview_id)
        if delivery.state == "scheduled" and delivery.planned_by == "window" and delivery.attempts == 0
    ]
    if not waiting:
        return
    meeting = interviews.meeting_for(session, interview_id=interview_id, actor=actor)
    met = interviews.people_met_in(session, meeting.interview)
    contacts = {who.contact.id: who.contact for who in met if who.contact}
    for delivery in waiting:
        contact = contacts.get(delivery.contact_id) if delivery.contact_id else None
        if contact is not None:
            _plan_again(session, delivery, meeting, contact, cause=cause, actor=actor, now=now)


def _plan_again(
    session: AgencySession,
    delivery: Delivery,
    meeting: Meeting,
    contact: ClientContact,
    *,
    cause: str,
    actor: Actor,
    now: datetime,
) -> None:
    letter = letters.letter_for(session, letter_id=delivery.letter_id, actor=actor).letter
    case = cases(session, letter, meeting, [contact], now=delivery.created_at)[contact.id]
    former = delivery.scheduled_for or now
    planned = _as_approved(case, delivery, former=former, now=now)
    if planned is None or planned.at == former:
        return
    was = both_ends(former, contact.time_zone, meeting.agency.time_zone)
    planned = Planned(planned.at, f"{planned.why} It was planned for {was}; {cause}.", "window", planned.notes)
    _move(session, delivery, planned, cause=cause, actor=actor, now=now)
    if abs(planned.at - former) > WORTH_TELLING:
        enqueue(session, "deliveries.tell_moved", agency_id=delivery.agency_id, subject_id=delivery.id)


def _as_approved(case: Circumstances, delivery: Delivery, *, former: datetime, now: datetime) -> Planned | None:
    """The window as it would have been on approval; from now on where that has passed; None: it is due either way."""
    window = send_window(case, approved_at=delivery.created_at)
    if window.at <= now:
        if former <= now:
            return None
        window = send_window(case, approved_at=now)
    return Planned(window.at, window.why, "window", window.notes)


def _move(
    session: AgencySession, delivery: Delivery, planned: Planned, *, cause: str, actor: Actor, now: datetime
) -> None:
    note_plan(delivery, planned)
    details = {"scheduled_for": planned.at.isoformat(), "cause": cause}
    record(session, AuditAction.DELIVERY_RESCHEDULED, subject=delivery, actor=actor, now=now, details=details)
    set_send_timer(session, delivery, planned.at)
