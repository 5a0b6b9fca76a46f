"""An interview nears and ends; a candidate asks, or is sent, a link."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.queries.rows import notice_address, settings_of
from app.accounts.schemas.accounts import AgencySettings
from app.accounts.tasks import Notice, post_from, post_to
from app.adapters.mail_message import Attachment
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.errors import NotFound
from app.core.queue import Work, task
from app.core.settings import Settings
from app.core.timers import set_timer
from app.interviews import queries
from app.interviews.actions.correcting import mailed_entry, note_entry
from app.interviews.actions.inviting import way_in
from app.interviews.actions.moving import end_interview
from app.interviews.models import Meeting
from app.interviews.rendering.calendar_file import calendar_attachment
from app.interviews.rendering.mails import attendance_mail, disowned_mail, link_mail, moved_mail, off_mail
from app.interviews.rendering.preparing import prepare_mail
from app.interviews.rules import SETTLED_BY_A_CONSULTANT, correct_at, entry_is_wrong, prepare_at, waits
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


@task("interviews.prepare")
def prepare(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the candidate before the interview what to notice and ask, with the entry for their calendar (P25, P20).

    At least once: run again, it mails a second time. Nothing where it is off, has begun, or the agency mails none; too
    early, or at night, it is planned again. Ten attempts.
    """
    now, actor = utc_now(), SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        meeting = queries.meeting_for(session, interview_id=subject_id, actor=actor)
        settings = settings_of(session, agency_id)
        if not settings.prepare_mail or not _goes_ahead(session, meeting, now=now):
            return
        due = prepare_at(meeting.interview.starts_at, meeting.candidate.time_zone, settings, now=now)
        if due is None:
            return
        if due > now:
            set_timer(session, "interviews.prepare", agency_id=agency_id, subject_id=subject_id, due_at=due)
            return
        notice = _preparation(session, meeting, work.settings, settings, actor=actor, now=now)
    post_from(notice, work=work, now=now)
    _note(work, meeting, now=now)


@task("interviews.correct_entry")
def correct(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate what became of the entry in their calendar: the new time, or that it is off (P20).

    In the quiet hours it waits for their end, unless either time is near. Nothing where the mail before the interview
    says it at the same moment. At least once: run again, it mails a second time, and the entry stays as it is. Ten
    attempts.
    """
    now, actor = utc_now(), SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        meeting = queries.meeting_for(session, interview_id=subject_id, actor=actor)
        entry = mailed_entry(session, meeting.interview)
        if entry is None or meeting.candidate.email is None or not entry_is_wrong(entry, meeting.interview, now=now):
            return
        settings = settings_of(session, agency_id)
        if _prepares_now(session, meeting, settings, now=now):
            return
        due = correct_at(entry, meeting.interview, meeting.candidate.time_zone, settings, now=now)
        if due > now:
            set_timer(session, "interviews.correct_entry", agency_id=agency_id, subject_id=subject_id, due_at=due)
            return
        notice = _correction(session, meeting, work.settings, settings, actor=actor, now=now)
    post_from(notice, work=work, now=now)
    _note(work, meeting, now=now)


@task("interviews.tell_disowned")
def tell_disowned(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant that a link to the interview ``subject_id`` reached somebody else.

    At least once: run again, it mails a second time. Ten attempts.
    """
    with work.db.transaction(agency_id) as session:
        meeting = queries.meeting_for(session, interview_id=subject_id, actor=SystemActor(agency_id))
        if not meeting.consultant.active:
            return
    post_to(to_consultant(meeting, disowned_mail(meeting)), work=work, now=utc_now())


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
    post_to(to_consultant(meeting, mail), work=work, now=utc_now())


def to_candidate(meeting: Meeting, mail: Mail) -> Notice:
    """Address a mail to a candidate who has an address, as the caller has seen; answers go to the consultant."""
    return Notice(
        mail=mail,
        to_name=meeting.candidate.name,
        to_address=meeting.candidate.email or "",
        from_name=f"{meeting.consultant.name} via {meeting.agency.name}",
        reply_to=meeting.consultant.email,
        thread=_thread(meeting),
        agency=meeting.agency,
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
        agency=meeting.agency,
        recipient=meeting.consultant,
    )


def _goes_ahead(session: AgencySession, meeting: Meeting, *, now: datetime) -> bool:
    """Whether there is somebody to prepare for something, as far as is known."""
    told = queries.standing_answer(session, meeting.interview)
    return meeting.candidate.email is not None and meeting.interview.state == "scheduled" and not waits(told, now)


def _prepares_now(session: AgencySession, meeting: Meeting, settings: AgencySettings, *, now: datetime) -> bool:
    """Whether the mail before the interview goes now, which brings the entry as it is to be."""
    due = prepare_at(meeting.interview.starts_at, meeting.candidate.time_zone, settings, now=now)
    return settings.prepare_mail and due is not None and due <= now and _goes_ahead(session, meeting, now=now)


def _correction(
    session: AgencySession,
    meeting: Meeting,
    settings: Settings,
    agency: AgencySettings,
    *,
    actor: SystemActor,
    now: datetime,
) -> Notice:
    if meeting.interview.state in OFF:
        mail = off_mail(meeting)
    else:
        way = way_in(session, meeting, public_url=settings.public_url, actor=actor, now=now)
        mail = moved_mail(meeting, link=way.link)
    return replace(to_candidate(meeting, mail), attachments=(_entry(meeting, settings, agency, now=now),))


def _entry(meeting: Meeting, settings: Settings, agency: AgencySettings, *, now: datetime) -> Attachment:
    remind_after = timedelta(minutes=agency.debrief_request_minutes)
    return calendar_attachment(meeting, public_url=settings.public_url, remind_after=remind_after, now=now)


def _note(work: Work, meeting: Meeting, *, now: datetime) -> None:
    with work.db.transaction(meeting.agency.id) as session:
        note_entry(session, meeting.interview, now=now)


def _preparation(
    session: AgencySession,
    meeting: Meeting,
    settings: Settings,
    agency: AgencySettings,
    *,
    actor: SystemActor,
    now: datetime,
) -> Notice:
    way = way_in(session, meeting, public_url=settings.public_url, actor=actor, now=now)
    privacy = notice_address(session, actor.agency_id, public_url=settings.public_url)
    met = queries.people_met_in(session, meeting.interview)
    before = mailed_entry(session, meeting.interview)
    moved = before is not None and entry_is_wrong(before, meeting.interview, now=now)
    mail = prepare_mail(meeting, met, link=way.link, privacy_notice=privacy, moved=moved)
    return replace(to_candidate(meeting, mail), attachments=(_entry(meeting, settings, agency, now=now),))


def _thread(meeting: Meeting) -> str:
    return f"interview-{meeting.interview.id.hex}"
