"""A candidate asks for news, only when the page has no answer any more; a new deadline they tell at any time (P15)."""

from datetime import datetime
from uuid import UUID

from app.accounts.models import Agency
from app.accounts.queries.rows import agency as agency_of
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import CandidateActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id
from app.core.local_time import local
from app.core.timers import set_timer
from app.directory.rules import WorkingTime
from app.followup import policy
from app.followup.actions.promising import WITHIN_MINUTES
from app.followup.models.promises import Nudge
from app.followup.queries.promises import asking_now, newest_promise, nudges_of
from app.followup.queries.telling import told_the_end
from app.followup.queries.waiting import reader_of
from app.followup.rules.hours import told_at
from app.followup.rules.nudges import Asking, answer_due
from app.followup.schemas.promises import NudgeIn
from app.interviews.models import Interview, Meeting
from app.interviews.queries import interview_for, meeting_for

TELL = "followup.tell_nudge"


class TooEarlyToRemind(Conflict):
    """It is too early for a reminder: where it stands says from when on you can send one."""

    code = "too_early_to_remind"


class AskedAfterTheEnd(Conflict):
    """You were told how this ended, so there is no news to wait for: ring your consultant."""

    code = "asked_after_the_end"


class NudgeContradicts(Invalid):
    """Something in this question cannot be: see errors."""

    code = "nudge_contradicts"


def ask(session: AgencySession, *, interview_id: UUID, given: NudgeIn, actor: CandidateActor, now: datetime) -> Nudge:
    """Ask for news, or tell a new deadline; the same again within minutes changes nothing.

    Raises AskedAfterTheEnd (409), TooEarlyToRemind (409), NudgeContradicts (422).
    """
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_ask_for_news(actor, interview):
        raise Forbidden
    if told_the_end(session, interview):
        raise AskedAfterTheEnd
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    _require_possible(given, meeting, now=now)
    last = next((one.nudge for one in nudges_of(session, interview, before=None, limit=1)), None)
    if last is not None and _says(last) == _says(given) and now - last.asked_at < WITHIN_MINUTES:
        return last
    agency = agency_of(session, interview.agency_id)
    if given.kind == "reminder" and not _asking(session, interview, agency, now=now).allowed(now):
        raise TooEarlyToRemind
    reader = reader_of(session, meeting.consultant, agency, now=now)
    nudge = _row(session, interview, given, reader.desk, now=now)
    record(session, AuditAction.NUDGE_ASKED, subject=nudge, actor=actor, now=now, details={"kind": nudge.kind})
    told = told_at(now, reader.desk, digest=reader.user.notify == "digest", cut_off=nudge.due_at) or now
    about = {"agency_id": interview.agency_id, "subject_id": interview.id}
    set_timer(session, TELL, due_at=told, keep_earlier=True, **about)
    return nudge


def _asking(session: AgencySession, interview: Interview, agency: Agency, *, now: datetime) -> Asking:
    return asking_now(session, interview, agency, last=newest_promise(session, interview), now=now)


def _require_possible(given: NudgeIn, meeting: Meeting, *, now: datetime) -> None:
    if given.kind == "reminder" and given.deadline_on is not None:
        raise NudgeContradicts(errors=[FieldError("#/deadline_on", "is of a new deadline only")])
    if given.kind == "new_deadline" and given.deadline_on is None:
        raise NudgeContradicts(errors=[FieldError("#/deadline_on", "give the day")])
    if given.deadline_on is not None and given.deadline_on < local(now, meeting.candidate.time_zone).date():
        raise NudgeContradicts(errors=[FieldError("#/deadline_on", "has passed")])


def _says(one: Nudge | NudgeIn) -> tuple[object, ...]:
    return one.kind, one.deadline_on, one.words or None


def _row(session: AgencySession, interview: Interview, given: NudgeIn, desk: WorkingTime, *, now: datetime) -> Nudge:
    nudge = Nudge(
        agency_id=interview.agency_id,
        id=new_id(),
        interview_id=interview.id,
        state="waiting",
        kind=given.kind,
        asked_at=now,
        deadline_on=given.deadline_on,
        words=given.words or None,
        due_at=answer_due(now, desk, deadline_on=given.deadline_on),
    )
    session.add(nudge)
    return nudge
