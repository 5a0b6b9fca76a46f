"""What a table of interviews would bring: each line new, moved, known or wrong, read in a few statements for all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.core.actor import Actor
from app.desk.queries.known import announcers
from app.desk.rules.entries import Entry, Wrong, says_the_same
from app.desk.rules.found import Planned
from app.directory.models import Application, Candidate, Client, ExternalRef, Job
from app.interviews.models import Interview
from app.interviews.states import OFF

SYSTEM: Final = "table"
"""The foreign system whose names the lines of a table are known by."""
Place = tuple[str, str, datetime]


@dataclass(frozen=True)
class _Known:
    """What of a table's names is known."""

    consultants: dict[str, Consultant]
    by_key: dict[str, Interview]
    by_place: dict[Place, Interview]
    candidates: set[str]
    clients: set[str]
    jobs: set[tuple[str, str]]


def planned(session: Session, entries: Sequence[Entry], *, actor: Actor) -> list[Planned]:
    """Say of each line what it would do; a line that says again what one above says does nothing."""
    known = _known(session, entries, actor)
    first: dict[str, Entry] = {}
    found = []
    for entry in entries:
        before = first.setdefault(entry.key, entry)
        found.append(_of_entry(entry, before, known))
    return found


def _of_entry(entry: Entry, before: Entry, known: _Known) -> Planned:
    owner = known.consultants.get(_plain(entry.given["consultant"]))
    wrong = list(entry.wrong)
    if owner is None:
        wrong.append(Wrong("Consultant", "is nobody of your agency: write the e-mail address by which they sign in"))
    if before is not entry and not says_the_same(before, entry):
        wrong.append(
            Wrong("Round", f"is that of row {before.number}: give each its own round, or everybody they meet one row")
        )
    if wrong or owner is None:
        return Planned(entry, "wrong", wrong)
    entry.given["consultant"] = owner.email
    if before is not entry:
        return Planned(entry, "known", again=before.number)
    interview = known.by_key.get(entry.key)
    if interview is None:
        same = known.by_place.get(_place(entry.given))
        return Planned(entry, "known" if same else "new", adds=[] if same else _adds(entry, known), interview=same)
    return _again(entry, interview)


def _again(entry: Entry, interview: Interview) -> Planned:
    given = entry.given
    times = (interview.starts_at, interview.ends_at, interview.time_zone)
    if times == (given["starts_at"], given["ends_at"], given["time_zone"]):
        return Planned(entry, "known", interview=interview)
    if interview.state in OFF | {"debriefed", "closed"}:
        words = "is another than we know, and that interview is over or cancelled: give a new one its own round"
        return Planned(entry, "wrong", [Wrong("Date", words)])
    return Planned(entry, "moves", interview=interview)


def _adds(entry: Entry, known: _Known) -> list[str]:
    given = entry.given
    client = _plain(given["client"]["name"])
    reached = given["candidate"]["email"]
    adds = [] if reached and _plain(reached) in known.candidates else ["candidate"]
    if client not in known.clients:
        return [*adds, "client", "job"]
    return adds if (client, _plain(given["job"]["title"])) in known.jobs else [*adds, "job"]


def _known(session: Session, entries: Sequence[Entry], actor: Actor) -> _Known:
    people = announcers(session, actor=actor)
    emails = {_plain(one.given["candidate"]["email"]) for one in entries if one.given["candidate"]["email"]}
    names = {_plain(one.given["client"]["name"]) for one in entries}
    clients = session.execute(
        select(func.lower(Client.name), func.lower(Job.title))
        .outerjoin(Job, and_(Job.agency_id == Client.agency_id, Job.client_id == Client.id))
        .where(Client.agency_id == actor.agency_id, func.lower(Client.name).in_(names))
    ).all()
    addresses = session.scalars(
        select(Candidate.email).where(Candidate.agency_id == actor.agency_id, Candidate.email.in_(emails))
    )
    return _Known(
        _by_name(people) | {one.email: one for one in people},
        _by_key(session, [one.key for one in entries], actor),
        _by_place(session, emails, actor),
        {one for one in addresses if one},
        {row[0] for row in clients},
        {(row[0], row[1]) for row in clients if row[1]},
    )


def _by_name(people: Sequence[Consultant]) -> dict[str, Consultant]:
    """Those whom a name alone tells from the others."""
    names = Counter(_plain(one.name) for one in people)
    return {_plain(one.name): one for one in people if names[_plain(one.name)] == 1}


def _by_key(session: Session, keys: Sequence[str], actor: Actor) -> dict[str, Interview]:
    query = (
        select(ExternalRef.ref, Interview)
        .join(Interview, and_(Interview.agency_id == ExternalRef.agency_id, Interview.id == ExternalRef.subject_id))
        .where(
            ExternalRef.agency_id == actor.agency_id,
            ExternalRef.system == SYSTEM,
            ExternalRef.kind == "interview",
            ExternalRef.ref.in_(keys),
        )
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _by_place(session: Session, emails: set[str], actor: Actor) -> dict[Place, Interview]:
    """The interviews that came another way, by whose they are, where and when."""
    query = (
        select(Candidate.email, func.lower(Client.name), Interview)
        .join(Application, and_(Application.agency_id == Candidate.agency_id, Application.candidate_id == Candidate.id))
        .join(Interview, and_(Interview.agency_id == Application.agency_id, Interview.application_id == Application.id))
        .join(Job, and_(Job.agency_id == Application.agency_id, Job.id == Application.job_id))
        .join(Client, and_(Client.agency_id == Job.agency_id, Client.id == Job.client_id))
        .where(Candidate.agency_id == actor.agency_id, Candidate.email.in_(emails), Interview.state.not_in(OFF))
    )
    return {(row[0], row[1], row[2].starts_at): row[2] for row in session.execute(query)}


def _place(given: dict[str, Any]) -> Place:
    return _plain(given["candidate"]["email"] or ""), _plain(given["client"]["name"]), given["starts_at"]


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()
