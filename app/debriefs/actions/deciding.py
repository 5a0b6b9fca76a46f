"""The consultant decides: back to the candidate with a reason, or accepted."""

from datetime import datetime
from uuid import UUID

from app.audit.canonical import Detail
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden
from app.core.queue import enqueue
from app.debriefs import queries
from app.debriefs.actions.closing import require_seen
from app.debriefs.actions.versions import DRAFT, confided, keep_confidence
from app.debriefs.models import Debrief, DebriefDraft
from app.debriefs.schemas.requests import DebriefReturn
from app.debriefs.states import DEBRIEF
from app.interviews.actions.moving import end_interview, mark_debriefed
from app.interviews.models import Interview
from app.interviews.policy import may_decide
from app.interviews.queries import interview_for
from app.reviews.actions.items import close_item


def return_debrief(
    session: AgencySession, *, interview_id: UUID, because: DebriefReturn, seen: int, actor: Actor, now: datetime
) -> Debrief:
    """Send a debrief back with the reason; ``seen`` is the ETag that was read.

    Its answers become the candidate's draft again, so that nothing is typed twice.
    """
    _, debrief = _decided_on(session, interview_id, seen, actor)
    DEBRIEF.require(debrief.state, "changes_requested")
    reason = "\n".join(part for part in (because.reason, because.note) if part)
    _reopen_draft(session, debrief, actor=actor, now=now)
    _take_off_desk(session, debrief, "returned", actor=actor, now=now)
    debrief.state, debrief.return_reason = "changes_requested", reason
    record(
        session,
        AuditAction.DEBRIEF_RETURNED,
        subject=debrief,
        actor=actor,
        now=now,
        details={"version": debrief.version},
        personal={"reason": reason},
    )
    enqueue(session, "debriefs.mail_returned", agency_id=debrief.agency_id, subject_id=debrief.interview_id)
    enqueue(session, "followup.keep_promise", agency_id=debrief.agency_id, subject_id=debrief.interview_id)
    return debrief


def accept(session: AgencySession, *, interview_id: UUID, seen: int, actor: Actor, now: datetime) -> Debrief:
    """Accept a debrief; its interview is debriefed. ``seen`` is the ETag that was read.

    Who took it by telephone may accept it themselves, and the trail says so (ADR 0015).
    """
    interview, debrief = _decided_on(session, interview_id, seen, actor)
    DEBRIEF.require(debrief.state, "accepted")
    entered_by = _entered_by(session, debrief, actor)
    _take_off_desk(session, debrief, "accepted", actor=actor, now=now)
    debrief.state, debrief.accepted_at = "accepted", now
    details: dict[str, Detail] = {"version": debrief.version, "entered_by": entered_by}
    record(session, AuditAction.DEBRIEF_ACCEPTED, subject=debrief, actor=actor, now=now, details=details)
    end_interview(session, interview, now=now)
    mark_debriefed(session, interview, actor=actor, now=now)
    enqueue(session, "followup.keep_promise", agency_id=debrief.agency_id, subject_id=debrief.interview_id)
    return debrief


def _decided_on(session: AgencySession, interview_id: UUID, seen: int, actor: Actor) -> tuple[Interview, Debrief]:
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    debrief = queries.debrief_of(session, interview, lock=True)
    if not may_decide(actor, interview):
        raise Forbidden
    require_seen(session, debrief, seen)
    return interview, debrief


def _entered_by(session: AgencySession, debrief: Debrief, actor: Actor) -> str:
    version = queries.version_of(session, debrief, debrief.version)
    if version.channel == "web":
        return "the candidate"
    return "themselves" if version.submitted_by_id == actor.id else "a colleague"


def _reopen_draft(session: AgencySession, debrief: Debrief, *, actor: Actor, now: datetime) -> None:
    """Make the submission the draft, unless one of the candidate's own stands beside what was taken by telephone."""
    if queries.find_draft(session, debrief) is not None:
        return
    submitted = queries.version_of(session, debrief, debrief.version)
    session.add(
        DebriefDraft(
            agency_id=debrief.agency_id,
            debrief_id=debrief.id,
            revision=debrief.draft_revisions + 1,
            answers=submitted.answers,
            saved_at=now,
            saved_by=actor.kind,
        )
    )
    keep_confidence(session, debrief, version=DRAFT, answers=confided(session, debrief, debrief.version))


def _take_off_desk(session: AgencySession, debrief: Debrief, decision: str, *, actor: Actor, now: datetime) -> None:
    close_item(session, subject_id=debrief.id, version=debrief.version, decision=decision, actor=actor, now=now)
