"""Something new after the debrief was accepted (P22): added by the candidate, or told by telephone; reviewed alone."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.accounts.queries.rows import require_unchanged
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden
from app.core.ids import new_id
from app.core.queue import enqueue
from app.debriefs import queries
from app.debriefs.actions.telephone import require_call
from app.debriefs.actions.versions import Call
from app.debriefs.models import Debrief, DebriefAddendum, DebriefAddendumConfidence
from app.debriefs.rules import MOST_ADDENDA, review_due_at
from app.debriefs.schemas.requests import AddendumByTelephone, AddendumWritten
from app.debriefs.states import ADDENDUM
from app.interviews.actions.inviting import CandidateErased
from app.interviews.models import Interview
from app.interviews.policy import may_decide, may_write
from app.interviews.queries import interview_for, meeting_for
from app.reviews.actions.items import close_item, open_item

PRESSED_TWICE: Final = timedelta(minutes=10)


class AddendumTooEarly(Conflict):
    """Something is added to a debrief once it has been accepted; until then it belongs into the debrief itself."""

    code = "addendum_too_early"


class TooManyAddenda(Conflict):
    """As much was added to this debrief as can be: tell your consultant."""

    code = "too_many_addenda"


def add(
    session: AgencySession, *, interview_id: UUID, written: AddendumWritten, actor: Actor, now: datetime
) -> DebriefAddendum:
    """Add what the candidate writes, by either kind of link, to an accepted debrief."""
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not may_write(actor, interview):
        raise Forbidden
    return _added(session, interview, written, call=None, actor=actor, now=now)


def add_once(
    session: AgencySession, *, interview_id: UUID, written: AddendumWritten, actor: Actor, now: datetime
) -> DebriefAddendum:
    """As `add`, from a page: the very words that were added a few minutes ago are a button pressed twice."""
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if may_write(actor, interview):
        before = queries.addenda_of(session, interview, actor=actor, after=None, limit=MOST_ADDENDA)
        for one in before:
            same = (one.words, one.addendum.agency_only) == (written.text, written.agency_only)
            if same and now - one.addendum.added_at < PRESSED_TWICE:
                return one.addendum
    return add(session, interview_id=interview_id, written=written, actor=actor, now=now)


def add_by_telephone(
    session: AgencySession, *, interview_id: UUID, told: AddendumByTelephone, actor: Actor, now: datetime
) -> DebriefAddendum:
    """Add what the candidate told by telephone; it stays the consultant's to have entered. Raises CallCannotBe."""
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not may_decide(actor, interview):
        raise Forbidden
    require_call(told.taken_at, not_before=interview.starts_at, now=now)
    call = Call(told.taken_at, told.number_rung)
    return _added(session, interview, told, call=call, actor=actor, now=now)


def accept(
    session: AgencySession, *, interview_id: UUID, addendum_id: UUID, seen: int, actor: Actor, now: datetime
) -> DebriefAddendum:
    """Accept what was added; ``seen`` is the ETag that was read."""
    addendum = _decided_on(session, interview_id, addendum_id, seen, actor)
    _decide(session, addendum, "accepted", actor=actor, now=now)
    record(session, AuditAction.ADDENDUM_ACCEPTED, subject=addendum, actor=actor, now=now)
    enqueue(session, "followup.keep_promise", agency_id=addendum.agency_id, subject_id=interview_id)
    return addendum


def return_addendum(
    session: AgencySession,
    *,
    interview_id: UUID,
    addendum_id: UUID,
    reason: str,
    seen: int,
    actor: Actor,
    now: datetime,
) -> DebriefAddendum:
    """Send back what was added with the reason; it stays as it is, and the candidate may add something else."""
    addendum = _decided_on(session, interview_id, addendum_id, seen, actor)
    _decide(session, addendum, "returned", actor=actor, now=now)
    addendum.return_reason = reason
    personal = {"reason": reason}
    record(session, AuditAction.ADDENDUM_RETURNED, subject=addendum, actor=actor, now=now, personal=personal)
    enqueue(session, "debriefs.mail_addendum_returned", agency_id=addendum.agency_id, subject_id=addendum.id)
    enqueue(session, "followup.keep_promise", agency_id=addendum.agency_id, subject_id=interview_id)
    return addendum


def _added(
    session: AgencySession,
    interview: Interview,
    written: AddendumWritten,
    *,
    call: Call | None,
    actor: Actor,
    now: datetime,
) -> DebriefAddendum:
    debrief = queries.debrief_of(session, interview)
    if debrief.state != "accepted":
        raise AddendumTooEarly
    if meeting_for(session, interview_id=interview.id, actor=actor).candidate.erased_at is not None:
        raise CandidateErased
    if queries.count_addenda(session, debrief) >= MOST_ADDENDA:
        raise TooManyAddenda
    addendum = _row(debrief, written, call=call, actor=actor, now=now)
    session.add(addendum)
    details = {"channel": addendum.channel}
    personal = {"number": call.number_rung} if call else {}
    added = AuditAction.ADDENDUM_ADDED
    record(session, added, subject=addendum, actor=actor, now=now, details=details, personal=personal)
    if written.agency_only:
        apart = DebriefAddendumConfidence(agency_id=addendum.agency_id, addendum_id=addendum.id, text=written.text)
        session.add(apart)
    open_item(
        session,
        kind="addendum",
        subject_id=addendum.id,
        version=1,
        interview_id=interview.id,
        due_at=review_due_at(now),
        actor=actor,
        now=now,
        words="" if written.agency_only else written.text,
    )
    enqueue(session, "debriefs.tell_addendum", agency_id=addendum.agency_id, subject_id=addendum.id)
    return addendum


def _row(
    debrief: Debrief, written: AddendumWritten, *, call: Call | None, actor: Actor, now: datetime
) -> DebriefAddendum:
    return DebriefAddendum(
        agency_id=debrief.agency_id,
        id=new_id(),
        debrief_id=debrief.id,
        state="submitted",
        agency_only=written.agency_only,
        text=None if written.agency_only else written.text,
        channel="phone" if call else "web",
        added_at=now,
        added_by=actor.kind,
        added_by_id=actor.id,
        taken_at=call.taken_at if call else None,
        number_rung=call.number_rung if call else None,
    )


def _decided_on(
    session: AgencySession, interview_id: UUID, addendum_id: UUID, seen: int, actor: Actor
) -> DebriefAddendum:
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    addendum = queries.lock_addendum(session, interview, addendum_id, actor=actor)
    if not may_decide(actor, interview):
        raise Forbidden
    require_unchanged(session, addendum, seen)
    return addendum


def _decide(session: AgencySession, addendum: DebriefAddendum, state: str, *, actor: Actor, now: datetime) -> None:
    ADDENDUM.require(addendum.state, state)
    close_item(session, subject_id=addendum.id, version=1, decision=state, actor=actor, now=now)
    addendum.state, addendum.decided_at = state, now
