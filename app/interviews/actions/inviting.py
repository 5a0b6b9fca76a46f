"""A candidate's way in, by the service's own mail and by a weaker link in somebody's hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.actions import keeping
from app.accounts.actions.sessions import issue_link
from app.accounts.queries.rows import settings_of
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden
from app.core.queue import enqueue
from app.core.tokens import Token
from app.interviews import policy, queries
from app.interviews.actions.taking_place import require_on
from app.interviews.models import Meeting


@dataclass(frozen=True)
class WayIn:
    """A link of the candidate's own, as the mail carries it."""

    link: str
    expires_at: datetime


class CandidateErased(Conflict):
    """This candidate was erased: nobody is left to invite."""

    code = "candidate_erased"


class CandidateHasNoAddress(Conflict):
    """No e-mail address of this candidate is known: take the debrief by telephone, or add the address first."""

    code = "candidate_has_no_address"


@dataclass(frozen=True)
class Invited:
    """The weaker link, and whether the candidate gets a mail with one of their own."""

    token: Token
    mailed: bool


def invite(session: AgencySession, *, interview_id: UUID, actor: Actor, now: datetime) -> Invited:
    """Return a link of strength "returned"; the worker mails the candidate a "sent" one where there is an address."""
    interview = queries.interview_for(session, interview_id=interview_id, actor=actor)
    if not policy.may_announce(actor):
        raise Forbidden
    require_on(interview)
    meeting = queries.meeting_for(session, interview_id=interview_id, actor=actor)
    if meeting.candidate.erased_at is not None:
        raise CandidateErased
    token = issue_link(
        session,
        candidate_id=meeting.candidate.id,
        interview_id=interview.id,
        strength="returned",
        life=timedelta(days=settings_of(session, actor.agency_id).link_days),
        actor=actor,
        now=now,
    )
    mailed = meeting.candidate.email is not None
    if mailed:
        enqueue(session, "interviews.mail_link", agency_id=actor.agency_id, subject_id=interview.id)
    return Invited(token, mailed)


def mail_own_link(session: AgencySession, *, interview_id: UUID, actor: Actor, now: datetime) -> None:
    """Have the candidate mailed a link of their own again, once for all presses of some minutes.

    The link is audited when it is made. Raises InterviewIsOff, CandidateErased, CandidateHasNoAddress (409).
    """
    interview = queries.interview_for(session, interview_id=interview_id, actor=actor)
    if not policy.may_announce(actor):
        raise Forbidden
    require_on(interview)
    candidate = queries.meeting_for(session, interview_id=interview_id, actor=actor).candidate
    if candidate.erased_at is not None:
        raise CandidateErased
    if candidate.email is None:
        raise CandidateHasNoAddress
    keeping.mail_link(session, agency_id=interview.agency_id, interview_id=interview.id, now=now)


def way_in(session: AgencySession, meeting: Meeting, *, public_url: str, actor: Actor, now: datetime) -> WayIn:
    """Make the link that the caller mails to the candidate at once, of strength "sent" (rule 1).

    The candidate is read again and stays as they are until the commit: whoever changes the address meanwhile finds
    this link, and ends it. So mail it to ``meeting.candidate.email`` as it is after this call.
    """
    session.refresh(meeting.candidate, with_for_update={"read": True})
    life = timedelta(days=settings_of(session, actor.agency_id).link_days)
    token = issue_link(
        session,
        candidate_id=meeting.candidate.id,
        interview_id=meeting.interview.id,
        strength="sent",
        life=life,
        actor=actor,
        now=now,
    )
    return WayIn(f"{public_url}/c/{token.text}", now + life)
