"""When a letter would go if it were approved now: for the candidate ("if Priya approves by then") and the desk."""

from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.local_time import both_ends
from app.deliveries.actions.planning import window_for
from app.deliveries.schemas import PlannedSend
from app.interviews import queries as interviews
from app.interviews.models import Meeting, Met
from app.letters.models import Letter
from app.letters.queries import rows as letters


def preview(session: AgencySession, *, letter_id: UUID, actor: Actor, now: datetime) -> list[PlannedSend]:
    """Plan for each addressee, without changing anything; candidates read it too, so no address is in it (rule 6)."""
    at = letters.letter_for(session, letter_id=letter_id, actor=actor)
    letter, meeting = at.letter, at.meeting
    addressees = letters.addressees_now(session, letter)
    met = {who.person.id: who for who in interviews.people_met_in(session, meeting.interview)}
    zone = meeting.candidate.time_zone if actor.kind == "candidate" else meeting.agency.time_zone
    return [_planned(session, letter, meeting, met[person], zone, now=now) for person in addressees]


def _planned(
    session: AgencySession, letter: Letter, meeting: Meeting, met: Met, your_zone: str, *, now: datetime
) -> PlannedSend:
    contact = met.contact
    if contact is None or contact.email is None:
        why = f"{meeting.consultant.name} finds the address first"
        return PlannedSend(
            person_id=met.person.id, name=met.person.name, at=None, time_zone=None, both_ends="", why=why, notes=[]
        )
    window = window_for(session, letter, meeting.interview, contact, now=now)
    return PlannedSend(
        person_id=met.person.id,
        name=met.person.name,
        at=window.at,
        time_zone=contact.time_zone,
        both_ends=both_ends(window.at, contact.time_zone, your_zone, now=now),
        why=window.why,
        notes=list(window.notes),
    )
