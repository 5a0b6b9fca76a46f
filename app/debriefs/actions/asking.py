"""The debrief is asked for when the interview has ended, and asked for again, a few times, in the candidate's day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from app.accounts.queries.rows import settings_of
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession
from app.core.ids import new_id
from app.core.queue import enqueue
from app.core.timers import set_timer
from app.debriefs import queries
from app.debriefs.models import Debrief, PlannedCall
from app.debriefs.rules import next_reminder, reminders_due
from app.debriefs.states import UNANSWERED
from app.interviews.actions.moving import end_interview
from app.interviews.models import AttendanceAnswer, Interview
from app.interviews.queries import interview_for, meeting_for, standing_answer
from app.interviews.rules import (
    ask_again_at,
    debrief_request_at,
    outside_quiet_hours,
    reminder_times,
    stays_silent,
    waits,
    with_call,
)

JUST_LEFT: Final = timedelta(hours=1)
"""So long after the request was due nobody has just left the room any more, and quiet hours hold."""
NONE_AFTER: Final = timedelta(hours=24)
"""So long after the interview the consultant hears that its debrief has not come."""
Recipient = Literal["candidate", "consultant"]
"""Whom a request or reminder goes to: of a candidate without an e-mail address it is the consultant, to ring them."""


@dataclass(frozen=True)
class DueReminder:
    """A reminder that goes out now; ``call`` is still to come, and the reason where there is one."""

    number: int
    last: bool
    call: PlannedCall | None = None


def request(session: AgencySession, *, interview_id: UUID, actor: Actor, now: datetime) -> None:
    """Ask for the debrief of an interview that has ended, never before; harmless when it was asked for.

    An interview that was moved after its debrief was asked for, or of which was said that it still goes on, is
    asked about anew. Of one that is said not to have taken place nothing is asked (P1). Long after its end, as when the
    worker was down, quiet hours hold (P20).
    """
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if interview.ends_at > now:
        _wait_for_the_end(session, interview)
        return
    end_interview(session, interview, now=now)
    answer = standing_answer(session, interview)
    if interview.state != "awaiting_debrief" or stays_silent(answer):
        return
    if answer is not None and waits(answer, now):
        _ask_again(session, interview, answer, actor=actor)
        return
    if _too_late_at_night(session, interview, actor=actor, now=now):
        return
    debrief = queries.find_debrief(session, interview, lock=True) or add_debrief(session, interview, now=now)
    if debrief.state in UNANSWERED and debrief.requested_at < _over_since(interview, answer):
        debrief.requested_at, debrief.request_mailed_at, debrief.reminders = now, None, 0
        record(session, AuditAction.DEBRIEF_REQUESTED, subject=debrief, actor=actor, now=now)
    if debrief.state in UNANSWERED and debrief.request_mailed_at is None:
        _ask(session, interview)
    else:
        plan_reminder(session, interview, debrief, actor=actor, now=now)


def add_debrief(session: AgencySession, interview: Interview, *, now: datetime) -> Debrief:
    """Add the debrief of an interview, requested as of now."""
    debrief = Debrief(
        agency_id=interview.agency_id,
        id=new_id(),
        interview_id=interview.id,
        profile=interview.debrief_profile,
        state="requested",
        version=0,
        draft_revisions=0,
        requested_at=now,
        reminders=0,
    )
    session.add(debrief)
    actor, details = SystemActor(interview.agency_id), {"interview": str(interview.id)}
    record(session, AuditAction.DEBRIEF_REQUESTED, subject=debrief, actor=actor, now=now, details=details)
    session.flush()  # drafts and versions refer to it
    return debrief


def may_be_asked(session: AgencySession, interview: Interview, debrief: Debrief, now: datetime) -> bool:
    """Whether the candidate may be asked for this debrief now, as far as is known of the interview."""
    if interview.state != "awaiting_debrief" or interview.ends_at > now or debrief.state not in UNANSWERED:
        return False
    return not waits(standing_answer(session, interview), now)


def note_request_mailed(
    session: AgencySession, *, interview_id: UUID, recipient: Recipient, actor: Actor, now: datetime
) -> None:
    """Record that the request is with the mail server of whom it went to, and plan the first reminder."""
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    debrief = queries.debrief_of(session, interview, lock=True)
    debrief.request_mailed_at = now
    details = {"recipient": recipient}
    record(session, AuditAction.DEBRIEF_REQUEST_MAILED, subject=debrief, actor=actor, now=now, details=details)
    plan_reminder(session, interview, debrief, actor=actor, now=now)


def note_reminded(
    session: AgencySession, *, interview_id: UUID, number: int, recipient: Recipient, actor: Actor, now: datetime
) -> None:
    """Record that a reminder is with the mail server of whom it went to, and plan the next."""
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    debrief = queries.debrief_of(session, interview, lock=True)
    debrief.reminders = number
    details = {"number": number, "recipient": recipient}
    record(session, AuditAction.DEBRIEF_REMINDED, subject=debrief, actor=actor, now=now, details=details)
    plan_reminder(session, interview, debrief, actor=actor, now=now)


def due_reminder(
    session: AgencySession, interview: Interview, debrief: Debrief, *, actor: Actor, now: datetime
) -> DueReminder | None:
    """Tell which reminder goes out now; where none does, plan what comes next: settings or times may have changed."""
    if interview.ends_at > now:
        _wait_for_the_end(session, interview)
        return None
    times, awake = _reminder_times(session, interview, debrief, actor=actor, now=now)
    due_at = next_reminder(times, sent=debrief.reminders, awake=awake, now=now)
    if due_at != now or not may_be_asked(session, interview, debrief, now):
        plan_reminder(session, interview, debrief, actor=actor, now=now)
        return None
    number, call = reminders_due(times, now), queries.planned_call(session, interview)
    return DueReminder(number, last=number == len(times), call=call if call and call.at > now else None)


def plan_reminder(
    session: AgencySession, interview: Interview, debrief: Debrief, *, actor: Actor, now: datetime
) -> None:
    """Set the timer of the next reminder, if there is one and the candidate has not answered."""
    times, awake = _reminder_times(session, interview, debrief, actor=actor, now=now)
    due_at = next_reminder(times, sent=debrief.reminders, awake=awake, now=now)
    if due_at is not None and may_be_asked(session, interview, debrief, now):
        set_timer(session, "debriefs.remind", agency_id=debrief.agency_id, subject_id=interview.id, due_at=due_at)


def _ask(session: AgencySession, interview: Interview) -> None:
    """Have the candidate asked, and the consultant told where a day later nothing has come."""
    agency_id, subject_id, due_at = interview.agency_id, interview.id, interview.ends_at + NONE_AFTER
    enqueue(session, "debriefs.mail_request", agency_id=agency_id, subject_id=subject_id)
    set_timer(session, "followup.tell_no_debrief", agency_id=agency_id, subject_id=subject_id, due_at=due_at)


def _over_since(interview: Interview, answer: AttendanceAnswer | None) -> datetime:
    """Since when it is over as far as is known: what was asked before that is asked anew."""
    return answer.told_at if answer and answer.answer == "still_going" else interview.ends_at


def _ask_again(session: AgencySession, interview: Interview, answer: AttendanceAnswer, *, actor: Actor) -> None:
    """Come back when the hour is over that the candidate asked for."""
    zone = meeting_for(session, interview_id=interview.id, actor=actor).candidate.time_zone
    settings = settings_of(session, interview.agency_id)
    due_at = ask_again_at(interview.ends_at, zone, settings, now=answer.told_at)
    set_timer(session, "debriefs.request", agency_id=interview.agency_id, subject_id=interview.id, due_at=due_at)


def _too_late_at_night(session: AgencySession, interview: Interview, *, actor: Actor, now: datetime) -> bool:
    """Whether the candidate left the room long ago and sleeps; then they are asked in the morning (P20)."""
    settings = settings_of(session, interview.agency_id)
    if now <= debrief_request_at(interview.ends_at, timedelta(minutes=settings.debrief_request_minutes)) + JUST_LEFT:
        return False
    zone = meeting_for(session, interview_id=interview.id, actor=actor).candidate.time_zone
    awake = outside_quiet_hours(now, zone, settings.quiet_from, settings.quiet_until)
    if awake != now:
        set_timer(session, "debriefs.request", agency_id=interview.agency_id, subject_id=interview.id, due_at=awake)
    return awake != now


def _wait_for_the_end(session: AgencySession, interview: Interview) -> None:
    """Ask again after the new end, also where whoever moved the interview planned nothing."""
    if interview.state in {"scheduled", "awaiting_debrief"}:
        delay = timedelta(minutes=settings_of(session, interview.agency_id).debrief_request_minutes)
        due_at = debrief_request_at(interview.ends_at, delay)
        set_timer(session, "debriefs.request", agency_id=interview.agency_id, subject_id=interview.id, due_at=due_at)


def _reminder_times(
    session: AgencySession, interview: Interview, debrief: Debrief, *, actor: Actor, now: datetime
) -> tuple[tuple[datetime, ...], datetime]:
    """Return every reminder's time by the agency's settings, and the next moment that is not in quiet hours."""
    zone = meeting_for(session, interview_id=interview.id, actor=actor).candidate.time_zone
    settings = settings_of(session, interview.agency_id)
    awake = outside_quiet_hours(now, zone, settings.quiet_from, settings.quiet_until)
    if debrief.request_mailed_at is None:
        return (), awake
    quiet = {"quiet_from": settings.quiet_from, "quiet_until": settings.quiet_until}
    times = reminder_times(
        debrief.request_mailed_at,
        zone,
        first_after=timedelta(minutes=settings.first_reminder_minutes),
        morning=settings.morning_reminder_at,
        **quiet,
    )
    call, asked_at = queries.planned_call(session, interview), debrief.request_mailed_at
    if call is not None:
        times = with_call(times, zone, requested_at=asked_at, call_at=call.at, since=call.since, **quiet)
    return times, awake
