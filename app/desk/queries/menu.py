"""How much waits where, for the menu that stands beside every page of the console."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import ConsultantActor
from app.deliveries.queries.board import unsettled_count
from app.desk.queries.matters import open_matters
from app.reviews.queries.queue import waiting_count


def waiting_at(session: Session, *, actor: ConsultantActor, now: datetime) -> dict[str, int]:
    """What waits for us in the queue and after it, and how many deliveries wait for a person, by place."""
    queue, deliveries = session.execute(select(waiting_count(actor), unsettled_count(actor))).one()
    after = len(open_matters(session, actor=actor, now=now))
    return {"Queue": queue, "Follow-up": after, "Deliveries": deliveries}
