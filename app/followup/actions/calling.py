"""The call to the client is planned, done, or skipped."""

from datetime import datetime
from uuid import UUID

from app.audit.canonical import Detail
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import ConsultantActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id
from app.debriefs.actions import wanting
from app.followup import policy
from app.followup.models.calls import ClientCall
from app.followup.queries.briefs import grounds_for
from app.followup.queries.calls import is_at, newest_call, planned_call
from app.followup.rendering.views import points_of
from app.followup.rules.calls import amiss_in, says_again
from app.followup.schemas.calls import ClientCallIn
from app.followup.states import CLIENT_CALL
from app.interviews.models import Interview
from app.interviews.queries import interview_for


class NoCallPlanned(Conflict):
    """No call is planned, or it was done or skipped meanwhile: there is nothing to skip."""

    code = "no_call_planned"


class CallContradicts(Invalid):
    """Something in this note of a call cannot be: see errors."""

    code = "call_contradicts"


def note_call(
    session: AgencySession, *, interview_id: UUID, given: ClientCallIn, actor: ConsultantActor, now: datetime
) -> ClientCall:
    """Note a call as planned, done or skipped; a call that was planned becomes what is noted.

    The same note again within minutes changes nothing. Raises CallContradicts, NoCallPlanned.
    """
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_note_call(actor):
        raise Forbidden
    grounds = grounds_for(session, interview_id=interview_id, actor=actor, now=now)
    known = points_of(grounds)
    if amiss := amiss_in(given, known, now=now):
        raise CallContradicts(errors=amiss)
    if given.contact_id and not is_at(session, grounds.meeting.client, given.contact_id, actor=actor):
        raise CallContradicts(errors=[FieldError("#/contact_id", "is nobody at this client")])
    match given.state:
        case "planned":
            return _plan(session, interview, given, actor=actor, now=now)
        case "done":
            passed_on = [{"key": key, "words": known[key]} for key in dict.fromkeys(given.passed_on)]
            return _done(session, interview, given, passed_on, actor=actor, now=now)
        case "skipped":
            return _skip(session, interview, given, actor=actor, now=now)


def _plan(
    session: AgencySession, interview: Interview, given: ClientCallIn, *, actor: ConsultantActor, now: datetime
) -> ClientCall:
    """Plan the call, or plan it anew: an interview has one planned call at most."""
    call = planned_call(session, interview)
    wanted = (actor.id, given.planned_for, given.contact_id, given.spoke_with)
    if call is not None and wanted == (call.consultant_id, call.planned_for, call.contact_id, call.spoke_with):
        return call
    call = call or _added(session, interview, actor, state="planned")
    call.consultant_id, call.planned_for, call.contact_id, call.spoke_with = wanted
    call.noted_at = now
    planned_for = given.planned_for.isoformat() if given.planned_for else ""
    details = {"planned_for": planned_for, "interview": str(interview.id)}
    record(session, AuditAction.CLIENT_CALL_PLANNED, subject=call, actor=actor, now=now, details=details)
    if given.planned_for is not None:
        wanting.want_before_call(
            session, interview, consultant_id=actor.id, call_at=given.planned_for, actor=actor, now=now
        )
    return call


def _done(
    session: AgencySession,
    interview: Interview,
    given: ClientCallIn,
    passed_on: list[dict[str, str]],
    *,
    actor: ConsultantActor,
    now: datetime,
) -> ClientCall:
    told = {
        "consultant_id": actor.id,
        "contact_id": given.contact_id,
        "spoke_with": given.spoke_with,
        "passed_on": passed_on,
        "said": given.said or None,
        "heard": given.heard or None,
    }
    last = newest_call(session, interview)
    if last is not None and says_again(last, told, now=now):
        return last
    call = planned_call(session, interview)
    if call is not None:
        CLIENT_CALL.require(call.state, "done")
    call = call or _added(session, interview, actor, state="done")
    rung_at = min(given.rung_at or now, now)
    call.state, call.rung_at, call.noted_at = "done", rung_at, now
    for name, value in told.items():
        setattr(call, name, value)
    about: dict[str, Detail] = {"interview": str(interview.id), "rung_at": rung_at.isoformat()}
    details = {**about, "points": len(passed_on)}
    record(session, AuditAction.CLIENT_CALL_DONE, subject=call, actor=actor, now=now, details=details)
    wanting.want_no_longer(session, interview, actor=actor, now=now)
    return call


def _skip(
    session: AgencySession, interview: Interview, given: ClientCallIn, *, actor: ConsultantActor, now: datetime
) -> ClientCall:
    call = planned_call(session, interview)
    if call is None:
        raise NoCallPlanned
    CLIENT_CALL.require(call.state, "skipped")
    call.state, call.skip_reason, call.noted_at = "skipped", given.reason, now
    personal = {"reason": given.reason or ""}
    record(session, AuditAction.CLIENT_CALL_SKIPPED, subject=call, actor=actor, now=now, personal=personal)
    wanting.want_no_longer(session, interview, actor=actor, now=now)
    return call


def _added(session: AgencySession, interview: Interview, actor: ConsultantActor, *, state: str) -> ClientCall:
    call = ClientCall(
        agency_id=interview.agency_id,
        id=new_id(),
        interview_id=interview.id,
        consultant_id=actor.id,
        state=state,
        passed_on=[],
    )
    session.add(call)
    return call
