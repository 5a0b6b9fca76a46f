"""An interview ends; a candidate asks, or is sent, a link."""

from uuid import UUID

from app.accounts.queries.rows import notice_address
from app.accounts.tasks import Notice, post, post_from
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.errors import NotFound
from app.core.queue import Work, task
from app.interviews import queries
from app.interviews.actions.inviting import way_in
from app.interviews.actions.moving import end_interview
from app.interviews.models import Meeting
from app.interviews.rendering import attendance_mail, link_mail
from app.interviews.rules import SETTLED_BY_A_CONSULTANT
from app.interviews.states import OFF
from app.web.mails import Mail


@task("interviews.end")
def end(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Let the interview await its debrief when its end has passed.

    At least once, harmless when run twice, and early: it looks at the instant again. Ten attempts over about an hour.
    """
    with work.db.transaction(agency_id) as session:
        actor = SystemActor(agency_id)
        interview = queries.interview_for(session, interview_id=subject_id, actor=actor, lock=True)
        end_interview(session, interview, now=utc_now())


@task("interviews.mail_link")
def mail_link(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate a link of their own, which may also consent.

    At least once: run again, it mails a second link, and both work. Ten attempts over about an hour.
    """
    now = utc_now()
    actor = SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        try:
            meeting = queries.meeting_for(session, interview_id=subject_id, actor=actor)
        except NotFound:
            return
        if meeting.candidate.email is None or meeting.interview.state in OFF:
            return
        way = way_in(session, meeting, public_url=work.settings.public_url, actor=actor, now=now)
        notice = notice_address(session, agency_id, public_url=work.settings.public_url)
    post_from(to_candidate(meeting, link_mail(meeting, link=way.link, privacy_notice=notice)), work=work, now=now)


@task("interviews.tell_attendance")
def tell_attendance(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant that the interview ``subject_id`` did not take place as planned, to settle it.

    At least once: run again, it mails a second time; nothing where it was settled meanwhile. Ten attempts.
    """
    actor = SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        meeting = queries.meeting_for(session, interview_id=subject_id, actor=actor)
        answer = queries.standing_answer(session, meeting.interview)
        if answer is None or answer.answer not in SETTLED_BY_A_CONSULTANT:
            return
        if meeting.interview.state in OFF or not meeting.consultant.active:
            return
        mail = attendance_mail(meeting, answer)
    post(to_consultant(meeting, mail), settings=work.settings, now=utc_now())


def to_candidate(meeting: Meeting, mail: Mail) -> Notice:
    """Address a mail to a candidate who has an address, as the caller has seen; answers go to the consultant."""
    return Notice(
        mail=mail,
        to_name=meeting.candidate.name,
        to_address=meeting.candidate.email or "",
        from_name=f"{meeting.consultant.name} via {meeting.agency.name}",
        reply_to=meeting.consultant.email,
        thread=_thread(meeting),
        sender=meeting.consultant,
    )


def to_consultant(meeting: Meeting, mail: Mail) -> Notice:
    """Address a mail to the consultant; answers go to the candidate, where they have an address."""
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
