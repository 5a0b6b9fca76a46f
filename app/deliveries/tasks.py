"""Sending a letter: a short transaction, SMTP without one, a short transaction."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol
from uuid import UUID

import structlog

from app.adapters.mail import Deferred, OutcomeUnknown, Refused, send
from app.adapters.mail_relay import relay_from_url
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.errors import NotFound
from app.core.queue import Work, task
from app.deliveries import queries
from app.deliveries.actions import changing, sending
from app.deliveries.actions.sending import Claim, ClaimLost
from app.deliveries.rendering import letter_message
from app.documents import queries as documents
from app.documents.schemas import FileFormat
from app.interviews import queries as interviews

log = structlog.get_logger(__name__)
OWN_RELAY = frozenset({"connect", "sign in"})
"""Steps at which a permanent refusal is about us and our relay, not about the recipient: tried again."""


class Mark(Protocol):
    """What is noted after a refusal."""

    def __call__(self, session: AgencySession, held: Claim, *, code: int | None, reply: str, now: datetime) -> None:
        """Note it."""


FILES: tuple[FileFormat, ...] = ("txt", "pdf", "docx")


@dataclass(frozen=True)
class _Ready:
    claim: Claim
    message: EmailMessage


@task("deliveries.send")
def send_delivery(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Send one delivery to its one recipient.

    At least once for the task, at most once for the message: the claim and the state decide, and what is in doubt is
    never sent again by the program. The SMTP conversation is bounded by the relay's timeout, in seconds.
    """
    ready = _prepare(work, agency_id, subject_id)
    if ready is None:
        return
    try:
        _hand_over(work, ready)
    except ClaimLost:
        log.warning("claim_lost", delivery_id=str(subject_id))


@task("deliveries.stop")
def stop(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Cancel what waits to be sent after an interview that was called off; harmless when run twice."""
    with work.db.transaction(agency_id) as session:
        changing.stop_all(
            session,
            agency_id=agency_id,
            interview_id=subject_id,
            cause="the interview was called off",
            now=utc_now(),
        )


@task("deliveries.look_at_addresses")
def look_at_addresses(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Look again at the addresses of an interview's deliveries; harmless when run twice."""
    with work.db.transaction(agency_id) as session:
        changing.look_at_addresses(session, agency_id=agency_id, interview_id=subject_id, now=utc_now())


@task("deliveries.look_at_contact")
def look_at_contact(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Look again at the deliveries of every interview where this contact was met; harmless when run twice."""
    with work.db.transaction(agency_id) as session:
        for interview_id in queries.interviews_waiting_for(session, agency_id=agency_id, contact_id=subject_id):
            changing.look_at_addresses(session, agency_id=agency_id, interview_id=interview_id, now=utc_now())


def _prepare(work: Work, agency_id: UUID, delivery_id: UUID) -> _Ready | None:
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        try:
            claim = sending.claim(session, agency_id=agency_id, delivery_id=delivery_id, now=now)
        except NotFound:
            return None
        if claim is None:
            return None
        delivery = claim.delivery
        actor = SystemActor(agency_id)
        meeting = interviews.meeting_for(session, interview_id=delivery.interview_id, actor=actor)
        document, _ = documents.document_for(session, document_id=delivery.document_id, actor=actor)
        files = {kind: documents.file_of(session, document, kind) for kind in FILES}
        contact = queries.contact_of(session, delivery)
        address = work.settings.mail_from
        message = letter_message(delivery, meeting, contact, files, service_address=address, date=now)
    return _Ready(claim, message)


def _hand_over(work: Work, ready: _Ready) -> None:
    """Send without a transaction, then note what came of it; raises ClaimLost."""
    try:
        receipt = send(
            ready.message,
            relay=relay_from_url(work.settings.smtp_url.get_secret_value()),
            envelope_from=work.settings.mail_from,
            recipient=ready.claim.delivery.address or "",
            before_data=lambda: _begin(work, ready.claim),
        )
    except Refused as refused:
        again = refused.step in OWN_RELAY
        _finish(work, ready.claim, sending.mark_deferred if again else sending.mark_failed, refused)
    except Deferred as deferred:
        _finish(work, ready.claim, sending.mark_deferred, deferred)
    except OutcomeUnknown:
        with work.db.transaction(ready.claim.delivery.agency_id) as session:
            sending.mark_in_doubt(session, ready.claim, now=utc_now())
    else:
        with work.db.transaction(ready.claim.delivery.agency_id) as session:
            sending.mark_sent(session, ready.claim, reply=receipt.reply, now=utc_now())


def _begin(work: Work, claim: Claim) -> None:
    with work.db.transaction(claim.delivery.agency_id) as session:
        sending.begin_sending(session, claim, now=utc_now())


def _finish(work: Work, claim: Claim, mark: Mark, failure: Refused | Deferred) -> None:
    with work.db.transaction(claim.delivery.agency_id) as session:
        mark(session, claim, code=failure.code, reply=failure.reply, now=utc_now())
