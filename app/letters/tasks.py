"""The consultant is told of a letter; the candidate gets it back with the reason."""

from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.actions.sessions import issue_link
from app.accounts.queries import settings_of
from app.accounts.tasks import Notice, post
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.queue import Work, task
from app.core.settings import Settings
from app.interviews.models import Meeting
from app.letters.models import Standing
from app.letters.queries import reading
from app.letters.rendering.mails import ask_client_mail, returned_mail, submitted_mail
from app.letters.rendering.parts import in_order, judged
from app.letters.schemas.content import LetterContent
from app.web.mails import Mail


@task("letters.tell_consultant")
def tell_consultant(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant at once that a letter came in; nothing where it was decided on meanwhile.

    At least once: run again, it mails a second time. Ten attempts; a mail takes seconds.
    """
    with work.db.transaction(agency_id) as session:
        at = reading.standing_for(session, letter_id=subject_id, actor=SystemActor(agency_id))
        if at.letter.state != "submitted" or not at.meeting.consultant.active:
            return
        mail = _submitted(at)
    post(_to_consultant(at.meeting, mail), settings=work.settings, now=utc_now())


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
    post(_to_consultant(at.meeting, mail), settings=work.settings, now=utc_now())


@task("letters.mail_returned")
def mail_returned(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate the reason of a return, and a link; nothing where it was submitted again meanwhile.

    At least once: run again, it mails a second time, and both links work. Ten attempts; a mail takes seconds.
    """
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        at = reading.standing_for(session, letter_id=subject_id, actor=SystemActor(agency_id))
        candidate, consultant = at.meeting.candidate, at.meeting.consultant
        if at.letter.state != "changes_requested" or candidate.email is None:
            return
        link = _way_in(session, at.meeting, work.settings, now=now)
        mail = returned_mail(at.meeting, reason=at.letter.return_reason or "", link=link)
    notice = Notice(
        mail=mail,
        to_name=candidate.name,
        to_address=candidate.email,
        from_name=f"{consultant.name} via {at.meeting.agency.name}",
        reply_to=consultant.email,
        thread=_thread(at.meeting),
    )
    post(notice, settings=work.settings, now=now)


def _submitted(at: Standing) -> Mail:
    version = at.version
    if version is None:
        raise LookupError("a submitted letter has a version")
    content = LetterContent.model_validate(version.content)
    return submitted_mail(
        at.meeting,
        at.letter,
        content,
        addressees=[who.person.name for who in in_order(version.addressees, at.met)],
        **judged(at.letter, content, meeting=at.meeting, met=at.met, answers=at.answers),
    )


def _way_in(session: AgencySession, meeting: Meeting, settings: Settings, *, now: datetime) -> str:
    token = issue_link(
        session,
        candidate_id=meeting.candidate.id,
        interview_id=meeting.interview.id,
        strength="sent",
        life=timedelta(days=settings_of(session, meeting.agency.agency_id).link_days),
        actor=SystemActor(meeting.agency.agency_id),
        now=now,
    )
    return f"{settings.public_url}/c/{token.text}"


def _to_consultant(meeting: Meeting, mail: Mail) -> Notice:
    return Notice(
        mail=mail,
        to_name=meeting.consultant.name,
        to_address=meeting.consultant.email,
        from_name=meeting.agency.name,
        reply_to=meeting.candidate.email,
        thread=_thread(meeting),
    )


def _thread(meeting: Meeting) -> str:
    return f"interview-{meeting.interview.id.hex}"
