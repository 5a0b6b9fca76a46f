"""When each delivery goes: the window of its recipient, at once, or at an instant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.queries.rows import settings_of
from app.audit.canonical import Detail
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import FieldError, Invalid
from app.core.queue import enqueue
from app.core.timers import clear_timer, set_timer
from app.deliveries.models import Delivery
from app.deliveries.rules.send_window import Circumstances, notes_on, send_window
from app.deliveries.schemas import Approval, PlannedBy, Reschedule
from app.deliveries.states import DELIVERY
from app.directory.models import Client, ClientContact
from app.directory.queries.calendars import working_times
from app.interviews.models import Meeting
from app.letters.models import Letter
from app.letters.queries.rows import answers_of

SEND = "deliveries.send"
"""The timer, and the task it becomes; its subject is the delivery."""
HINDSIGHT = timedelta(days=31)
"""How long ago something may have been approved that is explained by the days off since."""


class InThePast(Invalid):
    """This instant has passed; choose a later one, or send now with a reason."""

    code = "instant_has_passed"


@dataclass(frozen=True)
class Planned:
    """When, why then, by what, and what to weigh."""

    at: datetime
    why: str
    by: PlannedBy
    notes: tuple[str, ...] = ()


def cases(
    session: AgencySession, letter: Letter, meeting: Meeting, contacts: Sequence[ClientContact], *, now: datetime
) -> dict[UUID, Circumstances]:
    """What decides when a letter goes to each of these contacts (P10, P11); a summary goes as a strategic letter."""
    return cases_of(session, meeting, contacts, kind=letter.kind, now=now)


def cases_of(
    session: AgencySession, meeting: Meeting, contacts: Sequence[ClientContact], *, kind: str, now: datetime
) -> dict[UUID, Circumstances]:
    """As `cases`, for what has no letter, too. The decision is the one that the newest submitted debrief tells of."""
    answers = answers_of(session, meeting.interview)
    decision = answers.decision_expected if answers else None
    found = cases_at(
        session, meeting.client, contacts, kind=kind, interview_ended_at=meeting.interview.ends_at, since=now
    )
    return {
        contact_id: replace(case, decision_expected_on=decision.on if decision else None)
        for contact_id, case in found.items()
    }


def cases_at(
    session: AgencySession,
    client: Client,
    contacts: Sequence[ClientContact],
    *,
    kind: str,
    interview_ended_at: datetime,
    since: datetime,
) -> dict[UUID, Circumstances]:
    """What decides when something goes to each of these contacts of a client, from `since` on; no decision is known."""
    settings, lead = settings_of(session, client.agency_id), client.send_lead_minutes
    working = working_times(session, contacts, since=(since - HINDSIGHT).date())
    return {
        contact.id: Circumstances(
            kind="thank_you" if kind == "thank_you" else "strategic",
            interview_ended_at=interview_ended_at,
            working=working[contact.id],
            lead=timedelta(minutes=settings.send_lead_minutes if lead is None else lead),
            undo=timedelta(seconds=settings.undo_seconds),
            first_name=contact.name.split()[0],
        )
        for contact in contacts
    }


def chosen_time(session: AgencySession, given: Approval | Reschedule, *, actor: Actor, now: datetime) -> Planned | None:
    """When this decision itself says; None: in each recipient's window. Never before the time to undo has passed."""
    undo_until = now + timedelta(seconds=settings_of(session, actor.agency_id).undo_seconds)
    if given.when == "now":
        return Planned(undo_until, "as soon as the time to undo has passed", "now")
    if given.at is None:
        return None
    if given.at <= now:
        raise InThePast(errors=[FieldError("#/at", "is in the past")])
    return Planned(max(given.at, undo_until), "at the time that was chosen", "chosen")


def planned_for(case: Circumstances, chosen: Planned | None, *, now: datetime) -> Planned:
    """When it goes to one contact: as it was chosen, with what to weigh there, or in the contact's window from now."""
    if chosen is not None:
        return replace(chosen, notes=notes_on(case, chosen.at))
    window = send_window(case, approved_at=now)
    return Planned(window.at, window.why, "window", window.notes)


def note_plan(delivery: Delivery, planned: Planned) -> None:
    """Write a plan to its delivery; the caller records it."""
    delivery.scheduled_for, delivery.why_then = planned.at, planned.why
    delivery.planned_by, delivery.notes = planned.by, list(planned.notes)


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
    note_plan(delivery, planned)
    action = AuditAction.DELIVERY_SCHEDULED if reason is None else AuditAction.DELIVERY_SENT_NOW
    details = {"scheduled_for": planned.at.isoformat(), **what_goes(delivery)}
    personal = {} if reason is None else {"reason": reason}
    record(session, action, subject=delivery, actor=actor, now=now, details=details, personal=personal)
    set_send_timer(session, delivery, planned.at)


def what_goes(delivery: Delivery) -> dict[str, Detail]:
    """What the trail says of what goes: the letter, and a summary in the same message."""
    letter: dict[str, Detail] = {"letter": str(delivery.letter_id)}
    if delivery.enclosed_document_id is None:
        return letter
    return {**letter, "enclosed": str(delivery.enclosed_document_id), "enclosed_sha256": delivery.enclosed_sha256}


def set_send_timer(session: AgencySession, delivery: Delivery, due_at: datetime) -> None:
    """Plan the next look at this delivery."""
    set_timer(session, SEND, agency_id=delivery.agency_id, subject_id=delivery.id, due_at=due_at)


def clear_send_timer(session: AgencySession, delivery: Delivery) -> None:
    """Nothing is left to do for this delivery."""
    clear_timer(session, SEND, agency_id=delivery.agency_id, subject_id=delivery.id)


def cancel_and_tell(session: AgencySession, delivery: Delivery, *, cause: str, actor: Actor, now: datetime) -> None:
    """Cancel a delivery that nobody has begun to send, and let the consultant know, who counts on it."""
    cancel_row(session, delivery, cause=cause, actor=actor, now=now)
    enqueue(session, "deliveries.tell_cancelled", agency_id=delivery.agency_id, subject_id=delivery.id)


def cancel_row(session: AgencySession, delivery: Delivery, *, cause: str, actor: Actor, now: datetime) -> None:
    """Cancel a delivery that nobody has begun to send; raises StateConflict otherwise."""
    DELIVERY.require(delivery.state, "cancelled")
    delivery.state, delivery.cause = "cancelled", cause
    record(session, AuditAction.DELIVERY_CANCELLED, subject=delivery, actor=actor, now=now, details={"cause": cause})
    clear_send_timer(session, delivery)
