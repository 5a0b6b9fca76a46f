"""What to do next: the most urgent item that is one's own, else anybody's."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts.access import Access
from app.core.actor import ConsultantActor
from app.core.ids import public_id
from app.desk.rendering.waiting import what_waits
from app.reviews.queries.queue import QueueFilter, queue_for
from app.web.page_routes import DESK


@dataclass(frozen=True)
class NextUp:
    """Where the next item is, and what it is."""

    href: str
    words: str


def next_up(access: Access[ConsultantActor], *, besides: UUID, now: datetime) -> NextUp | None:
    """The next item that waits for the actor besides this one; None where nothing does."""
    wanted = QueueFilter(assignee="me")
    rows = queue_for(access.session, wanted=wanted, actor=access.actor, after=None, limit=2, now=now)
    found = next((row for row in rows if row.item.id != besides), None)
    if found is None:
        return None
    words = f"{found.candidate}: {what_waits(found.item, found.candidate)}"
    return NextUp(f"{DESK}/review/{public_id('rvw', found.item.id)}", words)
