"""A candidate asks about what is held about them; whoever answers for it hears at once (GDPR Articles 15 to 17)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from app.accounts.queries.rows import settings_of
from app.audit.catalogue import AuditAction
from app.audit.queries import TrailEntry
from app.audit.trail import record
from app.core.actor import CandidateActor, SystemActor
from app.core.db import AgencySession
from app.core.errors import Forbidden
from app.core.local_time import local
from app.core.queue import enqueue
from app.interviews.policy import may_consent
from app.interviews.queries import meeting_for
from app.privacy.queries import own as queries
from app.privacy.rendering import request_mail
from app.privacy.rules.periods import months_later
from app.privacy.schemas import OwnRequest
from app.web.mails import Mail

PRESSED_TWICE: Final = timedelta(minutes=10)
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


class RequestNeedsOwnLink(Forbidden):
    """Asking about your data takes the link in a mail that we sent to you, or a word to your agency's contact."""

    code = "request_needs_own_link"


@dataclass(frozen=True)
class ToTell:
    """The mail about a request, and who gets it: (name, address)."""

    mail: Mail
    agency: str
    reply_to: str | None
    recipients: tuple[tuple[str, str], ...]


def ask(
    session: AgencySession, *, interview_id: UUID, request: OwnRequest, actor: CandidateActor, now: datetime
) -> UUID:
    """Note what somebody asks about their data, and tell who answers; the same words pressed twice are one request.

    Return the identifier of the trail's entry. Raises InterviewNotFound, RequestNeedsOwnLink (403).
    """
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    if not may_consent(actor, meeting.interview):
        raise RequestNeedsOwnLink
    person = queries.own_person(session, actor=actor)
    for entry in queries.requests_of(session, agency_id=actor.agency_id, candidate_id=person.id):
        if now - entry.event.at < PRESSED_TWICE and _same(entry, request):
            return entry.event.id
    made = AuditAction.CANDIDATE_REQUEST_MADE
    details = {"kind": request.kind, "interview": str(interview_id)}
    personal = {"words": request.words} if request.words else {}
    event_id = record(session, made, subject=person, actor=actor, now=now, details=details, personal=personal)
    enqueue(session, "privacy.tell_request", agency_id=actor.agency_id, subject_id=event_id)
    return event_id


def to_be_told(session: AgencySession, *, agency_id: UUID, event_id: UUID) -> ToTell | None:
    """The mail about a request and its recipients, each address once; None where the request is not known."""
    entry = queries.request_made(session, agency_id=agency_id, event_id=event_id)
    if entry is None:
        return None
    interview_id = UUID(str(entry.event.details["interview"]))
    meeting = meeting_for(session, interview_id=interview_id, actor=SystemActor(agency_id))
    contact = settings_of(session, agency_id).data_protection_contact
    named = _ADDRESS.search(contact or "")
    users = [*queries.compliance_of(session, agency_id), *([meeting.consultant] if meeting.consultant.active else [])]
    people = {user.email: user.name for user in users}
    if named:
        people = {named[0]: people.get(named[0], meeting.agency.name), **people}
    mail = request_mail(
        meeting,
        kind=str(entry.event.details["kind"]),
        words=entry.values.get("words", ""),
        due=answer_due(entry.event.at, meeting.agency.time_zone),
    )
    reached = tuple((name, address) for address, name in people.items())
    return ToTell(mail, meeting.agency.name, meeting.candidate.email, reached)


def answer_due(asked_at: datetime, zone: str) -> date:
    """By when a request is answered: within one month. Source: GDPR Article 12(3)."""
    return local(months_later(asked_at, 1), zone).date()


def _same(entry: TrailEntry, request: OwnRequest) -> bool:
    return (entry.event.details["kind"], entry.values.get("words", "")) == (request.kind, request.words or "")
