"""When each delivery goes: the window of its recipient, at once, or at an instant."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.queries import settings_of
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import FieldError, Invalid
from app.core.timers import clear_timer, set_timer
from app.deliveries.models import Delivery
from app.deliveries.queries import working_time
from app.deliveries.rules import SendTime, send_window
from app.deliveries.schemas import Approval
from app.deliveries.states import DELIVERY
from app.directory.models import ClientContact
from app.interviews.models import Interview
from app.letters.models import Letter

SEND = "deliveries.send"
"""The timer, and the task it becomes; its subject is the delivery."""


class InThePast(Invalid):
    """This instant has passed; choose a later one, or send now with a reason."""

    code = "instant_has_passed"


@dataclass(frozen=True)
class Planned:
    """When, and why then."""

    at: datetime
    why: str


def window_for(
    session: AgencySession, letter: Letter, interview: Interview, contact: ClientContact, *, now: datetime
) -> SendTime:
    """The send window of one contact for a letter approved now (P10, P11)."""
    settings = settings_of(session, letter.agency_id)
    return send_window(
        kind=letter.kind,  # type: ignore[arg-type]  # kept to the kinds by a CHECK
        approved_at=now,
        interview_ended_at=interview.ends_at,
        working=working_time(contact),
        lead=timedelta(minutes=settings.send_lead_minutes),
        first_name=contact.name.split()[0],
    )


def chosen_time(session: AgencySession, approval: Approval, *, actor: Actor, now: datetime) -> Planned | None:
    """When this approval itself says; None: in each recipient's window. Never before the time to undo has passed."""
    if approval.when == "now":
        return Planned(_undo_until(session, actor.agency_id, now=now), "as soon as the time to undo has passed")
    if approval.at is None:
        return None
    if approval.at <= now:
        raise InThePast(errors=[FieldError("#/at", "is in the past")])
    return Planned(max(approval.at, _undo_until(session, actor.agency_id, now=now)), "at the time that was chosen")


def in_window(
    session: AgencySession, letter: Letter, interview: Interview, contact: ClientContact, *, now: datetime
) -> Planned:
    """The recipient's own window, never before the time to undo has passed."""
    window = window_for(session, letter, interview, contact, now=now)
    return Planned(max(window.at, _undo_until(session, letter.agency_id, now=now)), window.why)


def schedule(
    session: AgencySession,
    delivery: Delivery,
    planned: Planned,
    *,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Schedule a delivery that has its address, and set the timer that sends it.

    ``reason`` is that of a consultant who does not wait for the window.
    """
    DELIVERY.require(delivery.state, "scheduled")
    delivery.state = "scheduled"
    delivery.scheduled_for, delivery.why_then = planned.at, planned.why
    action = AuditAction.DELIVERY_SCHEDULED if reason is None else AuditAction.DELIVERY_SENT_NOW
    details = {"scheduled_for": planned.at.isoformat()}
    personal = {} if reason is None else {"reason": reason}
    record(session, action, subject=delivery, actor=actor, now=now, details=details, personal=personal)
    set_send_timer(session, delivery, planned.at)


def set_send_timer(session: AgencySession, delivery: Delivery, due_at: datetime) -> None:
    """Plan the next look at this delivery."""
    set_timer(session, SEND, agency_id=delivery.agency_id, subject_id=delivery.id, due_at=due_at)


def clear_send_timer(session: AgencySession, delivery: Delivery) -> None:
    """Nothing is left to do for this delivery."""
    clear_timer(session, SEND, agency_id=delivery.agency_id, subject_id=delivery.id)


def cancel_row(session: AgencySession, delivery: Delivery, *, cause: str, actor: Actor, now: datetime) -> None:
    """Cancel a delivery that nobody has begun to send; raises StateConflict otherwise."""
    DELIVERY.require(delivery.state, "cancelled")
    delivery.state, delivery.cause = "cancelled", cause
    record(session, AuditAction.DELIVERY_CANCELLED, subject=delivery, actor=actor, now=now, details={"cause": cause})
    clear_send_timer(session, delivery)


def _undo_until(session: AgencySession, agency_id: UUID, *, now: datetime) -> datetime:
    return now + timedelta(seconds=settings_of(session, agency_id).undo_seconds)
