"""The debrief is asked for, reminded of and returned by mail; the consultant is told when one comes in."""

from dataclasses import dataclass
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
from app.debriefs import queries
from app.debriefs.actions import asking
from app.debriefs.models import Debrief
from app.debriefs.rendering.mails import reminder_mail, request_mail, returned_mail, submitted_mail
from app.debriefs.rules import completeness
from app.debriefs.schemas.content import DebriefAnswers, DebriefProfile
from app.interviews.models import Meeting
from app.interviews.queries import meeting_for
from app.web.mails import Mail


@task("debriefs.request")
def request(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Ask for the debrief of the interview ``subject_id`` when it has ended.

    At least once, harmless when run twice, and early: it looks at the instant again. Ten attempts.
    """
    with work.db.transaction(agency_id) as session:
        asking.request(session, interview_id=subject_id, actor=SystemActor(agency_id), now=utc_now())


@task("debriefs.mail_request")
def mail_request(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate the request with a link of their own; nothing where there is no address.

    At least once: run again after the mail went out and before it was noted, it mails a second link, and both work.
    Ten attempts; a mail takes seconds.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting, debrief = _rows(session, subject_id, actor)
        if debrief is None or debrief.request_mailed_at or not asking.is_unanswered(meeting.interview, debrief, now):
            return
        if meeting.candidate.email is None:
            return
        way = _way_in(session, meeting, work.settings, actor=actor, now=now)
        notice_url = settings_of(session, agency_id).privacy_notice_url
        mail = request_mail(meeting, debrief, link=way.link, link_expires_at=way.expires_at, privacy_notice=notice_url)
    post(_to_candidate(meeting, meeting.candidate.email, mail), settings=work.settings, now=now)
    with work.db.transaction(agency_id) as session:
        asking.note_request_mailed(session, interview_id=subject_id, actor=actor, now=utc_now())


@task("debriefs.remind")
def remind(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Remind the candidate, unless it is night where they are, they have answered, or the interview is off.

    At least once: run again after the mail went out and before it was noted, it reminds a second time. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting, debrief = _rows(session, subject_id, actor)
        if debrief is None or meeting.candidate.email is None:
            return
        due = asking.due_reminder(session, meeting.interview, debrief, actor=actor, now=now)
        if due is None:
            return
        way = _way_in(session, meeting, work.settings, actor=actor, now=now)
        mail = reminder_mail(meeting, debrief, link=way.link, last=due.last)
    post(_to_candidate(meeting, meeting.candidate.email, mail), settings=work.settings, now=now)
    with work.db.transaction(agency_id) as session:
        asking.note_reminded(session, interview_id=subject_id, number=due.number, actor=actor, now=utc_now())


@task("debriefs.mail_returned")
def mail_returned(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate the reason of a return, and a link; nothing where it was submitted again meanwhile.

    At least once: run again, it mails a second time, and both links work. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting, debrief = _rows(session, subject_id, actor)
        if debrief is None or debrief.state != "changes_requested" or meeting.candidate.email is None:
            return
        way = _way_in(session, meeting, work.settings, actor=actor, now=now)
        mail = returned_mail(meeting, reason=debrief.return_reason or "", link=way.link)
    post(_to_candidate(meeting, meeting.candidate.email, mail), settings=work.settings, now=now)


@task("debriefs.tell_consultant")
def tell_consultant(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant at once that a debrief came in; it reads no agency-only answers (rule 4).

    At least once: run again, it mails a second time. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting, debrief = _rows(session, subject_id, actor)
        if debrief is None or debrief.version == 0 or not meeting.consultant.active:
            return
        version = queries.version_of(session, debrief, debrief.version)
        answers = DebriefAnswers.model_validate(version.answers)
        profile: DebriefProfile = "short" if debrief.profile == "short" else "full"
        mail = submitted_mail(meeting, debrief, answers, completeness(answers, profile))
    notice = Notice(
        mail=mail,
        to_name=meeting.consultant.name,
        to_address=meeting.consultant.email,
        from_name=meeting.agency.name,
        reply_to=meeting.candidate.email,
        thread=_thread(meeting),
    )
    post(notice, settings=work.settings, now=now)


@dataclass(frozen=True)
class _WayIn:
    link: str
    expires_at: datetime


def _rows(session: AgencySession, interview_id: UUID, actor: SystemActor) -> tuple[Meeting, Debrief | None]:
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    return meeting, queries.find_debrief(session, meeting.interview)


def _way_in(
    session: AgencySession, meeting: Meeting, settings: Settings, *, actor: SystemActor, now: datetime
) -> _WayIn:
    life = timedelta(days=settings_of(session, actor.agency_id).link_days)
    token = issue_link(
        session,
        candidate_id=meeting.candidate.id,
        interview_id=meeting.interview.id,
        strength="sent",
        life=life,
        actor=actor,
        now=now,
    )
    return _WayIn(f"{settings.public_url}/c/{token.text}", now + life)


def _to_candidate(meeting: Meeting, address: str, mail: Mail) -> Notice:
    return Notice(
        mail=mail,
        to_name=meeting.candidate.name,
        to_address=address,
        from_name=f"{meeting.consultant.name} via {meeting.agency.name}",
        reply_to=meeting.consultant.email,
        thread=_thread(meeting),
    )


def _thread(meeting: Meeting) -> str:
    return f"interview-{meeting.interview.id.hex}"
