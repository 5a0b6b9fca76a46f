"""A form that was filled in from what has changed since: who changed it, what stands now, and nothing typed lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from app.accounts.access import Access
from app.core.actor import ConsultantActor
from app.core.db import Audited
from app.core.local_time import place_of
from app.desk.queries.clients import last_change
from app.desk.rendering.clock import day_time

Said = Callable[[Any], Mapping[str, str]]
"""What a row, or a change of all its fields, says: in words, by the label of each field."""


@dataclass(frozen=True)
class Stale:
    """What to say of it: a sentence, and each field, by its label, that says something else now than was typed."""

    says: str
    stands: Sequence[tuple[str, str]]


def says_the_same(change: BaseModel, row: object) -> bool:
    """Whether a row is as the change would leave it already, as after a button that was pressed twice."""
    return all(getattr(row, name) == value for name, value in change.model_dump(exclude_unset=True).items())


def stale(
    access: Access[ConsultantActor], row: Audited, change: BaseModel, said: Said, *, zone: str, now: datetime
) -> Stale:
    """Say who changed a row last, and where it differs from what was typed; ``zone`` is the reader's."""
    last = last_change(access.session, row)
    who = "You" if last.by == access.actor.consultant_id else last.who
    typed = said(change)
    stands = [(label, words) for label, words in said(row).items() if words != typed[label]]
    return Stale(f"{who} changed this on {day_time(last.at, zone, now=now)} in {place_of(zone)}", stands)
