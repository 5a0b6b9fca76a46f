"""Did it go ahead? The first question of all, answered by the candidate or for them; each answer leads somewhere.

The candidate's word moves a meeting whose new times they know. It cancels nothing: a consultant finds out and
settles it by cancelling, moving or recording the no-show, and until then the candidate is asked nothing more.
"""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import settings_of
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id
from app.core.queue import enqueue
from app.core.timers import clear_timer, set_timer
from app.interviews import policy, queries
from app.interviews.actions.moving import set_times
from app.interviews.actions.taking_place import require_begun, require_on
from app.interviews.models import AttendanceAnswer, Interview
from app.interviews.rules import SETTLED_BY_A_CONSULTANT, amiss_in, ask_again_at, stays_silent
from app.interviews.schemas import AttendanceIn, InterviewMove


class AnswerContradicts(Invalid):
    """The parts of this answer do not go together: see errors."""

    code = "answer_contradicts"


class AttendanceSettled(Conflict):
    """This interview has been debriefed or closed: that it went ahead is settled."""

    code = "attendance_settled"


def tell(
    session: AgencySession, *, interview_id: UUID, given: AttendanceIn, actor: Actor, now: datetime
) -> AttendanceAnswer:
    """Note whether the interview went ahead, and do what follows from it. Source: P1; 2-domain "Debrief content".

    Raises InterviewIsOff, AttendanceSettled or InterviewNotBegun (409), AnswerContradicts (422).
    """
    interview = queries.interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_tell(actor, interview):
        raise Forbidden
    _require_open(interview, given, now=now)
    before = queries.standing_answer(session, interview)
    if given.starts_at is not None and given.ends_at is not None:
        _move(session, interview, given.starts_at, given.ends_at, given.time_zone, actor=actor, now=now)
    details = {"answer": given.answer}
    personal = {"reason": given.reason} if given.reason else {}
    told = AuditAction.INTERVIEW_ATTENDANCE_TOLD
    record(session, told, subject=interview, actor=actor, now=now, details=details, personal=personal)
    answer = _added(session, interview, given, actor=actor, now=now)
    _plan(session, interview, answer, before, actor=actor, now=now)
    if answer.answer in SETTLED_BY_A_CONSULTANT and actor.id != interview.consultant_id:
        enqueue(session, "interviews.tell_attendance", agency_id=interview.agency_id, subject_id=interview.id)
    return answer


def _require_open(interview: Interview, given: AttendanceIn, *, now: datetime) -> None:
    """Refuse an answer that comes too late, too early, or that cannot be."""
    require_on(interview)
    if interview.state not in {"scheduled", "awaiting_debrief"}:
        raise AttendanceSettled
    if given.answer not in {"moved", "cancelled"}:
        require_begun(interview, now=now)
    if amiss := amiss_in(given, interview, now):
        raise AnswerContradicts(errors=amiss)


def _move(
    session: AgencySession,
    interview: Interview,
    starts_at: datetime,
    ends_at: datetime,
    time_zone: str | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    moved = InterviewMove(starts_at=starts_at, ends_at=ends_at, time_zone=time_zone)
    if not set_times(session, interview, moved, actor=actor, now=now):
        known = FieldError("#/starts_at", "is when we had it already; if it went ahead then, answer yes")
        raise AnswerContradicts(errors=[known])


def _added(
    session: AgencySession, interview: Interview, given: AttendanceIn, *, actor: Actor, now: datetime
) -> AttendanceAnswer:
    answer = AttendanceAnswer(
        agency_id=interview.agency_id,
        id=new_id(),
        interview_id=interview.id,
        answer=given.answer,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        time_zone=interview.time_zone if given.starts_at else None,
        reason=given.reason,
        about_starts_at=interview.starts_at,
        about_ends_at=interview.ends_at,
        told_at=now,
        told_by=actor.kind,
        told_by_id=actor.id,
    )
    session.add(answer)
    return answer


def _plan(
    session: AgencySession,
    interview: Interview,
    answer: AttendanceAnswer,
    before: AttendanceAnswer | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Ask nothing until it is settled; or ask again in an hour, where it goes on or does take place after all."""
    agency_id, subject_id = interview.agency_id, interview.id
    goes_on = answer.answer == "still_going" or (answer.answer == "yes" and stays_silent(before))
    if stays_silent(answer) or goes_on:
        clear_timer(session, "debriefs.remind", agency_id=agency_id, subject_id=subject_id)
    if stays_silent(answer):
        clear_timer(session, "debriefs.request", agency_id=agency_id, subject_id=subject_id)
    elif goes_on:
        zone = queries.meeting_for(session, interview_id=interview.id, actor=actor).candidate.time_zone
        settings = settings_of(session, interview.agency_id)
        due_at = ask_again_at(interview.ends_at, zone, settings, now=now)
        set_timer(session, "debriefs.request", agency_id=agency_id, subject_id=subject_id, due_at=due_at)
