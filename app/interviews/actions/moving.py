"""An interview is moved, cancelled, ends, is debriefed; its timers follow each time."""

from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.queries.rows import require_unchanged, settings_of
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession
from app.core.errors import Forbidden
from app.core.queue import enqueue
from app.core.timers import clear_timer, set_timer
from app.interviews import policy, queries
from app.interviews.actions.correcting import correct_entry
from app.interviews.models import Interview
from app.interviews.rules import debrief_request_at, prepare_at
from app.interviews.schemas import InterviewMove
from app.interviews.states import INTERVIEW

TIMERS = (
    "interviews.prepare",
    "interviews.correct_entry",
    "interviews.end",
    "debriefs.request",
    "debriefs.remind",
    "followup.tell_no_debrief",
)
"""Every timer that belongs to an interview, by the task it becomes; the interview is their subject."""


def move(
    session: AgencySession, *, interview_id: UUID, moved: InterviewMove, seen: int, actor: Actor, now: datetime
) -> Interview:
    """Give an interview new times; ``seen`` is the ETag that was read. Raises PreconditionFailed."""
    interview = _decided_on(session, interview_id, seen, actor)
    set_times(session, interview, moved, actor=actor, now=now)
    return interview


def set_times(
    session: AgencySession, interview: Interview, moved: InterviewMove, *, actor: Actor, now: datetime
) -> bool:
    """Set new times and plan every timer anew; return whether anything changed.

    An interview that awaits its debrief is scheduled again unless the candidate has begun to write.
    """
    zone = moved.time_zone or interview.time_zone
    if (interview.starts_at, interview.ends_at, interview.time_zone) == (moved.starts_at, moved.ends_at, zone):
        return False
    begun = queries.debrief_begun(session, interview)
    if interview.state not in {"scheduled", "awaiting_debrief"}:
        INTERVIEW.require(interview.state, "scheduled")
    interview.starts_at, interview.ends_at, interview.time_zone = moved.starts_at, moved.ends_at, zone
    if interview.state == "awaiting_debrief" and moved.ends_at > now and not begun:
        interview.state = "scheduled"
    details = {"starts_at": moved.starts_at.isoformat(), "ends_at": moved.ends_at.isoformat()}
    record(session, AuditAction.INTERVIEW_MOVED, subject=interview, actor=actor, now=now, details=details)
    plan_timers(session, interview, now=now)
    correct_entry(session, interview, now=now)
    enqueue(session, "deliveries.plan_after_move", agency_id=interview.agency_id, subject_id=interview.id)
    return True


def plan_timers(session: AgencySession, interview: Interview, *, now: datetime) -> None:
    """Plan what will happen before it and when it ends, in place of whatever was planned."""
    settings = settings_of(session, interview.agency_id)
    meeting = queries.meeting_for(session, interview_id=interview.id, actor=SystemActor(interview.agency_id))
    due = {
        "interviews.prepare": prepare_at(interview.starts_at, meeting.candidate.time_zone, settings, now=now),
        "interviews.end": interview.ends_at,
        "debriefs.request": debrief_request_at(interview.ends_at, timedelta(minutes=settings.debrief_request_minutes)),
    }
    clear_timers(session, interview)
    for kind, due_at in due.items():
        if due_at is not None:
            set_timer(session, kind, agency_id=interview.agency_id, subject_id=interview.id, due_at=due_at)


def clear_timers(session: AgencySession, interview: Interview) -> None:
    """Clear everything that was planned for this interview."""
    for kind in TIMERS:
        clear_timer(session, kind, agency_id=interview.agency_id, subject_id=interview.id)


def end_interview(session: AgencySession, interview: Interview, *, now: datetime) -> bool:
    """Let a scheduled interview await its debrief once its end has passed, not before; return whether it did."""
    if interview.state != "scheduled" or interview.ends_at > now:
        return False
    interview.state = "awaiting_debrief"
    record(session, AuditAction.INTERVIEW_ENDED, subject=interview, actor=SystemActor(interview.agency_id), now=now)
    return True


def mark_debriefed(session: AgencySession, interview: Interview, *, actor: Actor, now: datetime) -> None:
    """Note that the debrief was accepted; raises StateConflict where the interview does not await one."""
    INTERVIEW.require(interview.state, "debriefed")
    interview.state = "debriefed"
    record(session, AuditAction.INTERVIEW_DEBRIEFED, subject=interview, actor=actor, now=now)


def close_interview(session: AgencySession, interview: Interview, *, actor: Actor, now: datetime) -> None:
    """Close an interview that gets no debrief: nothing is asked any more. Raises StateConflict before its end."""
    INTERVIEW.require(interview.state, "closed")
    interview.state = "closed"
    record(session, AuditAction.INTERVIEW_CLOSED, subject=interview, actor=actor, now=now)
    clear_timers(session, interview)


def reopen_interview(session: AgencySession, interview: Interview, *, actor: Actor, now: datetime) -> None:
    """Let a closed interview await its debrief again."""
    INTERVIEW.require(interview.state, "awaiting_debrief")
    interview.state = "awaiting_debrief"
    record(session, AuditAction.INTERVIEW_REOPENED, subject=interview, actor=actor, now=now)


def cancel(
    session: AgencySession, *, interview_id: UUID, reason: str, seen: int, actor: Actor, now: datetime
) -> Interview:
    """Cancel an interview: nothing of it is asked for or sent any more."""
    interview = _decided_on(session, interview_id, seen, actor)
    return cancel_row(session, interview, reason=reason, actor=actor, now=now)


def cancel_row(session: AgencySession, interview: Interview, *, reason: str, actor: Actor, now: datetime) -> Interview:
    """Cancel an interview that the caller has locked."""
    INTERVIEW.require(interview.state, "cancelled")
    interview.state = "cancelled"
    record(
        session,
        AuditAction.INTERVIEW_CANCELLED,
        subject=interview,
        actor=actor,
        now=now,
        personal={"reason": reason},
    )
    _stop(session, interview)
    correct_entry(session, interview, now=now)
    return interview


def no_show(session: AgencySession, *, interview_id: UUID, seen: int, actor: Actor, now: datetime) -> Interview:
    """Record that the candidate did not attend."""
    interview = _decided_on(session, interview_id, seen, actor)
    INTERVIEW.require(interview.state, "no_show")
    interview.state = "no_show"
    record(session, AuditAction.INTERVIEW_NO_SHOW, subject=interview, actor=actor, now=now)
    _stop(session, interview)
    return interview


def _stop(session: AgencySession, interview: Interview) -> None:
    clear_timers(session, interview)
    enqueue(session, "reviews.follow", agency_id=interview.agency_id, subject_id=interview.id)
    enqueue(session, "deliveries.stop", agency_id=interview.agency_id, subject_id=interview.id)


def _decided_on(session: AgencySession, interview_id: UUID, seen: int, actor: Actor) -> Interview:
    interview = queries.interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_announce(actor):
        raise Forbidden
    require_unchanged(session, interview, seen)
    return interview
