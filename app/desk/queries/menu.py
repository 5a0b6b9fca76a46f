"""How much waits where, for the menu that stands beside every page of the console."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.actor import ConsultantActor
from app.core.statements import made_once
from app.deliveries.queries.board import unsettled_count
from app.desk.queries.matters import matters_count
from app.reviews.queries.queue import waiting_count


def waiting_at(session: Session, *, actor: ConsultantActor, now: datetime) -> dict[str, int]:
    """What waits for us in the queue and after it, and how many deliveries wait for a person, by place."""
    queue, after, deliveries = session.execute(*_counts(actor, now)).one()
    return {"Queue": queue, "Follow-up": after, "Deliveries": deliveries}


@made_once
def _counts(actor: ConsultantActor, now: datetime) -> Select[int, int, int]:
    return select(waiting_count(actor), matters_count(actor, now), unsettled_count(actor))
