"""The consultant is told of an answer; the candidate gets a letter back with the reason; an uploaded file is read."""

from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.tasks import post_from, post_to
from app.adapters.word_upload.reading import WordText, read_word, seat
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.queue import CappedBackoff, Work, task
from app.core.settings import Settings
from app.interviews.actions.inviting import way_in
from app.interviews.models import Meeting
from app.interviews.tasks import to_candidate, to_consultant
from app.letters.actions import uploading
from app.letters.models import Standing, SuggestionAnswer
from app.letters.queries import reading
from app.letters.rendering.mails import ask_client_mail, returned_mail
from app.letters.rendering.parts import in_order
from app.letters.rendering.suggestion_mails import accepted_mail, declined_mail, suggestion_mail
from app.web.mails import Mail


@task("letters.tell_to_ask")
def tell_to_ask(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant that a letter is being written to a client who wants to be asked first.

    At least once: run again, it mails a second time. Ten attempts; a mail takes seconds.
    """
    with work.db.transaction(agency_id) as session:
        at = reading.standing_for(session, letter_id=subject_id, actor=SystemActor(agency_id))
        if at.letter.state != "draft" or not at.meeting.consultant.active:
            return
        mail = ask_client_mail(at.meeting, at.letter)
    post_to(to_consultant(at.meeting, mail), work=work, now=utc_now())


@task("letters.mail_returned")
def mail_returned(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate the reason of a return, and a link; nothing where it was submitted again meanwhile.

    At least once: run again, it mails a second time, and both links work. Ten attempts; a mail takes seconds.
    """
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        at = reading.standing_for(session, letter_id=subject_id, actor=SystemActor(agency_id))
        if at.letter.state != "changes_requested" or at.meeting.candidate.email is None:
            return
        link = _way_in(session, at.meeting, work.settings, now=now)
        mail = returned_mail(at.meeting, at.letter, reason=at.letter.return_reason or "", link=link)
    post_from(to_candidate(at.meeting, mail), work=work, now=now)


@task("letters.mail_suggestion")
def mail_suggestion(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate that wording is suggested, why, and a link; nothing where they answered meanwhile.

    At least once: run again, it mails a second time, and both links work. Ten attempts; a mail takes seconds.
    """
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        at = reading.standing_for(session, letter_id=subject_id, actor=SystemActor(agency_id))
        suggestion = at.suggestion
        if at.letter.state != "suggested" or suggestion is None or at.meeting.candidate.email is None:
            return
        by = at.wording.names[str(suggestion.submitted_by_id)]
        link = _way_in(session, at.meeting, work.settings, now=now)
        mail = suggestion_mail(at.meeting, suggestion, by=by, link=link)
    post_from(to_candidate(at.meeting, mail), work=work, now=now)


@task("letters.tell_answer")
def tell_answer(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant what the candidate said to the newest suggestion; nothing where that is decided on already.

    At least once: run again, it mails a second time. Ten attempts; a mail takes seconds.
    """
    with work.db.transaction(agency_id) as session:
        at = reading.standing_for(session, letter_id=subject_id, actor=SystemActor(agency_id))
        answer = at.wording.replies.get(at.letter.version)
        if answer is None or not at.meeting.consultant.active:
            return
        if answer.answer == "accepted" and at.letter.state != "submitted":
            return
        mail = _answered(at, answer)
    post_to(to_consultant(at.meeting, mail), work=work, now=utc_now())


_SEATS_GET_FREE = CappedBackoff(most_attempts=100, first=timedelta(seconds=1), cap=timedelta(seconds=5))


@task("letters.read_upload", retry=_SEATS_GET_FREE)
def read_upload(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Read an uploaded file in a limited process and keep its text, or why it has none; the file is deleted.

    At least once: run again, it finds nothing that waits. Comes again after 1 to 5 seconds while others are read; a
    file takes 0.1 and at most 12 seconds, and is begun at most three times.
    """
    with seat():
        with work.db.transaction(agency_id) as session:
            file = uploading.begin_reading(session, upload_id=subject_id, agency_id=agency_id, now=utc_now())
        if file is None:
            return
        read = read_word(file)
    ids = {"upload_id": subject_id, "agency_id": agency_id}
    with work.db.transaction(agency_id) as session:
        if isinstance(read, WordText):
            found = {str(what): count for what, count in read.found.items()}
            uploading.keep_text(session, **ids, texts=read.paragraphs, found=found, now=utc_now())
        else:
            uploading.refuse(session, **ids, reason=read.refused, count=read.count, now=utc_now())


@task("letters.give_up_upload")
def give_up_upload(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Refuse a file that nobody came to read for ten minutes, so that it does not lie about; a timer's.

    At least once: run again, it finds nothing that waits. Takes milliseconds.
    """
    with work.db.transaction(agency_id) as session:
        reason = "not_read_in_time"
        uploading.refuse(session, upload_id=subject_id, agency_id=agency_id, reason=reason, count=None, now=utc_now())


def _answered(at: Standing, answer: SuggestionAnswer) -> Mail:
    if answer.answer == "declined":
        return declined_mail(at.meeting, at.letter, answer)
    agreed = [one.person_id for one in at.consents if one.state == "given"]
    people = [who.person.name for who in in_order(agreed, at.met)]
    return accepted_mail(at.meeting, at.letter, people=people)


def _way_in(session: AgencySession, meeting: Meeting, settings: Settings, *, now: datetime) -> str:
    actor = SystemActor(meeting.agency.agency_id)
    return way_in(session, meeting, public_url=settings.public_url, actor=actor, now=now).link
