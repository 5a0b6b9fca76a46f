"""What became of an interview is recorded; its candidate knows nothing of it until a person tells them (rule 5)."""

from datetime import datetime
from uuid import UUID

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden, Invalid, PreconditionFailed
from app.core.ids import new_id
from app.core.local_time import local
from app.debriefs.queries import last_change
from app.followup import policy
from app.followup.actions.deciding import settle
from app.followup.models.heard import Outcome
from app.followup.queries.telling import changes_of, standing_outcome
from app.followup.rules.outcomes import amiss_in, side_of
from app.followup.schemas.outcomes import OutcomeIn
from app.followup.states import OUTCOME
from app.interviews.models import Interview
from app.interviews.queries import interview_for


class OutcomeContradicts(Invalid):
    """Something about this outcome cannot be: see errors."""

    code = "outcome_contradicts"


def record_outcome(
    session: AgencySession, *, interview_id: UUID, given: OutcomeIn, seen: int, actor: Actor, now: datetime
) -> Outcome:
    """Record what became of an interview; what was recorded before is superseded, and what was told of it stays told.

    ``seen`` is the ETag of the one that stands, 0 where none does. Just what stands already changes nothing. Neither
    the interview nor anything that its candidate sees changes. Raises OutcomeContradicts, PreconditionFailed.
    """
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_tell_candidate(actor, interview):
        raise Forbidden
    _require_possible(given, interview, now=now)
    before = standing_outcome(session, interview, lock=True)
    if before is not None and _says_the_same(before, given):
        return before
    _require_seen(session, before, seen)
    if before is not None:
        _supersede(session, before, actor=actor, now=now)
    settle(session, interview, actor=actor, now=now)
    return _added(session, interview, given, actor=actor, now=now)


def _require_possible(given: OutcomeIn, interview: Interview, *, now: datetime) -> None:
    today = local(now, interview.time_zone).date()
    begun = interview.starts_at <= now
    if amiss := amiss_in(given.kind, given.side, given.decided_on, begun=begun, today=today):
        raise OutcomeContradicts(errors=amiss)


def _says_the_same(outcome: Outcome, given: OutcomeIn) -> bool:
    said = (given.kind, side_of(given.kind, given.side), given.reason, given.decided_on)
    return said == (outcome.kind, outcome.side, outcome.reason, outcome.decided_on)


def _require_seen(session: AgencySession, before: Outcome | None, seen: int) -> None:
    if before is None and seen != 0:
        raise PreconditionFailed("There is no outcome of this interview. Read it again, then record one.")
    if before is not None and changes_of(session, before) != seen:
        raise PreconditionFailed(f"{last_change(session, before)} Read it again, then decide.")


def _supersede(session: AgencySession, before: Outcome, *, actor: Actor, now: datetime) -> None:
    OUTCOME.require(before.state, "superseded")
    before.state, before.superseded_at = "superseded", now
    record(session, AuditAction.OUTCOME_SUPERSEDED, subject=before, actor=actor, now=now)


def _added(session: AgencySession, interview: Interview, given: OutcomeIn, *, actor: Actor, now: datetime) -> Outcome:
    outcome = Outcome(
        agency_id=interview.agency_id,
        id=new_id(),
        interview_id=interview.id,
        consultant_id=actor.id,
        state="recorded",
        kind=given.kind,
        side=side_of(given.kind, given.side),
        reason=given.reason,
        decided_on=given.decided_on,
        recorded_at=now,
    )
    session.add(outcome)
    details = {"kind": outcome.kind}
    record(session, AuditAction.OUTCOME_RECORDED, subject=outcome, actor=actor, now=now, details=details)
    return outcome
