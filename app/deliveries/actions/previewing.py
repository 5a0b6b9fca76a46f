"""When a letter would go if it were approved now: for the candidate ("if Priya approves by then") and the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.local_time import both_ends, local
from app.deliveries.actions.planning import cases
from app.deliveries.rules.send_window import Circumstances, Morning, next_mornings, send_window
from app.deliveries.schemas import DayOff, PlannedSend, PossibleMorning
from app.directory.models import ClientContact
from app.interviews import queries as interviews
from app.interviews.models import Meeting, Met
from app.interviews.policy import may_see_stored
from app.interviews.queries import NothingStoredShown
from app.letters.queries import rows as letters


@dataclass(frozen=True)
class _Preview:
    """For whom it is shown: ``zone`` is the reader's own."""

    meeting: Meeting
    cases: Mapping[UUID, Circumstances]
    zone: str
    now: datetime


def preview(session: AgencySession, *, letter_id: UUID, actor: Actor, now: datetime) -> list[PlannedSend]:
    """Plan for each addressee, without changing anything; candidates read it too, so no address is in it (rule 6)."""
    at = letters.letter_for(session, letter_id=letter_id, actor=actor)
    letter, meeting = at.letter, at.meeting
    if not may_see_stored(actor, meeting.interview):
        raise NothingStoredShown
    addressees = letters.addressees_for(session, letter, actor=actor)
    met = {who.person.id: who for who in interviews.people_met_in(session, meeting.interview)}
    people = [met[person] for person in addressees if person in met]
    contacts = [who.contact for who in people if who.contact]
    zone = meeting.candidate.time_zone if actor.kind == "candidate" else meeting.agency.time_zone
    of = _Preview(meeting, cases(session, letter, meeting, contacts, now=now), zone, now)
    return [_unmatched(of, who) if who.contact is None else _planned(of, who, who.contact) for who in people]


def _unmatched(of: _Preview, met: Met) -> PlannedSend:
    consultant, name = of.meeting.consultant.name, met.person.name
    return PlannedSend(
        person_id=met.person.id,
        name=name,
        waits_for="match",
        at=None,
        time_zone=None,
        both_ends="",
        why=f"{consultant} first says which contact at {of.meeting.client.name} {name} is",
        notes=[],
        mornings=[],
    )


def _planned(of: _Preview, met: Met, contact: ClientContact) -> PlannedSend:
    case = of.cases[contact.id]
    window = send_window(case, approved_at=of.now)
    held = contact.email is None
    return PlannedSend(
        person_id=met.person.id,
        name=met.person.name,
        waits_for="address" if held else None,
        at=None if held else window.at,
        time_zone=contact.time_zone,
        both_ends="" if held else both_ends(window.at, contact.time_zone, of.zone, now=of.now),
        why=f"{of.meeting.consultant.name} finds the address first" if held else window.why,
        notes=[] if held else list(window.notes),
        mornings=[_possible(of, contact, one) for one in next_mornings(case, approved_at=of.now)],
    )


def _possible(of: _Preview, contact: ClientContact, morning: Morning) -> PossibleMorning:
    shown = local(morning.at, contact.time_zone)
    return PossibleMorning(
        at=morning.at,
        on=shown.date(),
        local_time=shown.time(),
        time_zone=contact.time_zone,
        both_ends=both_ends(morning.at, contact.time_zone, of.zone, now=of.now),
        why=morning.why,
        days_off=[DayOff(on=day, reason=reason) for day, reason in morning.days_off],
        notes=list(morning.notes),
    )
