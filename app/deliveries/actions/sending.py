"""The two commits round one SMTP transaction, and what each answer of the client's mail server means (ADR 0005).

``claimed`` is committed before connecting, ``sending`` immediately before DATA. Death or error while claimed is a safe
retry; without an answer while sending it is in doubt, and only a person sends again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import SystemActor
from app.core.db import AgencySession
from app.core.ids import new_id
from app.core.queue import CappedBackoff, enqueue
from app.deliveries.actions.planning import cancel_and_tell, clear_send_timer, set_send_timer
from app.deliveries.actions.standing import lock, why_not
from app.deliveries.models import Delivery
from app.deliveries.queries import rows as queries
from app.deliveries.states import DELIVERY

RETRY = CappedBackoff(most_attempts=40, first=timedelta(seconds=20), cap=timedelta(hours=2))
"""About three days of temporary refusals, as mail servers themselves keep trying."""
SECOND_LOOK = timedelta(minutes=15)
"""Longer than any SMTP conversation here lasts: a claim older than this has lost its worker and its task."""

COPY = "deliveries.copy_to_consultant"
"""The task that mails the consultant what went out; its subject is the delivery."""


class ClaimLost(Exception):
    """Another worker has taken this delivery, or it was decided otherwise: this one must not send."""


@dataclass(frozen=True)
class Claim:
    """The right to send one delivery once; ``id`` is a fresh value that the row holds."""

    delivery: Delivery
    id: UUID


def claim(session: AgencySession, *, agency_id: UUID, delivery_id: UUID, now: datetime) -> Claim | None:
    """Claim a delivery that is due; None where there is nothing to send.

    What stood at approval must stand now: letter and version, consent, person, address, interview; otherwise the
    delivery is cancelled and says why. A claim left by a dead worker is taken over; a message left in the middle of
    sending is in doubt.
    """
    actor = SystemActor(agency_id)
    at = lock(session, delivery_id=delivery_id, actor=actor)
    delivery = at.delivery
    if delivery.state == "sending":
        doubt(session, delivery, now=now)
        return None
    if delivery.state == "claimed":
        _put_back(session, delivery, at=now, now=now)
    if delivery.state != "scheduled" or delivery.scheduled_for is None or delivery.scheduled_for > now:
        return None
    cause = why_not(session, at)
    if cause is not None:
        cancel_and_tell(session, delivery, cause=cause, actor=actor, now=now)
        return None
    delivery.state, delivery.claim, delivery.claimed_at = "claimed", new_id(), now
    delivery.interview_ended_at = at.interview.ends_at
    delivery.attempts += 1
    details = {"attempt": delivery.attempts}
    record(session, AuditAction.DELIVERY_CLAIMED, subject=delivery, actor=actor, now=now, details=details)
    set_send_timer(session, delivery, now + SECOND_LOOK)
    return Claim(delivery, delivery.claim)


def begin_sending(session: AgencySession, held: Claim, *, now: datetime) -> None:
    """Note that the message is about to be handed over; raises ClaimLost where this claim is no longer the row's."""
    delivery = _claimed(session, held, {"claimed"})
    delivery.state = "sending"
    actor = SystemActor(delivery.agency_id)
    record(session, AuditAction.DELIVERY_SENDING, subject=delivery, actor=actor, now=now)


def mark_sent(session: AgencySession, held: Claim, *, reply: str, now: datetime) -> None:
    """Note that the client's mail server took the message; true also where it was in doubt meanwhile."""
    delivery = _claimed(session, held, {"sending", "in_doubt"})
    delivery.state, delivery.sent_at, delivery.reply = "sent", now, reply
    record(session, AuditAction.DELIVERY_SENT, subject=delivery, actor=SystemActor(delivery.agency_id), now=now)
    clear_send_timer(session, delivery)
    enqueue(session, COPY, agency_id=delivery.agency_id, subject_id=delivery.id)


def mark_failed(session: AgencySession, held: Claim, *, code: int | None, reply: str, now: datetime) -> None:
    """Note that the client's mail server refused for good."""
    delivery = _claimed(session, held, {"claimed", "sending"})
    DELIVERY.require(delivery.state, "failed")
    delivery.state, delivery.reply = "failed", reply
    actor = SystemActor(delivery.agency_id)
    details = {"code": code or 0}
    record(session, AuditAction.DELIVERY_FAILED, subject=delivery, actor=actor, now=now, details=details)
    clear_send_timer(session, delivery)


def mark_deferred(session: AgencySession, held: Claim, *, code: int | None, reply: str, now: datetime) -> None:
    """Try again later, with a growing pause; after the last attempt it has failed."""
    delivery = _claimed(session, held, {"claimed", "sending"})
    if delivery.attempts >= RETRY.most_attempts:
        mark_failed(session, held, code=code, reply=reply, now=now)
        return
    delivery.reply = reply
    _put_back(session, delivery, at=now + RETRY.pause(delivery.attempts - 1), now=now)


def mark_in_doubt(session: AgencySession, held: Claim, *, now: datetime) -> None:
    """Note that no answer came after the message was handed over."""
    doubt(session, _claimed(session, held, {"sending"}), now=now)


def doubt(session: AgencySession, delivery: Delivery, *, now: datetime) -> None:
    """Put a delivery in doubt: never sent again by the program."""
    DELIVERY.require(delivery.state, "in_doubt")
    delivery.state = "in_doubt"
    actor = SystemActor(delivery.agency_id)
    record(session, AuditAction.DELIVERY_IN_DOUBT, subject=delivery, actor=actor, now=now)
    clear_send_timer(session, delivery)


def _put_back(session: AgencySession, delivery: Delivery, *, at: datetime, now: datetime) -> None:
    DELIVERY.require(delivery.state, "scheduled")
    delivery.state, delivery.scheduled_for, delivery.claim = "scheduled", at, None
    actor = SystemActor(delivery.agency_id)
    details = {"scheduled_for": at.isoformat()}
    record(session, AuditAction.DELIVERY_DEFERRED, subject=delivery, actor=actor, now=now, details=details)
    set_send_timer(session, delivery, at)


def _claimed(session: AgencySession, held: Claim, states: set[str]) -> Delivery:
    actor = SystemActor(held.delivery.agency_id)
    delivery = queries.delivery_for(session, delivery_id=held.delivery.id, actor=actor, lock=True)
    if delivery.claim != held.id or delivery.state not in states:
        raise ClaimLost
    return delivery
