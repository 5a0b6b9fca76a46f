"""What waits for consultants once the letters are gone, from all features that know of such: one list."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.core.actor import ConsultantActor
from app.followup.models.matters import OpenMatter
from app.followup.queries.decisions import chases_to_make
from app.followup.queries.due import nudges_due, promises_due
from app.followup.queries.feedback import matters_to_tell
from app.followup.queries.untold import outcomes_to_tell

Source = Callable[..., Sequence[OpenMatter]]
"""Called as ``source(session, actor=actor, now=now, limit=limit)``: what the actor may see, what is due first."""

SOURCES: Final[tuple[Source, ...]] = (matters_to_tell, outcomes_to_tell, chases_to_make, promises_due, nudges_due)
MOST: Final = 100
"""Of each kind; what is due later than so many comes up when they are done."""


def open_matters(session: Session, *, actor: ConsultantActor, now: datetime) -> list[OpenMatter]:
    """Everything that waits, what is due first."""
    found = [one for source in SOURCES for one in source(session, actor=actor, now=now, limit=MOST)]
    return sorted(found, key=lambda one: (one.due_at, one.subject_id))
