"""The people met: announced with the interview, or named by the candidate, each with the contact that they are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.core.db import AgencySession
from app.core.ids import new_id
from app.core.queue import enqueue
from app.directory.actions import upserting as directory
from app.directory.actions.upserting import Writing
from app.directory.models import Client
from app.directory.schemas import ContactIn
from app.interviews import queries
from app.interviews.models import Interview, PersonMatch, PersonMet


def name_interviewers(w: Writing, interview: Interview, client: Client, given: Sequence[ContactIn]) -> None:
    """Make the announced people the interviewers of this interview; each is matched to the contact they are.

    Who is no longer announced is taken off until the meeting begins; then they may have been met. The row stays, for
    a letter may name it, and counts again when they are announced again.
    """
    met = queries.people_met_in(w.session, interview)
    known = {who.contact.id: who.person for who in met if who.contact}
    gone = queries.taken_off(w.session, interview)
    announced: set[UUID] = set()
    for one in given:
        contact = directory.upsert_contact(w, one, client)
        announced.add(contact.id)
        if contact.id in gone and contact.id not in known:
            gone[contact.id].taken_off_at = None
            known[contact.id] = gone[contact.id]
        elif contact.id not in known:
            known[contact.id] = _announced(w, interview, contact.name, contact.title, contact.id)
    if interview.state == "scheduled" and w.now < interview.starts_at:
        _take_off(w, interview, [who.person for who in met if who.contact and who.contact.id not in announced])


def name_person(
    session: AgencySession, interview: Interview, *, name: str, title: str | None, role_in_decision: str | None
) -> PersonMet:
    """Add somebody whom the candidate names; the caller's audit entry covers it."""
    return _add(session, interview, name=name, title=title, source="candidate", role_in_decision=role_in_decision)


def set_match(session: AgencySession, person: PersonMet, contact_id: UUID, *, now: datetime) -> bool:
    """Let this match stand, in place of another; return whether it did not before."""
    standing = queries.match_of(session, person)
    if standing is not None and standing.contact_id == contact_id:
        return False
    if standing is not None:
        standing.ended_at = now
        session.flush()  # one match stands at a time
    session.merge(
        PersonMatch(
            agency_id=person.agency_id, person_id=person.id, contact_id=contact_id, matched_at=now, ended_at=None
        )
    )
    person.left_at = person.left_reason = None
    session.flush()  # read back by whoever looks for the address
    return True


def _announced(w: Writing, interview: Interview, name: str, title: str | None, contact_id: UUID) -> PersonMet:
    person = _add(w.session, interview, name=name, title=title, source="announced")
    set_match(w.session, person, contact_id, now=w.now)
    w.changes.created.append("person_met")
    return person


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


def _take_off(w: Writing, interview: Interview, people: Sequence[PersonMet]) -> None:
    """Take off who was announced and is no longer; whoever the candidate named stays."""
    unannounced = [person for person in people if person.source == "announced"]
    for person in unannounced:
        person.taken_off_at = w.now
    if unannounced:
        w.session.flush()  # read back below
        w.changes.changed.setdefault("person_met", []).append("taken_off_at")
        enqueue(w.session, "deliveries.look_at_addresses", agency_id=interview.agency_id, subject_id=interview.id)
