"""What happened to a letter or a debrief, as sentences."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.audit.queries import TrailEntry, entries
from app.core.actor import Actor

MOST: Final = 12
_OTHERS: Final = {"candidate": "The candidate", "integration": "An integration"}


@dataclass(frozen=True)
class Happened:
    """One thing that happened, and when."""

    at: datetime
    sentence: str


def history_of(session: Session, *, subject_id: UUID, actor: Actor) -> list[Happened]:
    """The newest entries about one row that the caller has found for the actor, newest first."""
    found = named_entries(session, subject_id=subject_id, actor=actor, limit=MOST)
    return [Happened(one.event.at, one.sentence(who)) for one, who in found]


def named_entries(session: Session, *, subject_id: UUID, actor: Actor, limit: int) -> list[tuple[TrailEntry, str]]:
    """As `history_of`, each entry as it is with the name of who did it."""
    found = entries(session, agency_id=actor.agency_id, subject_id=subject_id, limit=limit)
    people = {one.event.actor_id for one in found if one.event.actor_kind == "consultant"}
    query = select(Consultant.id, Consultant.name).where(
        Consultant.agency_id == actor.agency_id, Consultant.id.in_(people)
    )
    names = {row[0]: row[1] for row in session.execute(query)} if people else {}
    return [(one, _who(one, names)) for one in found]


def _who(entry: TrailEntry, names: dict[UUID, str]) -> str:
    kind, who = entry.event.actor_kind, entry.event.actor_id
    if kind == "consultant" and who is not None:
        return names.get(who, "A former user")
    return _OTHERS.get(kind, "Afterword")
