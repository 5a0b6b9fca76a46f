"""Sending a letter: a short transaction, SMTP without one, a short transaction."""

from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol
from uuid import UUID

import structlog

from app.accounts.actions.senders import Way, way_for
from app.accounts.tasks import OF_THE_RELAY, is_ours, note_outcome_of, post_to
from app.adapters.mail import Deferred, OutcomeUnknown, Refused, send
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.errors import NotFound
from app.core.queue import Work, task
from app.deliveries.actions import copying, sending
from app.deliveries.actions.sending import Claim, ClaimLost
from app.deliveries.models import Delivery
from app.deliveries.queries import rows as queries
from app.deliveries.rendering import (
    attached_files,
    copy_mail,
    letter_message,
)
from app.deliveries.tasks.telling import to_their_consultant
from app.documents import queries as documents
from app.documents.models import Document
from app.documents.schemas import FileFormat
from app.interviews import queries as interviews

log = structlog.get_logger(__name__)


class Mark(Protocol):
    """What is noted after a refusal."""

    def __call__(self, session: AgencySession, held: Claim, *, code: int | None, reply: str, now: datetime) -> None:
        """Note it."""


FILES: tuple[FileFormat, ...] = ("txt", "pdf", "docx")


@dataclass(frozen=True)
class _Ready:
    claim: Claim
    message: EmailMessage
    way: Way


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


@task("deliveries.copy_to_consultant")
def copy_to_consultant(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the consultant what went to the client, in a mail of its own; nothing else depends on it.

    At least once: a copy that was noted is not mailed again, and another attempt repeats its Message-ID. Ten attempts;
    a mail takes seconds.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        delivery = queries.delivery_for(session, delivery_id=subject_id, actor=actor)
        meeting = interviews.meeting_for(session, interview_id=delivery.interview_id, actor=actor)
        copy = copying.copy_to_make(session, delivery, settings=work.settings)
        if copy is None or not meeting.consultant.active:
            return
        document, _ = documents.document_for(session, document_id=delivery.document_id, actor=actor)
        files, enclosed = _files(session, document), _enclosed(session, delivery, actor)
        mail = copy_mail(delivery, meeting, queries.contact_of(session, delivery), files)
        attached = attached_files(document.kind, meeting, files, enclosed)
    notice = replace(to_their_consultant(meeting, mail), message_id=copy.message_id, attachments=attached)
    post_to(replace(notice, in_reply_to=delivery.message_id), work=work, now=now)
    with work.db.transaction(agency_id) as session:
        copying.note_copied(session, copy, now=utc_now())


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
        files = _files(session, document)
        enclosed = _enclosed(session, delivery, actor)
        contact = queries.contact_of(session, delivery)
        way = way_for(session, meeting.consultant, settings=work.settings, now=now)
        message = letter_message(
            delivery, meeting, contact, files, kind=document.kind, enclosed=enclosed, sender=way.sender, date=now
        )
    return _Ready(claim, message, way)


def _files(session: AgencySession, document: Document) -> dict[FileFormat, bytes]:
    return {kind: documents.file_of(session, document, kind) for kind in FILES}


def _enclosed(session: AgencySession, delivery: Delivery, actor: SystemActor) -> dict[FileFormat, bytes] | None:
    if delivery.enclosed_document_id is None:
        return None
    document, _ = documents.document_for(session, document_id=delivery.enclosed_document_id, actor=actor)
    return _files(session, document)


def _hand_over(work: Work, ready: _Ready) -> None:
    """Send without a transaction, then note what came of it; raises ClaimLost."""
    try:
        receipt = send(
            ready.message,
            relay=ready.way.relay,
            envelope_from=ready.way.address,
            recipient=ready.claim.delivery.address or "",
            before_data=lambda: _begin(work, ready.claim),
        )
    except Refused as refused:
        again = refused.step in OF_THE_RELAY or is_ours(refused, ready.way)
        _finish(work, ready, sending.mark_deferred if again else sending.mark_failed, refused)
    except Deferred as deferred:
        _finish(work, ready, sending.mark_deferred, deferred)
    except OutcomeUnknown:
        with work.db.transaction(ready.claim.delivery.agency_id) as session:
            sending.mark_in_doubt(session, ready.claim, now=utc_now())
    else:
        with work.db.transaction(ready.claim.delivery.agency_id) as session:
            sending.mark_sent(session, ready.claim, reply=receipt.reply, now=utc_now())
        note_outcome_of(ready.way, None, agency_id=ready.claim.delivery.agency_id, work=work, now=utc_now())


def _begin(work: Work, claim: Claim) -> None:
    with work.db.transaction(claim.delivery.agency_id) as session:
        sending.begin_sending(session, claim, now=utc_now())


def _finish(work: Work, ready: _Ready, mark: Mark, failure: Refused | Deferred) -> None:
    agency_id = ready.claim.delivery.agency_id
    note_outcome_of(ready.way, failure, agency_id=agency_id, work=work, now=utc_now())
    with work.db.transaction(agency_id) as session:
        mark(session, ready.claim, code=failure.code, reply=failure.reply, now=utc_now())
