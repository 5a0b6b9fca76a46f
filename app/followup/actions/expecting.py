"""When a client decides: the day becomes known, comes, and passes (P13, P14)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, ConsultantActor, SystemActor
from app.core.db import AgencySession
from app.core.ids import new_id
from app.core.local_time import local
from app.core.queue import enqueue
from app.core.timers import clear_timer, set_timer
from app.debriefs import queries as debriefs
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers
from app.directory.rules import WorkingTime, day_begins
from app.followup.models.decisions import Decision
from app.followup.queries.decisions import client_hours, decision_of, decision_to_turn
from app.followup.queries.telling import standing_outcome
from app.followup.rules.decisions import Turn, answered_by, next_turn
from app.followup.states import DECISION
from app.interviews.models import Interview, Meeting
from app.interviews.queries import meeting_for
from app.interviews.states import OFF

TURN: Final = "followup.turn_decision"
TELL: Final = "followup.tell_chase"
TELL_WANTED: Final = "followup.tell_wanted"
_TURNED: Final = {
    "due": AuditAction.DECISION_DUE,
    "overdue": AuditAction.DECISION_OVERDUE,
    "chased": AuditAction.DECISION_UNANSWERED,
}


@dataclass(frozen=True)
class Day:
    """A day on which the client decides, how surely, by whom it is known, and who at the client said so."""

    on: date | None
    precision: str
    source: str
    said_by: str | None = None


def expect(
    session: AgencySession, interview: Interview, *, day: Day, tells: bool, actor: Actor, now: datetime
) -> Decision:
    """Note the day of a locked interview, or another one in its place; nothing where it is known so, or it was decided.

    ``tells``: a person of the agency means the candidate to read it. What a client said in confidence of its feedback
    does not (rule 5): `tell_day` follows when that is relayed.
    """
    row = decision_of(session, interview, lock=True)
    if row is not None and (row.state == "decided" or _known(row, day, tells=tells)):
        return row
    working = client_hours(session, _meeting(session, interview), now=now)
    if row is None:
        row = _added(session, interview, working=working, now=now)
    elif row.expected_on is not None and row.state != "awaiting":
        DECISION.require(row.state, "extended")
        row.state, row.chases = "extended", 0
    _set_day(row, day, working, actor=actor, now=now)
    if tells and isinstance(actor, ConsultantActor):
        tell(row, actor=actor, now=now)
    said = {"expected_on": day.on.isoformat() if day.on else "not known"}
    record(session, AuditAction.DECISION_EXPECTED, subject=row, actor=actor, now=now, details=said)
    plan_turn(session, row, working, now=now)
    return row


def expect_from_debrief(session: AgencySession, interview: Interview, *, now: datetime) -> None:
    """Note what the newest debrief says of the decision; a day that somebody of the agency set stays.

    Nothing where the client has decided: a late debrief has nobody asked again.
    """
    actor = SystemActor(interview.agency_id)
    debrief = debriefs.find_debrief(session, interview)
    if debrief is None or not debrief.version or standing_outcome(session, interview) is not None:
        return
    newest = debriefs.version_of(session, debrief, debrief.version)
    told = DebriefAnswers.model_validate(newest.answers).decision_expected
    row = decision_of(session, interview, lock=True)
    if told is not None and (told.on is not None or told.precision == "unknown") and not (row and row.set_by):
        precision = "unknown" if told.on is None else "exact" if told.precision == "exact" else "about"
        day = Day(told.on, precision, "candidate", told.source)
        expect(session, interview, day=day, tells=False, actor=actor, now=now)
    kept = debriefs.confidence_of(session, debrief, debrief.version)
    offer = AgencyOnlyAnswers.model_validate(kept.answers).other_offer_by if kept else None
    _want_before(session, interview, offer, actor=actor, now=now)


def turn(session: AgencySession, *, agency_id: UUID, decision_id: UUID, now: datetime) -> None:
    """Do what time has brought, however late, each step with its entry; plan the next."""
    row = decision_to_turn(session, agency_id=agency_id, decision_id=decision_id)
    if row is None or row.state == "decided":
        return
    meeting = meeting_for(session, interview_id=row.interview_id, actor=SystemActor(agency_id))
    if meeting.interview.state in OFF or meeting.candidate.erased_at is not None:
        return
    working = client_hours(session, meeting, now=now)
    while (found := next_turn(row, working, now=now)) is not None and found.at <= now:
        _turn(session, row, found, now=now)
    plan_turn(session, row, working, now=now)


def plan_turn(session: AgencySession, row: Decision, working: WorkingTime, *, now: datetime) -> None:
    """Plan what time brings next, if anything."""
    found = next_turn(row, working, now=now)
    if found is None:
        clear_timer(session, TURN, agency_id=row.agency_id, subject_id=row.id)
    else:
        set_timer(session, TURN, agency_id=row.agency_id, subject_id=row.id, due_at=found.at)


def forget_urgency(session: AgencySession, row: Decision) -> None:
    """Nobody is to be asked any more, for the time being."""
    row.ask_by = row.wanted_by = None
    for kind in (TELL, TELL_WANTED):
        clear_timer(session, kind, agency_id=row.agency_id, subject_id=row.id)


def _turn(session: AgencySession, row: Decision, found: Turn, *, now: datetime) -> None:
    DECISION.require(row.state, found.state)
    row.state, row.ask_by = found.state, found.ask_by
    record(session, _TURNED[found.state], subject=row, actor=SystemActor(row.agency_id), now=now)
    if found.ask_by is not None:
        enqueue(session, TELL, agency_id=row.agency_id, subject_id=row.id)


def _want_before(
    session: AgencySession, interview: Interview, offer: date | None, *, actor: Actor, now: datetime
) -> None:
    """Raise it where another offer is to be answered by a day; only the agency reads of it (rule 4)."""
    row = decision_of(session, interview, lock=True)
    if (row is None and offer is None) or (row is not None and row.state == "decided"):
        return
    working = client_hours(session, _meeting(session, interview), now=now)
    wanted_by = answered_by(offer, working, now=now) if offer else None
    if wanted_by == (row.wanted_by if row else None):
        return
    row = row or _added(session, interview, working=working, now=now)
    row.wanted_by = wanted_by
    record(session, AuditAction.DECISION_WANTED, subject=row, actor=actor, now=now)
    if wanted_by is None:
        clear_timer(session, TELL_WANTED, agency_id=row.agency_id, subject_id=row.id)
    else:
        due_at = max(day_begins(local(wanted_by, working.time_zone).date(), working), now)
        set_timer(session, TELL_WANTED, agency_id=row.agency_id, subject_id=row.id, due_at=due_at)


def _known(row: Decision, day: Day, *, tells: bool) -> bool:
    same = (row.expected_on, row.precision, row.source, row.said_by) == (day.on, day.precision, day.source, day.said_by)
    return same and not (tells and row.told_on != day.on)


def _set_day(row: Decision, day: Day, working: WorkingTime, *, actor: Actor, now: datetime) -> None:
    row.expected_on, row.precision, row.source, row.said_by = day.on, day.precision, day.source, day.said_by
    row.set_by, row.set_at = actor.id if isinstance(actor, ConsultantActor) else None, now
    row.time_zone, row.ask_by = working.time_zone, None


def tell(row: Decision, *, actor: ConsultantActor, now: datetime) -> None:
    """Let the candidate read the day from here on."""
    row.told_on, row.told_precision = row.expected_on, row.precision
    row.told_by, row.told_at = actor.id, now


def _meeting(session: AgencySession, interview: Interview) -> Meeting:
    return meeting_for(session, interview_id=interview.id, actor=SystemActor(interview.agency_id))


def _added(session: AgencySession, interview: Interview, *, working: WorkingTime, now: datetime) -> Decision:
    row = Decision(
        agency_id=interview.agency_id,
        id=new_id(),
        interview_id=interview.id,
        state="awaiting",
        precision="unknown",
        source="candidate",
        set_at=now,
        time_zone=working.time_zone,
        chases=0,
    )
    session.add(row)
    return row
