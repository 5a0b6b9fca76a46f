"""A client and its people in the words of a desk: what is agreed, who works when, and when a letter would go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.core.ids import public_id
from app.core.local_time import place_of
from app.deliveries.rules.send_window import Circumstances, send_window
from app.desk.rendering.clock import at_both_ends, clock_in
from app.desk.rendering.days import days_worked, joined
from app.directory.models import Client, ClientContact
from app.directory.rules import WorkingTime, country_name, public_weekend
from app.directory.schemas import WEEKDAYS
from app.followup.rendering.page import works_now

LETTERS: Final = (
    ("welcome", "Welcome", "You judge each letter and approve it."),
    ("ask_first", "Ask first", "You ask them before each letter; approving notes whom you asked, and when."),
    ("not_accepted", "Not accepted", "You pass the points on by telephone. A letter goes only with your reason."),
)
CONTACT: Final = (
    ("forbidden", "Never directly", "Everything goes through you; candidates are told not to write or ring."),
    ("copy_agency", "With you copied in", "Candidates may answer what the client sends, with you copied in."),
    ("permitted", "Allowed", "Candidates may write to the people they met."),
)


@dataclass(frozen=True)
class PersonLine:
    """Somebody at the client: where, what their clocks show, when they work."""

    name: str
    title: str | None
    path: str
    there: str
    at_work: bool
    works: str
    hours: str
    country: str
    reachable: bool


@dataclass(frozen=True)
class Goes:
    """When a letter would go to somebody, why then, and what to weigh; ``held``: once there is an address."""

    name: str
    path: str
    when: str
    why: str
    notes: Sequence[str]
    held: bool


def client_path(client_id: UUID) -> str:
    """Where the page of a client is."""
    return f"/desk/clients/{public_id('cli', client_id)}"


def contact_path(contact: ClientContact) -> str:
    """Where the page of a client contact is."""
    return f"{client_path(contact.client_id)}/contacts/{public_id('ctc', contact.id)}"


def person_line(contact: ClientContact, working: WorkingTime, *, now: datetime) -> PersonLine:
    """Say who somebody is and whether they are at work."""
    at_work, works = works_now(working, now=now)
    return PersonLine(
        name=contact.name,
        title=contact.title,
        path=contact_path(contact),
        there=clock_in(contact.time_zone, now=now),
        at_work=at_work,
        works=works,
        hours=hours_of(contact, year=now.year),
        country=(country_name(contact.country, contact.subdivision) or contact.country).removeprefix("the "),
        reachable=contact.email is not None,
    )


def hours_of(contact: ClientContact, *, year: int) -> str:
    """Say when somebody works: "Monday to Friday, 09:00 to 17:30"."""
    own = contact.weekend
    off = public_weekend(contact.country, year=year) if own is None else {WEEKDAYS.index(day) for day in own}
    return f"{days_worked(off)}, {contact.work_starts:%H:%M} to {contact.work_ends:%H:%M}"


def goes(contact: ClientContact, case: Circumstances, *, approved_at: datetime, here: str, now: datetime) -> Goes:
    """Say when a letter that is approved then goes to somebody, at both ends."""
    window = send_window(case, approved_at=approved_at)
    return Goes(
        name=contact.name,
        path=contact_path(contact),
        when=at_both_ends(window.at, contact.time_zone, here, now=now),
        why=window.why,
        notes=window.notes,
        held=contact.email is None,
    )


def letters_words(client: Client) -> str:
    """Say in few words what is agreed about letters."""
    return next(words for value, words, _ in LETTERS if value == client.letter_policy)


def contact_words(client: Client) -> str:
    """Say in few words what is agreed about direct contact."""
    return next(words for value, words, _ in CONTACT if value == client.contact_policy)


def places(zones: Sequence[str]) -> str:
    """Name the places of zones."""
    return joined(sorted(place_of(zone) for zone in zones))
