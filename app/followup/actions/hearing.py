"""What the client said of an interview is taken down, and the clock starts by which its candidate hears (P17)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from app.accounts.queries.rows import settings_of
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import ConsultantActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id
from app.core.local_time import local
from app.core.timers import set_timer
from app.debriefs.queries import standing_for
from app.debriefs.rules import named_concerns
from app.debriefs.schemas.content import DebriefAnswers
from app.followup import policy
from app.followup.actions.expecting import Day, expect
from app.followup.models.heard import ClientFeedback
from app.followup.queries.calls import call_in, is_at
from app.followup.queries.feedback import newest_feedback
from app.followup.queries.telling import standing_outcome
from app.followup.queries.waiting import desk_of
from app.followup.rules.feedback import SAME_NOTE_FOR, amiss_in, as_kept
from app.followup.rules.hours import after_work_of
from app.followup.schemas.feedback import ClientDecision, ClientFeedbackIn
from app.interviews.actions.inviting import CandidateErased
from app.interviews.models import Interview, Meeting
from app.interviews.queries import interview_for, meeting_for

RELAY_DUE: Final = "followup.relay_due"
"""The timer by which a candidate is to hear; its subject is the feedback."""


class FeedbackTooEarly(Conflict):
    """The interview has not begun: there is nothing yet that the client could say of it."""

    code = "feedback_too_early"


class FeedbackContradicts(Invalid):
    """Something in this feedback cannot be: see errors."""

    code = "feedback_contradicts"


def take_feedback(
    session: AgencySession, *, interview_id: UUID, given: ClientFeedbackIn, actor: ConsultantActor, now: datetime
) -> ClientFeedback:
    """Take down what the client said, or that they said nothing; no candidate sees it until a person tells them.

    What was said starts the relay clock: the agency's hours of its own desk. The same again within minutes changes
    nothing. Raises FeedbackContradicts, FeedbackTooEarly, CandidateErased.
    """
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_take_feedback(actor):
        raise Forbidden
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    known = _concerns(session, meeting, actor=actor)
    _require_possible(session, meeting, given, known, actor=actor, now=now)
    taken = {
        "consultant_id": actor.id,
        "contact_id": given.contact_id,
        "spoke_with": given.spoke_with,
        "call_id": given.call_id,
        "answers": as_kept(given.answers, known).model_dump(mode="json", exclude_defaults=True),
    }
    last = newest_feedback(session, meeting.interview)
    if last is not None and _says_again(last, taken, now=now):
        return last
    due = None if given.none_given else relay_due(session, meeting, now=now)
    row = _added(session, meeting, taken, heard_at=min(given.heard_at or now, now), due=due, now=now)
    if due is None:
        record(session, AuditAction.FEEDBACK_NONE_GIVEN, subject=row, actor=actor, now=now)
        return row
    record(session, AuditAction.FEEDBACK_RECEIVED, subject=row, actor=actor, now=now)
    set_timer(session, RELAY_DUE, agency_id=row.agency_id, subject_id=row.id, due_at=due)
    _expect_decision(session, interview, given.answers.decision, actor=actor, now=now)
    return row


def _expect_decision(
    session: AgencySession, interview: Interview, said: ClientDecision | None, *, actor: ConsultantActor, now: datetime
) -> None:
    """Go by the day that the client named; the candidate reads it once they are told (P14, rule 5).

    Nothing where its decision is known already.
    """
    if said is not None and said.on is not None and standing_outcome(session, interview) is None:
        day = Day(said.on, said.precision or "exact", "client", said.by)
        expect(session, interview, day=day, tells=False, actor=actor, now=now)


def _added(
    session: AgencySession,
    meeting: Meeting,
    taken: Mapping[str, Any],
    *,
    heard_at: datetime,
    due: datetime | None,
    now: datetime,
) -> ClientFeedback:
    row = ClientFeedback(
        agency_id=meeting.interview.agency_id,
        id=new_id(),
        interview_id=meeting.interview.id,
        state="none_given" if due is None else "received",
        heard_at=heard_at,
        noted_at=now,
        relay_due_at=due,
        **taken,
    )
    session.add(row)
    return row


def relay_due(session: AgencySession, meeting: Meeting, *, now: datetime) -> datetime:
    """Return by when the candidate is to hear what is noted now. Source: P17."""
    hours = settings_of(session, meeting.agency.agency_id).relay_within_hours
    desk = desk_of(session, meeting.agency, today=local(now, meeting.agency.time_zone).date())
    return after_work_of(timedelta(hours=hours), desk, since=now)


def _require_possible(
    session: AgencySession,
    meeting: Meeting,
    given: ClientFeedbackIn,
    known: dict[str, str],
    *,
    actor: ConsultantActor,
    now: datetime,
) -> None:
    interview = meeting.interview
    if meeting.candidate.erased_at is not None:
        raise CandidateErased("This candidate was erased: nothing more is kept of them.")
    if now < interview.starts_at:
        raise FeedbackTooEarly
    amiss = amiss_in(given, known, not_before=interview.starts_at, now=now)
    if given.contact_id and not is_at(session, meeting.client, given.contact_id, actor=actor):
        amiss.append(FieldError("#/contact_id", "Is nobody at this client"))
    if given.call_id and call_in(session, interview, given.call_id) is None:
        amiss.append(FieldError("#/call_id", "Is no call of this interview that was made"))
    if amiss:
        raise FeedbackContradicts(errors=amiss)


def _concerns(session: AgencySession, meeting: Meeting, *, actor: ConsultantActor) -> dict[str, str]:
    """The concerns of the debrief as it stands, by the keys that the call brief gives them."""
    newest = standing_for(session, interview_id=meeting.interview.id, actor=actor).newest
    if newest is None:
        return {}
    found = named_concerns(DebriefAnswers.model_validate(newest.answers))
    return {one.key or f"n{number}": one.text for number, one in enumerate(found, start=1)}


def _says_again(last: ClientFeedback, taken: dict[str, Any], *, now: datetime) -> bool:
    fresh = now <= last.noted_at + SAME_NOTE_FOR
    return fresh and all(getattr(last, name) == value for name, value in taken.items())
