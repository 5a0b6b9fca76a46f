"""The debrief is asked for, and asked for again; where the candidate has no address, the consultant is told to ring."""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import notice_address
from app.accounts.tasks import Notice, post_from
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.queue import Work, task
from app.core.settings import Settings
from app.debriefs.actions import asking
from app.debriefs.actions.asking import DueReminder, Recipient
from app.debriefs.models import Debrief
from app.debriefs.rendering.mails import reminder_mail, request_mail
from app.debriefs.rendering.telephone_mails import ring_again_mail, ring_mail
from app.debriefs.tasks.posting import rows, way_in
from app.interviews.models import Meeting
from app.interviews.tasks import to_candidate, to_consultant


@task("debriefs.request")
def request(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Ask for the debrief of the interview ``subject_id`` when it has ended.

    At least once, harmless when run twice, and early: it looks at the instant again. Ten attempts.
    """
    with work.db.transaction(agency_id) as session:
        asking.request(session, interview_id=subject_id, actor=SystemActor(agency_id), now=utc_now())


@task("debriefs.mail_request")
def mail_request(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate the request with a link of their own; without an address of theirs, the consultant to ring.

    At least once: run again after the mail went out and before it was noted, it mails a second link, and both work.
    Ten attempts; a mail takes seconds.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting, debrief = rows(session, subject_id, actor)
        if debrief is None or debrief.request_mailed_at or not _reachable(meeting):
            return
        if not asking.may_be_asked(session, meeting.interview, debrief, now):
            return
        notice = _request(session, meeting, debrief, work.settings, actor=actor, now=now)
    post_from(notice, work=work, now=now)
    with work.db.transaction(agency_id) as session:
        asking.note_request_mailed(
            session, interview_id=subject_id, recipient=_recipient(meeting), actor=actor, now=utc_now()
        )


@task("debriefs.remind")
def remind(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Remind the candidate, or the consultant to ring, unless it is night where the candidate is, or it is settled.

    At least once: run again after the mail went out and before it was noted, it reminds a second time. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting, debrief = rows(session, subject_id, actor)
        if debrief is None or not _reachable(meeting):
            return
        due = asking.due_reminder(session, meeting.interview, debrief, actor=actor, now=now)
        if due is None:
            return
        notice = _reminder(session, meeting, debrief, due, work.settings, actor=actor, now=now)
    post_from(notice, work=work, now=now)
    with work.db.transaction(agency_id) as session:
        asking.note_reminded(
            session,
            interview_id=subject_id,
            number=due.number,
            recipient=_recipient(meeting),
            actor=actor,
            now=utc_now(),
        )


def _reachable(meeting: Meeting) -> bool:
    if meeting.candidate.erased_at is not None:
        return False
    return meeting.candidate.email is not None or meeting.consultant.active


def _recipient(meeting: Meeting) -> Recipient:
    return "consultant" if meeting.candidate.email is None else "candidate"


def _request(
    session: AgencySession, meeting: Meeting, debrief: Debrief, settings: Settings, *, actor: SystemActor, now: datetime
) -> Notice:
    way = way_in(session, meeting, settings, actor=actor, now=now)
    if way is None:
        return to_consultant(meeting, ring_mail(meeting, debrief))
    notice_url = notice_address(session, actor.agency_id, public_url=settings.public_url)
    mail = request_mail(meeting, debrief, link=way.link, link_expires_at=way.expires_at, privacy_notice=notice_url)
    return to_candidate(meeting, mail)


def _reminder(
    session: AgencySession,
    meeting: Meeting,
    debrief: Debrief,
    due: DueReminder,
    settings: Settings,
    *,
    actor: SystemActor,
    now: datetime,
) -> Notice:
    way = way_in(session, meeting, settings, actor=actor, now=now)
    if way is None:
        return to_consultant(meeting, ring_again_mail(meeting, last=due.last, call=due.call))
    mail = reminder_mail(meeting, debrief, link=way.link, last=due.last, call=due.call)
    return to_candidate(meeting, mail)
