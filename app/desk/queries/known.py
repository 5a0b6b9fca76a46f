"""What is known of the people and places that somebody types, so that nothing is added twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.accounts.queries.rows import agency
from app.core.actor import Actor
from app.core.timers import Timer
from app.desk.rules.found import Found
from app.desk.rules.places import country_of
from app.directory.models import Application, Candidate, Client, ClientContact, Job
from app.directory.queries import rows as directory
from app.directory.queries.candidates import candidate_like, visible_candidates
from app.interviews.models import Interview
from app.interviews.schemas import InterviewIn

Kind = Literal["candidate", "email", "client", "job", "person"]
MOST: Final = 8
_ESCAPED: Final = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


@dataclass(frozen=True)
class Option:
    """Something known that may be meant: what it fills in, and what tells it from others like it."""

    value: str
    label: str
    name: str = ""
    email: str = ""


def options_for(session: Session, *, kind: Kind, words: str, client: str, actor: Actor) -> list[Option]:
    """The few known ones that begin with these words; jobs and people are those of the client."""
    match kind:
        case "candidate" | "email":
            column = Candidate.email if kind == "email" else Candidate.name
            query = visible_candidates(actor).where(Candidate.erased_at.is_(None), _begins(column, words))
            people = session.scalars(query.order_by(column, Candidate.id).limit(MOST))
            return [_of_candidate(one, kind) for one in people]
        case "client":
            named = select(Client).where(Client.agency_id == actor.agency_id, _begins(Client.name, words))
            return [Option(one.name, "") for one in session.scalars(named.order_by(Client.name, Client.id).limit(MOST))]
        case "job":
            jobs = select(Job.title).join(Client, _of_client(Job)).where(*_at(client, actor), _begins(Job.title, words))
            return [Option(title, "") for title in session.scalars(jobs.distinct().order_by(Job.title).limit(MOST))]
        case "person":
            met = select(ClientContact).join(Client, _of_client(ClientContact))
            met = met.where(*_at(client, actor), _begins(ClientContact.name, words)).order_by(ClientContact.name)
            return [_of_contact(one) for one in session.scalars(met.limit(MOST))]


def client_names(session: Session, *, actor: Actor, limit: int) -> list[str]:
    """The agency's clients by name, as many as a list to choose from holds."""
    query = select(Client.name).where(Client.agency_id == actor.agency_id).order_by(Client.name, Client.id)
    return list(session.scalars(query.limit(limit)))


def candidates_called(session: Session, *, name: str, actor: Actor) -> list[Candidate]:
    """The candidates of this name whom the actor may see, whatever its case, at most a few."""
    query = visible_candidates(actor).where(
        Candidate.erased_at.is_(None), func.lower(Candidate.name) == _line(name).lower()
    )
    return list(session.scalars(query.order_by(Candidate.id).limit(MOST)))


def announcers(session: Session, *, actor: Actor) -> list[Consultant]:
    """Whose an interview may be: the active consultants and managers, by name."""
    query = select(Consultant).where(
        Consultant.agency_id == actor.agency_id,
        Consultant.active,
        Consultant.role.in_(("consultant", "manager")),
    )
    return list(session.scalars(query.order_by(Consultant.name, Consultant.id)))


def zone_at(session: Session, *, client: str, actor: Actor) -> str | None:
    """By whose clocks the client's newest interview was agreed; None for a client without one."""
    query = _interviews().where(*_at(client, actor)).order_by(Interview.starts_at.desc()).limit(1)
    newest = session.scalars(query).one_or_none()
    return newest.time_zone if newest else None


def timers_set(session: Session, interview: Interview) -> dict[str, datetime]:
    """What will happen by itself to an interview, by the task that it becomes."""
    query = select(Timer.kind, Timer.due_at).where(
        Timer.agency_id == interview.agency_id, Timer.subject_id == interview.id
    )
    return {row[0]: row[1] for row in session.execute(query)}


