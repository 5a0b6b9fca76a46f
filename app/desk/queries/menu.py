"""How much waits where, for the menu that stands beside every page of the console."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.deliveries.queries.board import unsettled_count
from app.reviews.queries.queue import waiting_count


def waiting_at(session: Session, *, actor: Actor) -> dict[str, int]:
    """What waits for us in the queue, and how many deliveries wait for a person; in one statement, by place."""
    queue, deliveries = session.execute(select(waiting_count(actor), unsettled_count(actor))).one()
    return {"Queue": queue, "Deliveries": deliveries}
