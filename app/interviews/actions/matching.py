"""A consultant says who a person met is: a contact of the client, a new one, or nobody to write to."""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import require_unchanged
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden
from app.core.ids import public_id
from app.core.queue import enqueue
from app.directory.actions import upserting as directory
from app.directory.actions.upserting import Changes, Writing
from app.directory.queries import rows as directory_queries
from app.directory.schemas import ContactIn
from app.interviews import policy, queries
from app.interviews.actions.people import set_match
from app.interviews.models import Interview, PersonMet
from app.interviews.schemas import ContactOfPerson

LONGEST_NAME = 200
"""What a contact's name holds; a candidate may have typed more."""


class ContactOfAnotherClient(Conflict):
    """This contact belongs to another client than the interview's."""

    code = "contact_of_another_client"


class ContactIsThere(Conflict):
    """The client has a contact of this name or address already: match the person to it."""

    code = "contact_exists"


class PersonIsMatched(Conflict):
    """This person is matched to a contact: take the match back first, if it is wrong."""

    code = "person_is_matched"


def match_person(
    session: AgencySession, *, interview_id: UUID, person_id: UUID, contact_id: UUID, actor: Actor, now: datetime
) -> Interview:
    """Say which client contact a person met is; matched to somebody else before, it is corrected.

    Deliveries that wait for an address are looked at again, and those to the former contact stop; what has gone stays
    as it went. Matched to this contact already, nothing changes.
    """
    interview, person = _to_decide(session, interview_id, person_id, actor)
    contact = directory_queries.contact_for(session, contact_id=contact_id, actor=actor)
    meeting = queries.meeting_for(session, interview_id=interview_id, actor=actor)
    if contact.client_id != meeting.client.id:
        raise ContactOfAnotherClient
    _match_by_hand(session, interview, person, contact.id, actor=actor, now=now)
    return interview


def add_contact(
    session: AgencySession,
    *,
    interview_id: UUID,
    person_id: UUID,
    given: ContactOfPerson,
    seen: int,
    actor: Actor,
    now: datetime,
) -> Interview:
    """Make a contact of the client from a person met, and match it; raises ContactIsThere (409) with its identifier.

    ``seen`` is the ETag of the people, or of the interview, that was read; so it is below.
    """
    directory_queries.lock_directory(session, actor.agency_id)  # before the interview, as announcing does
    interview, person = _to_decide(session, interview_id, person_id, actor)
    require_unchanged(session, interview, seen)
    client = queries.meeting_for(session, interview_id=interview_id, actor=actor).client
    named = {"name": given.name or person.name[:LONGEST_NAME], "title": given.title or person.title}
    contact_in = ContactIn.model_validate({**given.model_dump(), **named})
    like = directory_queries.contact_like(
        session, agency_id=actor.agency_id, client_id=client.id, name=contact_in.name, email=contact_in.email
    )
    if like is not None:
        there = public_id("ctc", like.id)
        raise ContactIsThere(f"{there} has this name or address already: match the person to it, or say what differs.")
    contact = directory.upsert_contact(Writing(session, "api", actor, now, Changes()), contact_in, client)
    _match_by_hand(session, interview, person, contact.id, actor=actor, now=now)
    return interview


def unmatch_person(
    session: AgencySession, *, interview_id: UUID, person_id: UUID, reason: str, seen: int, actor: Actor, now: datetime
) -> Interview:
    """Take back that somebody is a contact, or was left: it is open again who they are. Open already, it stays so.

    What has gone to the contact stays as it went; what is still to go there stops.
    """
    interview, person = _to_decide(session, interview_id, person_id, actor)
    require_unchanged(session, interview, seen)
    match = queries.match_of(session, person)
    if match is None and person.left_at is None:
        return interview
    if match is not None:
        match.ended_at = now
    person.left_at = person.left_reason = None
    _record(session, AuditAction.PERSON_UNMATCHED, interview, person, actor=actor, now=now, reason=reason)
    return interview


def leave_person(
    session: AgencySession, *, interview_id: UUID, person_id: UUID, reason: str, seen: int, actor: Actor, now: datetime
) -> Interview:
    """Leave a person met without a contact, so that nobody is asked about them any more; raises PersonIsMatched."""
    interview, person = _to_decide(session, interview_id, person_id, actor)
    require_unchanged(session, interview, seen)
    if queries.match_of(session, person) is not None:
        raise PersonIsMatched
    if person.left_reason == reason:
        return interview
    person.left_at, person.left_reason = now, reason
    _record(session, AuditAction.PERSON_LEFT, interview, person, actor=actor, now=now, reason=reason)
    return interview


def _to_decide(
    session: AgencySession, interview_id: UUID, person_id: UUID, actor: Actor
) -> tuple[Interview, PersonMet]:
    interview = queries.interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_decide(actor, interview):
        raise Forbidden
    return interview, queries.person_in(session, interview, person_id)


def _record(
    session: AgencySession,
    action: AuditAction,
    interview: Interview,
    person: PersonMet,
    *,
    actor: Actor,
    now: datetime,
    reason: str,
) -> None:
    """Record on the interview what was decided about a person, and have deliveries to them looked at again."""
    details, personal = {"person": str(person.id)}, {"reason": reason}
    record(session, action, subject=interview, actor=actor, now=now, details=details, personal=personal)
    enqueue(session, "deliveries.look_at_addresses", agency_id=interview.agency_id, subject_id=interview.id)


def _match_by_hand(
    session: AgencySession, interview: Interview, person: PersonMet, contact_id: UUID, *, actor: Actor, now: datetime
) -> None:
    if not set_match(session, person, contact_id, now=now):
        return
    details = {"person": str(person.id), "contact": str(contact_id)}
    record(session, AuditAction.PERSON_MATCHED, subject=interview, actor=actor, now=now, details=details)
    enqueue(session, "deliveries.look_at_addresses", agency_id=interview.agency_id, subject_id=interview.id)
