"""Sending a letter: a short transaction, SMTP without one, a short transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol
from uuid import UUID

import structlog

from app.accounts.actions.senders import Way, way_for
from app.accounts.tasks import OF_THE_RELAY, Notice, is_ours, note_outcome_of, post_to
from app.adapters.mail import Deferred, OutcomeUnknown, Refused, send
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.errors import NotFound
from app.core.queue import Work, task
from app.deliveries.actions import changing, copying, rescheduling, sending
from app.deliveries.actions.sending import Claim, ClaimLost
from app.deliveries.models import Delivery
from app.deliveries.queries import rows as queries
from app.deliveries.rendering import (
    attached_files,
    cancelled_mail,
    copy_mail,
    letter_message,
    moved_mail,
    waiting_mail,
)
from app.documents import queries as documents
from app.documents.models import Document
from app.documents.schemas import FileFormat
from app.interviews import queries as interviews
from app.interviews.models import Meeting
from app.interviews.tasks import to_consultant
from app.letters.queries import rows as letters
from app.web.mails import Mail

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
    notice = replace(_to_consultant(meeting, mail), message_id=copy.message_id, attachments=attached)
    post_to(replace(notice, in_reply_to=delivery.message_id), work=work, now=now)
    with work.db.transaction(agency_id) as session:
        copying.note_copied(session, copy, now=utc_now())


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
    """Look again at the addresses and times of an interview's deliveries; harmless when run twice."""
    cause = "what it was planned by changed"
    with work.db.transaction(agency_id) as session:
        changing.look_at_addresses(session, agency_id=agency_id, interview_id=subject_id, now=utc_now())
        rescheduling.plan_anew(session, agency_id=agency_id, interview_id=subject_id, cause=cause, now=utc_now())


@task("deliveries.look_at_contact")
def look_at_contact(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Look again at the deliveries of every interview where this contact was met; harmless when run twice."""
    with work.db.transaction(agency_id) as session:
        waiting = queries.interviews_waiting_for(session, agency_id=agency_id, contact_id=subject_id)
        for interview_id in waiting:
            changing.look_at_addresses(session, agency_id=agency_id, interview_id=interview_id, now=utc_now())
    _plan_each_anew(work, agency_id, waiting, cause="the contact’s working time changed")


@task("deliveries.plan_after_move")
def plan_after_move(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Plan the deliveries of an interview that was moved again; harmless when run twice. Ten attempts."""
    _plan_each_anew(work, agency_id, [subject_id], cause="the interview was moved")


@task("deliveries.plan_after_calendar")
def plan_after_calendar(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:  # noqa: ARG001 - any day may concern all
    """Plan every delivery that waits for its window again, after a calendar was corrected; harmless when run twice."""
    with work.db.transaction(agency_id) as session:
        waiting = queries.interviews_in_window(session, agency_id=agency_id)
    _plan_each_anew(work, agency_id, waiting, cause="a calendar was corrected")


@task("deliveries.plan_after_lead")
def plan_after_lead(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Plan again what waits for its window, after the agency (``subject_id``), or one client, changed its lead.

    Harmless when run twice. Ten attempts.
    """
    client_id = None if subject_id == agency_id else subject_id
    with work.db.transaction(agency_id) as session:
        waiting = queries.interviews_in_window(session, agency_id=agency_id, client_id=client_id)
    _plan_each_anew(work, agency_id, waiting, cause="the time before the working day was changed")


@task("deliveries.tell_moved")
def tell_moved(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant that a delivery goes at another time than was said; nothing where it waits no longer.

    At least once: run again, it mails a second time. Ten attempts; a mail takes seconds.
    """
    actor = SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        delivery = queries.delivery_for(session, delivery_id=subject_id, actor=actor)
        meeting = interviews.meeting_for(session, interview_id=delivery.interview_id, actor=actor)
        if delivery.state != "scheduled" or not meeting.consultant.active:
            return
        document, _ = documents.document_for(session, document_id=delivery.document_id, actor=actor)
        mail = moved_mail(delivery, meeting, queries.contact_of(session, delivery), kind=document.kind)
    post_to(_to_consultant(meeting, mail), work=work, now=utc_now())


@task("deliveries.tell_waiting")
def tell_waiting(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant that a letter waits, since the summary that was to go with it was taken back; nothing where
    the letter goes, or went, to that person meanwhile.

    At least once: run again, it mails a second time. Ten attempts; a mail takes seconds.
    """
    actor = SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        delivery = queries.delivery_for(session, delivery_id=subject_id, actor=actor)
        meeting = interviews.meeting_for(session, interview_id=delivery.interview_id, actor=actor)
        letter = letters.letter_for(session, letter_id=delivery.letter_id, actor=actor).letter
        going = queries.people_with_live_delivery(session, agency_id=agency_id, document_id=delivery.document_id)
        if letter.state != "approved" or delivery.person_id in going or not meeting.consultant.active:
            return
        names = queries.names_of(session, agency_id=agency_id, people=[delivery.person_id])
        mail = waiting_mail(delivery, meeting, names[delivery.person_id])
    post_to(_to_consultant(meeting, mail), work=work, now=utc_now())


@task("deliveries.tell_cancelled")
def tell_cancelled(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant that what they approved does not go, and why; nothing where it does again meanwhile.

    At least once: run again, it mails a second time. Ten attempts; a mail takes seconds.
    """
    actor = SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        delivery = queries.delivery_for(session, delivery_id=subject_id, actor=actor)
        meeting = interviews.meeting_for(session, interview_id=delivery.interview_id, actor=actor)
        document, _ = documents.document_for(session, document_id=delivery.document_id, actor=actor)
        going = queries.people_with_live_delivery(session, agency_id=agency_id, document_id=delivery.document_id)
        if delivery.person_id in going or not meeting.consultant.active:
            return
        names = queries.names_of(session, agency_id=agency_id, people=[delivery.person_id])
        mail = cancelled_mail(delivery, meeting, names[delivery.person_id], kind=document.kind)
    post_to(_to_consultant(meeting, mail), work=work, now=utc_now())


def _to_consultant(meeting: Meeting, mail: Mail) -> Notice:
    """As `to_consultant`, with no answer going to the candidate: these mails are of the client."""
    return replace(to_consultant(meeting, mail), reply_to=None)


def _plan_each_anew(work: Work, agency_id: UUID, interview_ids: Sequence[UUID], *, cause: str) -> None:
    """Plan one interview's deliveries after the other's, so that nobody waits long for a lock."""
    for interview_id in interview_ids:
        with work.db.transaction(agency_id) as session:
            rescheduling.plan_anew(session, agency_id=agency_id, interview_id=interview_id, cause=cause, now=utc_now())


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
