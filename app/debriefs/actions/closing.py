"""A debrief that does not come: waived by the consultant, declined by the candidate; and opened again."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden, PreconditionFailed
from app.core.queue import enqueue
from app.debriefs import queries
from app.debriefs.actions.asking import add_debrief
from app.debriefs.models import Debrief
from app.debriefs.rules import reopened_as
from app.debriefs.schemas.content import DebriefProfile
from app.debriefs.states import DEBRIEF, ENDED_WITHOUT, UNANSWERED
from app.interviews.actions.inviting import CandidateErased
from app.interviews.actions.moving import close_interview, end_interview, reopen_interview
from app.interviews.actions.taking_place import require_begun, require_on
from app.interviews.models import Interview
from app.interviews.policy import may_decide, may_write
from app.interviews.queries import interview_for, meeting_for
from app.reviews.actions.items import settle


def waive(
    session: AgencySession, *, interview_id: UUID, reason: str, seen: int, actor: Actor, now: datetime
) -> Debrief:
    """Do without the debrief: its interview is closed, and nobody is reminded any more. Nothing typed is deleted."""
    interview, debrief = _locked(session, interview_id, seen, actor, may=may_decide)
    debrief = _ended(session, interview, debrief, now=now)
    _end(debrief, "waived", reason)
    personal = {"reason": reason}
    record(session, AuditAction.DEBRIEF_WAIVED, subject=debrief, actor=actor, now=now, personal=personal)
    settle(session, subject_id=debrief.id, event="waived", actor=actor)
    close_interview(session, interview, actor=actor, now=now)
    return debrief


def decline(
    session: AgencySession, *, interview_id: UUID, reason: str | None, seen: int, actor: Actor, now: datetime
) -> Debrief:
    """Note that the candidate does not tell how it went: the interview is closed, and the consultant hears of it."""
    interview, debrief = _locked(session, interview_id, seen, actor, may=may_write)
    debrief = _ended(session, interview, debrief, now=now)
    _end(debrief, "declined", reason)
    personal = {"reason": reason} if reason else {}
    record(session, AuditAction.DEBRIEF_DECLINED, subject=debrief, actor=actor, now=now, personal=personal)
    settle(session, subject_id=debrief.id, event="declined", actor=actor)
    close_interview(session, interview, actor=actor, now=now)
    enqueue(session, "debriefs.tell_declined", agency_id=debrief.agency_id, subject_id=interview.id)
    return debrief


def reopen(session: AgencySession, *, interview_id: UUID, seen: int, actor: Actor, now: datetime) -> Debrief:
    """Open a debrief again that was waived or declined, as what it was before; the candidate is mailed a way in."""
    interview, debrief = _locked(session, interview_id, seen, actor, may=may_decide)
    if debrief is None:
        raise queries.DebriefNotFound
    if meeting_for(session, interview_id=interview_id, actor=actor).candidate.erased_at is not None:
        raise CandidateErased
    has_draft = queries.find_draft(session, debrief) is not None
    state = reopened_as(version=debrief.version, has_draft=has_draft) if debrief.state in ENDED_WITHOUT else "requested"
    DEBRIEF.require(debrief.state, state)
    debrief.state, debrief.close_reason = state, None
    if state in UNANSWERED:
        debrief.requested_at, debrief.request_mailed_at, debrief.reminders = now, None, 0
    record(session, AuditAction.DEBRIEF_REOPENED, subject=debrief, actor=actor, now=now)
    settle(session, subject_id=debrief.id, event="reopened", actor=actor)
    reopen_interview(session, interview, actor=actor, now=now)
    mail = "debriefs.mail_request" if state in UNANSWERED else "debriefs.mail_returned"
    enqueue(session, mail, agency_id=debrief.agency_id, subject_id=interview.id)
    return debrief


def set_profile(
    session: AgencySession, *, interview_id: UUID, profile: DebriefProfile, seen: int, actor: Actor, now: datetime
) -> None:
    """Ask for the full or the short debrief, before it is asked for or while it is not accepted."""
    interview, debrief = _locked(session, interview_id, seen, actor, may=may_decide)
    if debrief is not None and debrief.state not in {*ENDED_WITHOUT, "accepted"}:
        debrief.profile = profile
        asked = {"profile": profile}
        record(session, AuditAction.DEBRIEF_PROFILE_SET, subject=debrief, actor=actor, now=now, details=asked)
    elif debrief is not None:
        DEBRIEF.require(debrief.state, "submitted")
    else:
        require_on(interview)
        interview.debrief_profile = profile
        details = {"fields": ["debrief_profile"]}
        record(session, AuditAction.INTERVIEW_CHANGED, subject=interview, actor=actor, now=now, details=details)


def require_seen(session: AgencySession, debrief: Debrief | None, seen: int) -> None:
    """Refuse a decision on what changed since it was read; 0 is the ETag of what does not exist yet."""
    if debrief is None and seen != 0:
        raise PreconditionFailed("There is no debrief of this interview yet. Read it again, then decide.")
    if debrief is not None and debrief.audit_seq != seen:
        raise PreconditionFailed(f"{queries.last_change(session, debrief)} Read it again, then decide.")


def _locked(
    session: AgencySession, interview_id: UUID, seen: int, actor: Actor, *, may: Callable[[Actor, Interview], bool]
) -> tuple[Interview, Debrief | None]:
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not may(actor, interview):
        raise Forbidden
    debrief = queries.find_debrief(session, interview, lock=True)
    require_seen(session, debrief, seen)
    return interview, debrief


def _ended(session: AgencySession, interview: Interview, debrief: Debrief | None, *, now: datetime) -> Debrief:
    """The debrief of an interview that is over, added where it was not asked for yet."""
    require_on(interview)
    require_begun(interview, now=now)
    end_interview(session, interview, now=now)
    return debrief or add_debrief(session, interview, now=now)


def _end(debrief: Debrief, state: str, reason: str | None) -> None:
    DEBRIEF.require(debrief.state, state)
    debrief.state, debrief.close_reason = state, reason
