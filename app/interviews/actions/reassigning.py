"""An interview becomes another consultant's, with what waits of it."""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.people import decider
from app.accounts.queries.rows import require_unchanged
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden
from app.core.ids import public_id
from app.core.queue import enqueue
from app.core.timers import clear_timer, set_timer
from app.interviews import policy, queries
from app.interviews.models import Interview


def reassign(
    session: AgencySession, *, interview_id: UUID, to: UUID, seen: int, actor: Actor, now: datetime
) -> Interview:
    """Give an interview to a colleague, and what waits of it unless it was handed to somebody alone.

    They are told, unless they took it themselves. Does nothing where it is theirs. Raises ConsultantNotFound, Invalid,
    PreconditionFailed.
    """
    interview = queries.interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_reassign(actor):
        raise Forbidden
    if interview.consultant_id == to:
        return interview
    colleague = decider(session, named=to, actor=actor)
    require_unchanged(session, interview, seen)
    details = {"former": public_id("con", interview.consultant_id), "to": public_id("con", colleague.id)}
    interview.consultant_id = colleague.id
    record(session, AuditAction.INTERVIEW_REASSIGNED, subject=interview, actor=actor, now=now, details=details)
    enqueue(session, "reviews.follow", agency_id=interview.agency_id, subject_id=interview.id)
    if colleague.id == actor.id:
        clear_timer(session, "followup.note_given", agency_id=interview.agency_id, subject_id=interview.id)
    else:
        set_timer(session, "followup.note_given", agency_id=interview.agency_id, subject_id=interview.id, due_at=now)
    return interview
