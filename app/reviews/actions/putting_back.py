"""What was decided is undone before anything came of it: the version waits for us again."""

from uuid import UUID

from app.core.actor import Actor
from app.core.db import AgencySession
from app.reviews.queries import rows


def put_back(session: AgencySession, *, subject_id: UUID, actor: Actor) -> None:
    """Let the newest version of a letter wait on the desk again; the undoing's own audit entry covers it.

    Does nothing where it waits already.
    """
    item = rows.newest_item(session, agency_id=actor.agency_id, subject_id=subject_id)
    if item is None or item.decision is None:
        return
    item.decision = item.decided_at = item.decided_by = None
    item.waits_for = "us"
    item.revision += 1
