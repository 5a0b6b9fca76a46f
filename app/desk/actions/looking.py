"""Somebody looks at a letter, or has a review item open; neither is an event."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from app.core.actor import ConsultantActor
from app.core.db import AgencySession
from app.desk.models import LastLook, Looking

SAID_AGAIN: Final = timedelta(seconds=4)
"""How often at most the row is written that a window keeps alive."""


def note_open(session: AgencySession, *, item_id: UUID, actor: ConsultantActor, now: datetime) -> None:
    """Note that the actor has an item open; it must be one of their agency's."""
    row = insert(Looking).values(
        agency_id=actor.agency_id, item_id=item_id, consultant_id=actor.consultant_id, seen_at=now
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=["agency_id", "item_id", "consultant_id"],
            set_={"seen_at": now},
            where=Looking.seen_at < now - SAID_AGAIN,
        )
    )


def note_look(session: AgencySession, *, letter_id: UUID, version: int, actor: ConsultantActor, now: datetime) -> None:
    """Note which version of a letter the actor sees; the one seen before a newer one came is kept beside it."""
    row = insert(LastLook).values(
        agency_id=actor.agency_id,
        consultant_id=actor.consultant_id,
        letter_id=letter_id,
        version=version,
        looked_at=now,
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=["agency_id", "consultant_id", "letter_id"],
            set_={"version": version, "before": LastLook.version, "looked_at": now},
            where=LastLook.version < version,
        )
    )
