"""The people met: announced with the interview, named by the candidate, matched to client contacts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden
from app.core.ids import new_id
from app.core.queue import enqueue
from app.directory import actions as directory
from app.directory import queries as directory_queries
from app.directory.actions import Writing
from app.directory.models import Client
from app.directory.schemas import ContactIn
from app.interviews import policy, queries
from app.interviews.models import Interview, PersonMatch, PersonMet


class ContactOfAnotherClient(Conflict):
    """This contact belongs to another client than the interview's."""

    code = "contact_of_another_client"


def name_interviewers(w: Writing, interview: Interview, client: Client, given: Sequence[ContactIn]) -> None:
    """Make the announced people the interviewers of this interview; each is matched to the contact they are.

    Who is no longer announced is taken off until the meeting begins; then they may have been met.
    """
    met = queries.people_met_in(w.session, interview)
    known = {who.contact.id: who.person for who in met if who.contact}
    announced: set[UUID] = set()
    for one in given:
        contact = directory.upsert_contact(w, one, client)
        announced.add(contact.id)
        if contact.id not in known:
            person = _add(w.session, interview, name=contact.name, title=contact.title, source="announced")
            _match(w.session, person, contact.id, now=w.now)
            w.changes.created.append("person_met")
    if interview.state == "scheduled" and w.now < interview.starts_at:
        for contact_id in known.keys() - announced:
            _take_off(w.session, known[contact_id], contact_id)


def name_person(
    session: AgencySession, interview: Interview, *, name: str, title: str | None, role_in_decision: str | None
) -> PersonMet:
    """Add somebody whom the candidate names; the caller's audit entry covers it."""
    return _add(session, interview, name=name, title=title, source="candidate", role_in_decision=role_in_decision)


def match_person(
    session: AgencySession, *, interview_id: UUID, person_id: UUID, contact_id: UUID, actor: Actor, now: datetime
) -> Interview:
    """Say which client contact a person met is; deliveries that wait for an address are looked at again."""
    interview = queries.interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_decide(actor, interview):
        raise Forbidden
    person = queries.person_in(session, interview, person_id)
    contact = directory_queries.contact_for(session, contact_id=contact_id, actor=actor)
    meeting = queries.meeting_for(session, interview_id=interview_id, actor=actor)
    if contact.client_id != meeting.client.id:
        raise ContactOfAnotherClient
    _match(session, person, contact.id, now=now)
    details = {"person": str(person.id), "contact": str(contact.id)}
    record(session, AuditAction.PERSON_MATCHED, subject=interview, actor=actor, now=now, details=details)
    enqueue(session, "deliveries.look_at_addresses", agency_id=actor.agency_id, subject_id=interview.id)
    return interview


def _add(
    session: AgencySession,
    interview: Interview,
    *,
    name: str,
    title: str | None,
    source: str,
    role_in_decision: str | None = None,
) -> PersonMet:
    person = PersonMet(
        agency_id=interview.agency_id,
        id=new_id(),
        interview_id=interview.id,
        name=name,
        title=title,
        role_in_decision=role_in_decision,
        source=source,
    )
    session.add(person)
    session.flush()  # matches refer to it
    return person


def _match(session: AgencySession, person: PersonMet, contact_id: UUID, *, now: datetime) -> None:
    session.merge(PersonMatch(agency_id=person.agency_id, person_id=person.id, contact_id=contact_id, matched_at=now))
    session.flush()  # read back by whoever looks for the address


def _take_off(session: AgencySession, person: PersonMet, contact_id: UUID) -> None:
    match = session.get(PersonMatch, (person.agency_id, person.id, contact_id))
    if match is not None:
        session.delete(match)
        session.flush()  # before the person it refers to
    session.delete(person)
