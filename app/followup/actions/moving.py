"""A consultant needs longer: the promise moves to a later day, for a reason that the candidate reads (P16)."""

from datetime import datetime
from uuid import UUID

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import ConsultantActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden
from app.followup import policy
from app.followup.actions import promising
from app.followup.actions.updating import tell_soon
from app.followup.models.promises import Promise
from app.followup.queries.promises import moves_of, standing_promise
from app.followup.rules.promises import end_of
from app.followup.schemas.promises import PromiseMove
from app.followup.states import PROMISE
from app.interviews.models import Interview
from app.interviews.queries import interview_for, meeting_for


class NoPromiseOpen(Conflict):
    """No promise is open: it was kept or its time has passed; write to the candidate instead."""

    code = "no_promise_open"


def move(
    session: AgencySession,
    *,
    interview_id: UUID,
    given: PromiseMove,
    actor: ConsultantActor,
    now: datetime,
    seen: int | None = None,
) -> Promise:
    """Promise a later day for a reason that the candidate reads; the same again within minutes changes nothing.

    ``seen`` is the number of the promise that was looked at. Raises NoPromiseOpen, PromiseImpossible, HeardMeanwhile.
    """
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_write_to_candidate(actor, interview):
        raise Forbidden
    standing, found = standing_promise(session, interview, lock=True), promising.hears_of(session, interview, now)
    promising.require_possible(found, given.next_update_on, now=now)
    by = end_of(given.next_update_on, found.desk)
    if standing is None or standing.state != "open" or standing.next_update_by <= now:
        raise NoPromiseOpen
    if _says_again(session, interview, standing, by, given.reason, now=now):
        return standing
    promising.require_seen(session, interview, seen)
    if by <= standing.next_update_by:
        raise promising.PromiseImpossible(errors=[FieldError("#/next_update_on", "is no later than what was promised")])
    PROMISE.require(standing.state, "moved")
    standing.state, standing.ended_at, standing.reason, standing.moved_by = "moved", now, given.reason, actor.id
    personal = {"reason": given.reason}
    record(session, AuditAction.PROMISE_MOVED, subject=standing, actor=actor, now=now, personal=personal)
    tell_soon(session, meeting_for(session, interview_id=interview_id, actor=actor), now=now)
    return promising.make(session, interview, found, by=by, actor=actor, now=now)


def _says_again(
    session: AgencySession, interview: Interview, standing: Promise, by: datetime, reason: str, *, now: datetime
) -> bool:
    """Whether the promise was moved to that day for that reason just now, as by a button that was pressed twice."""
    last = next(iter(moves_of(session, interview)), None)
    if last is None or last.promise.ended_at != standing.made_at or now - standing.made_at >= promising.WITHIN_MINUTES:
        return False
    return (standing.next_update_by, last.promise.reason) == (by, reason)
