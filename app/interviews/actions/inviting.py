"""A candidate's way in, by the service's own mail and by a weaker link in somebody's hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.actions.sessions import issue_link
from app.accounts.queries import settings_of
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden
from app.core.queue import enqueue
from app.core.tokens import Token
from app.interviews import policy, queries


class InterviewIsOff(Conflict):
    """This interview was cancelled or not attended; nobody is invited to it."""

    code = "interview_is_off"


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
    if interview.state in {"cancelled", "no_show"}:
        raise InterviewIsOff
    meeting = queries.meeting_for(session, interview_id=interview_id, actor=actor)
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
