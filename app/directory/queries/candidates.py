"""Candidates: found by who they are, and which of them exist for an actor.

Interviews belong to a higher feature: here they are read by name, and only whose they are.
"""

import re
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, column, false, func, or_, select, table
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.core.actor import Actor, ConsultantActor
from app.core.errors import NotFound
from app.directory.models import Application, Candidate
from app.directory.queries.rows import reads_directory
from app.directory.queries.search import may_say
from app.directory.schemas import CandidateIn

_INTERVIEWS: Final = table(
    "interview", *(column(name, Uuid()) for name in ("agency_id", "id", "application_id", "consultant_id"))
)


class CandidateNotFound(NotFound):
    """There is no such candidate in your agency."""

    code = "candidate_not_found"


def candidate_with(session: Session, *, agency_id: UUID, candidate_id: UUID) -> Candidate | None:
    """The candidate with this identifier, locked."""
    return session.scalars(
        select(Candidate).where(Candidate.agency_id == agency_id, Candidate.id == candidate_id).with_for_update()
    ).one_or_none()


def candidate_like(session: Session, *, agency_id: UUID, given: CandidateIn) -> Candidate | None:
    """The candidate with this address; where none is given, of this name and number without an address; locked."""
    number = re.sub("[^0-9]", "", given.phone or "")
    known_by: list[ColumnElement[bool]] = [Candidate.email == given.email]
    if given.email is None:
        digits = func.regexp_replace(Candidate.phone, "[^0-9]", "", "g")
        known_by = [Candidate.email.is_(None), func.lower(Candidate.name) == given.name.lower(), digits == number]
    query = select(Candidate).where(Candidate.agency_id == agency_id, *known_by)
    return session.scalars(query.order_by(Candidate.id).limit(1).with_for_update()).one_or_none()


def candidate_for(session: Session, *, candidate_id: UUID, actor: Actor) -> Candidate:
    """A candidate whom the actor may see; raises CandidateNotFound."""
    found = session.scalars(visible_candidates(actor).where(Candidate.id == candidate_id)).one_or_none()
    if found is None:
        raise CandidateNotFound
    return found


def candidates_for(
    session: Session, *, actor: Actor, words: str | None, before: UUID | None, limit: int
) -> list[Candidate]:
    """The candidates whom the actor may see, last added first, without those who were erased; ``before`` is the last
    one seen. Each of the ``words`` stands in their name, address or number."""
    query = visible_candidates(actor).where(Candidate.erased_at.is_(None))
    if before is not None:
        query = query.where(Candidate.id < before)
    if words:
        query = query.where(may_say(words, (Candidate.id, "candidates")))
    for word in (words or "").split():
        known_by = (Candidate.name, Candidate.email, Candidate.phone)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in known_by)))
    return list(session.scalars(query.order_by(Candidate.id.desc()).limit(limit)))


def candidates_listed(session: Session, *, actor: Actor, after: UUID | None, limit: int) -> list[Candidate]:
    """The candidates whom the actor may see, first added first; ``after`` is the last one seen."""
    query = visible_candidates(actor).order_by(Candidate.id).limit(limit)
    return list(session.scalars(query if after is None else query.where(Candidate.id > after)))


def visible_candidates(actor: Actor) -> Select[Candidate]:
    """Whoever reads the directory sees the agency's candidates; where the agency says so, consultants only those of
    the interviews that they see (ADR 0022)."""
    query = select(Candidate).where(Candidate.agency_id == actor.agency_id)
    if not reads_directory(actor):
        return query.where(false())
    if isinstance(actor, ConsultantActor) and actor.role == "consultant" and actor.sees == "team":
        return query.where(Candidate.id.in_(_met_by_their_team(actor)))
    return query


def _met_by_their_team(actor: ConsultantActor) -> Select[UUID]:
    interview = _INTERVIEWS.c
    team = select(Consultant.id).where(Consultant.agency_id == actor.agency_id, Consultant.team_id == actor.team_id)
    theirs = or_(
        interview.consultant_id.in_(actor.acts_as),
        interview.consultant_id.in_(team),
        interview.id.in_(actor.entrusted),
    )
    return (
        select(Application.candidate_id)
        .join(_INTERVIEWS, and_(interview.agency_id == actor.agency_id, interview.application_id == Application.id))
        .where(Application.agency_id == actor.agency_id, theirs)
    )
