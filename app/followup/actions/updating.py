"""A consultant writes to the candidate where it stands: it keeps the promise and answers what was asked (P15, P16)."""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import settings_of
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, ConsultantActor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden
from app.core.ids import new_id
from app.core.timers import set_timer
from app.followup import policy
from app.followup.actions.promising import WITHIN_MINUTES, renew, require_seen
from app.followup.models.promises import StatusUpdate
from app.followup.queries.promises import updates_of, waiting_nudges
from app.followup.schemas.promises import UpdateIn
from app.followup.states import NUDGE
from app.interviews.models import Interview, Meeting
from app.interviews.queries import interview_for, meeting_for
from app.interviews.rules import outside_quiet_hours

TELL = "followup.mail_update"


class NobodyReads(Conflict):
    """This candidate was erased: nobody reads what you write."""

    code = "nobody_reads"


def write(
    session: AgencySession,
    *,
    interview_id: UUID,
    given: UpdateIn,
    actor: ConsultantActor,
    now: datetime,
    seen: int | None = None,
) -> StatusUpdate:
    """Write to the candidate; the same words again within minutes change nothing.

    ``seen`` is the number of the promise that was looked at. Raises HeardMeanwhile, NobodyReads, PromiseImpossible.
    """
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_write_to_candidate(actor, interview):
        raise Forbidden
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    if meeting.candidate.erased_at is not None:
        raise NobodyReads
    last = next((one.update for one in updates_of(session, interview)), None)
    if last is not None and last.words == given.words and now - last.written_at < WITHIN_MINUTES:
        return last
    require_seen(session, interview, seen)
    update = _row(session, interview, given.words, actor=actor, now=now)
    record(session, AuditAction.UPDATE_WRITTEN, subject=update, actor=actor, now=now)
    answer_all(session, interview, update=update, actor=actor, now=now)
    renew(session, interview, kept_by="update", next_update_on=given.next_update_on, actor=actor, now=now)
    tell_soon(session, meeting, now=now)
    return update


def told(session: AgencySession, interview: Interview, *, actor: ConsultantActor, now: datetime) -> None:
    """Note that a person told the candidate something of the client's: it answers what they asked and keeps the
    promise. The caller locked the interview."""
    answer_all(session, interview, update=None, actor=actor, now=now)
    renew(session, interview, kept_by="relay", actor=actor, now=now)


def answer_all(
    session: AgencySession, interview: Interview, *, update: StatusUpdate | None, actor: Actor, now: datetime
) -> None:
    """Note that what the candidate asked is answered, by an update or by what was told them; ``actor`` told it."""
    if update is not None:
        session.flush()  # the answer stands before what names it
    for nudge in waiting_nudges(session, interview, lock=True):
        NUDGE.require(nudge.state, "answered")
        nudge.state, nudge.answered_at = "answered", now
        nudge.answered_by = actor.id if isinstance(actor, ConsultantActor) else None
        nudge.update_id = update.id if update else None
        record(session, AuditAction.NUDGE_ANSWERED, subject=nudge, actor=actor, now=now)


def tell_soon(session: AgencySession, meeting: Meeting, *, now: datetime) -> None:
    """Have the candidate mailed that somebody wrote to them, now or when their quiet hours are over."""
    _plan_mail(session, meeting, _awake(session, meeting, now))


def waits_for_morning(session: AgencySession, meeting: Meeting, *, now: datetime) -> bool:
    """Whether the candidate has quiet hours now; then the mail is planned for their end (P20)."""
    due = _awake(session, meeting, now)
    if due != now:
        _plan_mail(session, meeting, due)
    return due != now


def _awake(session: AgencySession, meeting: Meeting, now: datetime) -> datetime:
    settings = settings_of(session, meeting.interview.agency_id)
    return outside_quiet_hours(now, meeting.candidate.time_zone, settings.quiet_from, settings.quiet_until)


def _plan_mail(session: AgencySession, meeting: Meeting, due: datetime) -> None:
    agency_id, interview_id = meeting.interview.agency_id, meeting.interview.id
    set_timer(session, TELL, agency_id=agency_id, subject_id=interview_id, due_at=due, keep_earlier=True)


def _row(
    session: AgencySession, interview: Interview, words: str, *, actor: ConsultantActor, now: datetime
) -> StatusUpdate:
    update = StatusUpdate(
        agency_id=interview.agency_id,
        id=new_id(),
        interview_id=interview.id,
        consultant_id=actor.id,
        written_at=now,
        words=words,
    )
    session.add(update)
    return update
