"""A consultant names the day of a decision, asks the client for another, and notes that there is an answer."""

from datetime import date, datetime
from uuid import UUID

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, ConsultantActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid, PreconditionFailed
from app.core.local_time import local
from app.core.timers import clear_timer
from app.directory.models import ClientContact
from app.directory.queries.rows import ContactNotFound, contact_for
from app.directory.rules import WorkingTime
from app.followup import policy
from app.followup.actions.expecting import TURN, Day, expect, forget_urgency, plan_turn, tell
from app.followup.models.decisions import Decision
from app.followup.queries.decisions import client_hours, decision_of
from app.followup.rules.decisions import amiss_in_chase, amiss_in_day, chased_again
from app.followup.schemas.decisions import ChaseIn, DecisionIn, ExtensionIn
from app.followup.states import DECISION
from app.interviews.models import Interview, Meeting
from app.interviews.queries import interview_for, meeting_for


class NoDayNamed(Conflict):
    """Nobody has named a day for the decision yet: name one first."""

    code = "no_day_named"


class DecisionCannotBe(Invalid):
    """Something said of this decision cannot be: see errors."""

    code = "decision_cannot_be"


def name_day(
    session: AgencySession,
    *,
    interview_id: UUID,
    given: DecisionIn,
    seen: int,
    actor: ConsultantActor,
    now: datetime,
) -> Decision:
    """Note on which day the client decides, or put it right while it is still to come; the candidate reads it.

    ``seen`` is the ETag of the decision, 0 where there is none. Raises DecisionCannotBe; StateConflict once it passed.
    """
    interview, row = _locked(session, interview_id, actor)
    meeting = meeting_for(session, interview_id=interview.id, actor=actor)
    day = Day(given.on, given.precision, "consultant", given.said_by)
    if row is not None and _says_so(row, day) and row.told_on == given.on:
        return row
    _require_seen(row, seen)
    if row is not None and row.expected_on is not None and row.state != "awaiting":
        DECISION.require(row.state, "awaiting")
    _require_possible(given.on, client_hours(session, meeting, now=now), now=now)
    return expect(session, interview, day=day, tells=True, actor=actor, now=now)


def extend(
    session: AgencySession,
    *,
    interview_id: UUID,
    given: ExtensionIn,
    seen: int,
    actor: ConsultantActor,
    now: datetime,
) -> Decision:
    """Note another day in place of the one that was named, and why; the candidate reads the day (P14).

    Raises NoDayNamed, DecisionCannotBe; StateConflict once it was decided.
    """
    interview, row = _locked(session, interview_id, actor)
    if row is None or row.expected_on is None:
        raise NoDayNamed
    if row.reason == given.reason and _says_so(row, Day(given.on, given.precision, "client", given.said_by)):
        return row
    _require_seen(row, seen)
    DECISION.require(row.state, "extended")
    working = client_hours(session, meeting_for(session, interview_id=interview.id, actor=actor), now=now)
    _require_possible(given.on, working, now=now)
    forget_urgency(session, row)
    row.state, row.chases, row.reason = "extended", 0, given.reason
    row.expected_on, row.precision, row.source, row.said_by = given.on, given.precision, "client", given.said_by
    row.set_by, row.set_at, row.time_zone = actor.id, now, working.time_zone
    tell(row, actor=actor, now=now)
    details = {"expected_on": given.on.isoformat()}
    record(
        session,
        AuditAction.DECISION_EXTENDED,
        subject=row,
        actor=actor,
        now=now,
        details=details,
        personal={"reason": given.reason},
    )
    plan_turn(session, row, working, now=now)
    return row


def note_chase(
    session: AgencySession, *, interview_id: UUID, given: ChaseIn, seen: int, actor: ConsultantActor, now: datetime
) -> Decision:
    """Note that the client was asked when it decides; it is asked again after two of its working days (P14).

    The same note again within minutes changes nothing. Raises NoDayNamed, DecisionCannotBe; StateConflict once it was
    decided.
    """
    interview, row = _locked(session, interview_id, actor)
    if row is None:
        raise NoDayNamed
    if amiss := amiss_in_chase(given):
        raise DecisionCannotBe(errors=amiss)
    meeting = meeting_for(session, interview_id=interview.id, actor=actor)
    whom = _whom(session, given, meeting, actor=actor)
    told: dict[str, object] = {
        "chased_by": actor.id,
        "chased_how": given.how,
        "chased_whom": whom,
        "heard": given.heard or None,
    }
    if chased_again(row, told, now=now):
        return row
    _require_seen(row, seen)
    _note_asked(row)
    row.last_chased_at = now
    for name, value in told.items():
        setattr(row, name, value)
    forget_urgency(session, row)
    personal = {"heard": given.heard} if given.heard else {}
    details = {"how": given.how}
    record(session, AuditAction.DECISION_CHASED, subject=row, actor=actor, now=now, details=details, personal=personal)
    plan_turn(session, row, client_hours(session, meeting, now=now), now=now)
    return row


def tell_day(session: AgencySession, interview: Interview, *, actor: ConsultantActor, now: datetime) -> None:
    """Let the candidate read the day that is known now, as when feedback with it is relayed; harmless where none is."""
    row = decision_of(session, interview, lock=True)
    if row is None or row.expected_on is None or row.told_on == row.expected_on:
        return
    tell(row, actor=actor, now=now)
    record(session, AuditAction.DECISION_TOLD, subject=row, actor=actor, now=now)


def settle(session: AgencySession, interview: Interview, *, actor: Actor, now: datetime) -> None:
    """Nobody asks the client any more, since it has decided; the candidate's page stays as it is (rule 5).

    For a locked interview whose outcome is recorded; harmless where there is nothing to settle.
    """
    row = decision_of(session, interview, lock=True)
    if row is None or row.state == "decided":
        return
    DECISION.require(row.state, "decided")
    forget_urgency(session, row)
    clear_timer(session, TURN, agency_id=row.agency_id, subject_id=row.id)
    row.state, row.settled_at = "decided", now
    record(session, AuditAction.DECISION_SETTLED, subject=row, actor=actor, now=now)


def _locked(session: AgencySession, interview_id: UUID, actor: ConsultantActor) -> tuple[Interview, Decision | None]:
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_note_call(actor):
        raise Forbidden
    return interview, decision_of(session, interview, lock=True)


def _require_seen(row: Decision | None, seen: int) -> None:
    if seen != (row.audit_seq if row else 0):
        raise PreconditionFailed


def _require_possible(on: date, working: WorkingTime, *, now: datetime) -> None:
    if amiss := amiss_in_day(on, today=local(now, working.time_zone).date()):
        raise DecisionCannotBe(errors=amiss)


def _says_so(row: Decision, day: Day) -> bool:
    return (row.expected_on, row.precision, row.source, row.said_by) == (day.on, day.precision, day.source, day.said_by)


def _note_asked(row: Decision) -> None:
    """Asked before its day has passed, it waits on as it did."""
    if row.state in {"awaiting", "due", "extended"}:
        return
    DECISION.require(row.state, "chased")
    row.state, row.chases = "chased", row.chases + 1


def _whom(session: AgencySession, given: ChaseIn, meeting: Meeting, *, actor: ConsultantActor) -> str | None:
    if given.contact_id is None:
        return given.spoke_with
    found: ClientContact | None
    try:
        found = contact_for(session, contact_id=given.contact_id, actor=actor)
    except ContactNotFound:
        found = None
    if found is None or found.client_id != meeting.client.id:
        raise DecisionCannotBe(errors=[FieldError("#/contact_id", "is nobody at this client")])
    return found.name
