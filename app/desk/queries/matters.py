"""What waits for consultants once the letters are gone, from all features that know of such: one list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.core.actor import ConsultantActor
from app.followup.models.matters import OpenMatter
from app.followup.queries import decisions, due, feedback, untold


@dataclass(frozen=True)
class Source:
    """One kind of what waits: a statement that finds it, and ``lines(session, actor=…, now=…, limit=…)``, which says
    it, what is due first."""

    waiting: Callable[[ConsultantActor, datetime], Select[UUID]]
    lines: Callable[..., Sequence[OpenMatter]]


SOURCES: Final = (
    Source(lambda actor, _: feedback.feedback_waiting(actor), feedback.matters_to_tell),
    Source(lambda actor, _: untold.outcomes_waiting(actor), untold.outcomes_to_tell),
    Source(lambda actor, _: decisions.chases_waiting(actor), decisions.chases_to_make),
    Source(due.promises_waiting, due.promises_due),
    Source(lambda actor, _: due.nudges_waiting(actor), due.nudges_due),
)
MOST: Final = 100
"""Of each kind; what is due later than so many comes up when they are done."""


def open_matters(session: Session, *, actor: ConsultantActor, now: datetime) -> list[OpenMatter]:
    """Everything that waits, what is due first."""
    found = [one for source in SOURCES for one in source.lines(session, actor=actor, now=now, limit=MOST)]
    return sorted(found, key=lambda one: (one.due_at, one.subject_id))


def matters_count(actor: ConsultantActor, now: datetime) -> ColumnElement[int]:
    """How many `open_matters` there are, as a part of somebody's statement."""
    first, *others = (_count(source.waiting(actor, now)) for source in SOURCES)
    return sum(others, first)


def _count(waiting: Select[UUID]) -> ColumnElement[int]:
    return select(func.count()).select_from(waiting.limit(MOST).subquery()).scalar_subquery()
