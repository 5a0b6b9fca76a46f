"""A candidate is told what the client said or decided: by a person, in that person's words (P17, P18, rule 5)."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.accounts.queries.rows import settings_of
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid, PreconditionFailed
from app.core.states import Lives
from app.core.timers import set_timer
from app.debriefs.queries import last_change
from app.followup import policy
from app.followup.actions import updating
from app.followup.actions.deciding import tell_day
from app.followup.models.heard import ClientFeedback, Outcome, Relayed
from app.followup.queries.feedback import FeedbackNotFound
from app.followup.queries.telling import (
    OutcomeNotFound,
    changes_of,
    feedback_to_relay,
    outcome_to_tell,
    told_in,
)
from app.followup.rendering.feedback import answers_of
from app.followup.schemas.outcomes import RelayIn
from app.followup.states import CLIENT_FEEDBACK, OUTCOME
from app.interviews.actions.inviting import CandidateErased
from app.interviews.models import Interview, Meeting
from app.interviews.policy import may_see_stored
from app.interviews.queries import NothingStoredShown, interview_for, meeting_for
from app.interviews.rules import outside_quiet_hours

Hidden = ClientFeedback | Outcome


class NoAddressToTell(Conflict):
    """No e-mail address of this candidate is known: tell them by telephone, and note that you did."""

    code = "no_address_to_tell"


class ToldInTheFuture(Invalid):
    """The candidate cannot have been told at a time that has not come yet."""

    code = "told_in_the_future"


@dataclass(frozen=True)
class Subject:
    """What is told of an interview: one feedback of its client, or else the outcome that counts."""

    interview_id: UUID
    feedback_id: UUID | None = None


@dataclass(frozen=True)
class Kind:
    """The life of what is told, and what the trail calls its steps."""

    lives: Lives
    drafted: AuditAction
    relayed: AuditAction
    acknowledged: AuditAction


FEEDBACK: Final = Kind(
    CLIENT_FEEDBACK,
    AuditAction.FEEDBACK_DRAFTED,
    AuditAction.FEEDBACK_RELAYED,
    AuditAction.FEEDBACK_ACKNOWLEDGED,
)
DECIDED: Final = Kind(
    OUTCOME, AuditAction.OUTCOME_DRAFTED, AuditAction.OUTCOME_RELAYED, AuditAction.OUTCOME_ACKNOWLEDGED
)


def draft(session: AgencySession, *, of: Subject, words: str, seen: int, actor: Actor, now: datetime) -> Hidden:
    """Keep what the candidate is to hear; ``seen`` is the ETag that was read. The same words change nothing."""
    _, row = _to_tell(session, of, actor)
    if row.words == words:
        return row
    _require_seen(session, row, seen)
    _draft(session, row, words, actor=actor, now=now)
    return row


def relay(
    session: AgencySession, *, of: Subject, given: RelayIn, seen: int, actor: ConsultantActor, now: datetime
) -> Hidden:
    """Tell the candidate, or note that you told them by telephone; ``seen`` is the ETag that was read.

    From now on it stands on their page; told there, a mail says that somebody wrote, outside their quiet hours. Told
    again just so, nothing changes. Raises NoAddressToTell, CandidateErased, StateConflict, ToldInTheFuture.
    """
    interview, row = _to_tell(session, of, actor)
    if _told_so(row, given, actor):
        return row
    _require_seen(session, row, seen)
    meeting = meeting_for(session, interview_id=interview.id, actor=actor)
    told_at = _told_at(given, meeting, now=now)
    if given.words is not None and given.words != row.words:
        _draft(session, row, given.words, actor=actor, now=now)
    kind = _kind(row)
    kind.lives.require(row.state, "relayed")
    row.state, row.relayed_at, row.relayed_by, row.relayed_how = "relayed", told_at, actor.id, given.how
    record(session, kind.relayed, subject=row, actor=actor, now=now, details={"how": given.how})
    if given.how == "page":
        _plan_mail(session, meeting, now=now)
    _follow(session, interview, row, actor=actor, now=now)
    return row


def _follow(
    session: AgencySession, interview: Interview, row: Hidden, *, actor: ConsultantActor, now: datetime
) -> None:
    """What being told brings: it keeps the promise and answers what they asked; a day that may be quoted is theirs."""
    if isinstance(row, ClientFeedback):
        decision = answers_of(row).decision
        if decision is not None and decision.quotable:
            tell_day(session, interview, actor=actor, now=now)
    updating.told(session, interview, actor=actor, now=now)


def acknowledge(session: AgencySession, *, of: Subject, actor: CandidateActor, now: datetime) -> Relayed:
    """Note that the candidate read what they were told, once; of what they were not told, nothing is there for them."""
    told = next((one for one in reversed(_told(session, of.interview_id, actor)) if _is_of(one.row, of)), None)
    if told is None:
        raise FeedbackNotFound if of.feedback_id else OutcomeNotFound
    _note_read(session, told.row, actor=actor, now=now)
    return told


def acknowledge_these(
    session: AgencySession, *, interview_id: UUID, ids: Set[UUID], actor: CandidateActor, now: datetime
) -> None:
    """Note that the candidate read these of what they were told; others are passed over."""
    for told in _told(session, interview_id, actor):
        if told.row.id in ids:
            _note_read(session, told.row, actor=actor, now=now)


def _to_tell(session: AgencySession, of: Subject, actor: Actor) -> tuple[Interview, Hidden]:
    interview = interview_for(session, interview_id=of.interview_id, actor=actor, lock=True)
    if not policy.may_tell_candidate(actor, interview):
        raise Forbidden
    if of.feedback_id is None:
        return interview, outcome_to_tell(session, interview)
    return interview, feedback_to_relay(session, interview, of.feedback_id)


def _told(session: AgencySession, interview_id: UUID, actor: CandidateActor) -> list[Relayed]:
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not may_see_stored(actor, interview):
        raise NothingStoredShown
    return told_in(session, interview)


def _is_of(row: Hidden, of: Subject) -> bool:
    return row.id == of.feedback_id if isinstance(row, ClientFeedback) else of.feedback_id is None


def _kind(row: Hidden) -> Kind:
    return FEEDBACK if isinstance(row, ClientFeedback) else DECIDED


def _require_seen(session: AgencySession, row: Hidden, seen: int) -> None:
    if changes_of(session, row) != seen:
        raise PreconditionFailed(f"{last_change(session, row)} Read it again, then decide.")


def _draft(session: AgencySession, row: Hidden, words: str, *, actor: Actor, now: datetime) -> None:
    kind = _kind(row)
    kind.lives.require(row.state, "drafted")
    row.state, row.words, row.drafted_at = "drafted", words, now
    record(session, kind.drafted, subject=row, actor=actor, now=now)


def _told_so(row: Hidden, given: RelayIn, actor: ConsultantActor) -> bool:
    """Whether just this was told already by the same hand, as when a button is pressed twice."""
    words = given.words or row.words
    return row.relayed_at is not None and (row.words, row.relayed_how, row.relayed_by) == (words, given.how, actor.id)


def _told_at(given: RelayIn, meeting: Meeting, *, now: datetime) -> datetime:
    if meeting.candidate.erased_at is not None:
        raise CandidateErased
    if given.how == "page":
        if meeting.candidate.email is None:
            raise NoAddressToTell
        return now
    if given.told_at is not None and given.told_at > now:
        raise ToldInTheFuture(errors=[FieldError("#/told_at", "has not come yet")])
    return given.told_at or now


def _plan_mail(session: AgencySession, meeting: Meeting, *, now: datetime) -> None:
    """One mail for everything that is told at once, when the candidate's quiet hours are over."""
    agency_id = meeting.agency.agency_id
    settings = settings_of(session, agency_id)
    due = outside_quiet_hours(now, meeting.candidate.time_zone, settings.quiet_from, settings.quiet_until)
    set_timer(session, "followup.mail_relayed", agency_id=agency_id, subject_id=meeting.interview.id, due_at=due)


def _note_read(session: AgencySession, row: Hidden, *, actor: CandidateActor, now: datetime) -> None:
    """What was superseded since is read like everything else: that it was is not the candidate's to know (rule 5)."""
    if row.acknowledged_at is not None:
        return
    kind = _kind(row)
    if row.state != "superseded":
        kind.lives.require(row.state, "acknowledged")
        row.state = "acknowledged"
    row.acknowledged_at = now
    record(session, kind.acknowledged, subject=row, actor=actor, now=now)
