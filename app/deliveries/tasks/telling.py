"""The consultant is told what became of what they approved."""

from dataclasses import replace
from uuid import UUID

from app.accounts.tasks import Notice, post_to
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.deliveries.queries import rows as queries
from app.deliveries.rendering import cancelled_mail, moved_mail, waiting_mail
from app.documents import queries as documents
from app.interviews import queries as interviews
from app.interviews.models import Meeting
from app.interviews.tasks import to_consultant
from app.letters.queries import rows as letters
from app.web.mails import Mail


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
    post_to(to_their_consultant(meeting, mail), work=work, now=utc_now())


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
    post_to(to_their_consultant(meeting, mail), work=work, now=utc_now())


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
    post_to(to_their_consultant(meeting, mail), work=work, now=utc_now())


def to_their_consultant(meeting: Meeting, mail: Mail) -> Notice:
    """As `to_consultant`, with no answer going to the candidate: these mails are of the client."""
    return replace(to_consultant(meeting, mail), reply_to=None)
