"""A debrief is wanted before the client is rung, so reminders count back from the call (P1, P12)."""

from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.db import AgencySession
from app.debriefs import queries
from app.debriefs.actions.asking import plan_reminder
from app.debriefs.models import DebriefWanted
from app.interviews.models import Interview


def want_before_call(
    session: AgencySession, interview: Interview, *, consultant_id: UUID, call_at: datetime, actor: Actor, now: datetime
) -> None:
    """Note when the client is rung, and plan the reminders anew; the caller holds the interview's lock."""
    row = session.get(DebriefWanted, (interview.agency_id, interview.id))
    if row is None:
        row = DebriefWanted(agency_id=interview.agency_id, interview_id=interview.id)
        session.add(row)
    row.consultant_id, row.call_at, row.since = consultant_id, call_at, now
    _plan_anew(session, interview, actor=actor, now=now)


def want_no_longer(session: AgencySession, interview: Interview, *, actor: Actor, now: datetime) -> None:
    """Forget the call: it was made, or is not made. Reminders come as they would without; harmless when none was."""
    row = session.get(DebriefWanted, (interview.agency_id, interview.id))
    if row is not None:
        session.delete(row)
        _plan_anew(session, interview, actor=actor, now=now)


def _plan_anew(session: AgencySession, interview: Interview, *, actor: Actor, now: datetime) -> None:
    session.flush()
    debrief = queries.find_debrief(session, interview, lock=True)
    if debrief is not None:
        plan_reminder(session, interview, debrief, actor=actor, now=now)