def completed(session: Session, given: Mapping[str, Any], *, actor: Actor) -> dict[str, Any]:
    """Write known names as they are known, and give each person met a zone and a country: their own where they are
    known, else the meeting's."""
    client = directory.client_named(session, agency_id=actor.agency_id, name=_line(given["client"]["name"]))
    zone = given["time_zone"]
    here = {"time_zone": zone, "country": country_of(zone) or agency(session, actor.agency_id).country}
    if client is None:
        return {**given, "interviewers": [{**here, **one} for one in given["interviewers"]]}
    titled = directory.job_titled(
        session, agency_id=actor.agency_id, client_id=client.id, title=_line(given["job"]["title"])
    )
    people = []
    for one in given["interviewers"]:
        like = _contact(session, client, one["name"], one.get("email"), actor)
        if like is None:
            people.append({**here, **one})
            continue
        there = {"time_zone": like.time_zone, "country": like.country}
        people.append({**there, **one, "name": _as_known(one["name"], like.name)})
    job = {**given["job"], "title": titled.title} if titled else given["job"]
    return {**given, "client": {**given["client"], "name": client.name}, "job": job, "interviewers": people}


def found_for(session: Session, given: InterviewIn, *, actor: Actor) -> Found:
    """The rows that announcing this would use, by the very rules of announcing."""
    agency_id = actor.agency_id
    candidate = candidate_like(session, agency_id=agency_id, given=given.candidate)
    client = directory.client_named(session, agency_id=agency_id, name=given.client.name)
    job = None
    if client is not None:
        job = directory.job_titled(session, agency_id=agency_id, client_id=client.id, title=given.job.title)
    met = [_contact(session, client, one.name, one.email, actor) if client else None for one in given.interviewers]
    return Found(candidate, client, job, met, _others(session, candidate, client))


def _others(session: Session, candidate: Candidate | None, client: Client | None) -> list[Interview]:
    """The interviews that this candidate has with this client, newest first."""
    if candidate is None or client is None:
        return []
    query = _interviews().where(
        Application.agency_id == client.agency_id,
        Application.candidate_id == candidate.id,
        Client.id == client.id,
        Interview.state != "cancelled",
    )
    return list(session.scalars(query.order_by(Interview.starts_at.desc(), Interview.id).limit(MOST)))


def _interviews() -> Select[Interview]:
    return (
        select(Interview)
        .join(
            Application, and_(Application.agency_id == Interview.agency_id, Application.id == Interview.application_id)
        )
        .join(Job, and_(Job.agency_id == Application.agency_id, Job.id == Application.job_id))
        .join(Client, _of_client(Job))
    )


def _contact(session: Session, client: Client, name: str, email: str | None, actor: Actor) -> ClientContact | None:
    address = email.strip().lower() if email else None
    return directory.contact_like(
        session, agency_id=actor.agency_id, client_id=client.id, name=_line(name), email=address
    )


def _as_known(name: str, known: str) -> str:
    return known if _line(name).lower() == known.lower() else name


def _line(text: str) -> str:
    return " ".join(text.split())


def _of_candidate(one: Candidate, kind: Kind) -> Option:
    reached = one.email or one.phone or ""
    if kind == "email":
        return Option(one.email or "", one.name, name=one.name)
    return Option(one.name, reached, email=one.email or "")


def _of_contact(one: ClientContact) -> Option:
    return Option(one.name, ", ".join(filter(None, (one.title, one.email))), email=one.email or "")


def _begins(column: Any, words: str) -> Any:
    """Whether it, or a word of it, begins so."""
    plain = words.translate(_ESCAPED)
    return or_(column.ilike(f"{plain}%"), column.ilike(f"% {plain}%"))


def _at(client: str, actor: Actor) -> tuple[Any, Any]:
    return Client.agency_id == actor.agency_id, func.lower(Client.name) == _line(client).lower()


def _of_client(table: type[Job | ClientContact]) -> Any:
    return and_(Client.agency_id == table.agency_id, Client.id == table.client_id)
