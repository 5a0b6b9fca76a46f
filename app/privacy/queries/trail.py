"""Reading the trail for people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.queries.rows import name_of_actor
from app.audit.queries import TrailEntry, entries
from app.core.actor import Actor
from app.core.errors import FieldError, Invalid
from app.core.ids import Prefixed
from app.privacy.queries.rows import PREFIXES
from app.privacy.schemas import TrailEntryView


class SubjectNotKnown(Invalid):
    """This is not the identifier of anything that is audited."""

    code = "subject_not_known"


def trail(
    session: Session,
    *,
    actor: Actor,
    subject: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
    acted_by: UUID | None = None,
    between: tuple[datetime, datetime] | None = None,
) -> list[TrailEntryView]:
    """The entries of the actor's agency, newest first; ``before`` is the (at, id) of the last one seen."""
    found = entries(
        session,
        agency_id=actor.agency_id,
        subject_id=None if subject is None else _subject_id(subject),
        actor_id=acted_by,
        between=between,
        before=before,
        limit=limit,
    )
    names: dict[tuple[str, UUID | None], str] = {}
    for entry in found:
        key = (entry.event.actor_kind, entry.event.actor_id)
        if key not in names:
            names[key] = name_of_actor(session, agency_id=actor.agency_id, kind=key[0], actor_id=key[1])
    return [_view(entry, names[entry.event.actor_kind, entry.event.actor_id]) for entry in found]


def _subject_id(subject: str) -> UUID:
    prefix = subject.rpartition("_")[0]
    try:
        if prefix in PREFIXES.values():
            return Prefixed(prefix).parse(subject)
    except ValueError:
        pass
    raise SubjectNotKnown(errors=[FieldError("query:subject", "not an identifier of something audited")])


def _view(entry: TrailEntry, who: str) -> TrailEntryView:
    event = entry.event
    return TrailEntryView(
        id=event.id,
        at=event.at,
        action=event.action,
        subject_kind=event.subject_kind,
        subject_id=Prefixed(PREFIXES[event.subject_kind]).show(event.subject_id),
        seq=event.seq,
        who=who,
        sentence=entry.sentence(who),
        details=event.details,
        hash=event.hash.hex(),
        prev_hash=event.prev_hash.hex(),
    )
