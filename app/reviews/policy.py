"""What may be done with an item of the queue, beside deciding on what it is about."""

from datetime import datetime

from app.core.actor import Actor, ConsultantActor
from app.interviews.models import Interview
from app.interviews.policy import may_decide
from app.reviews.models import ReviewItem


def may_claim(actor: Actor) -> bool:
    """Take an item on, which lets them decide: whoever decides at all."""
    return isinstance(actor, ConsultantActor) and actor.role in {"consultant", "manager"}


def may_release(actor: Actor, item: ReviewItem) -> bool:
    """End a claim: whoever holds it, or a manager."""
    return isinstance(actor, ConsultantActor) and (actor.role == "manager" or item.claimed_by == actor.id)


def may_assign(actor: Actor, interview: Interview) -> bool:
    """Hand an item on: whoever may decide on it."""
    return may_decide(actor, interview)


def claimed_by_another(item: ReviewItem, actor: Actor, *, now: datetime) -> bool:
    """Whether somebody else's claim stands."""
    return item.claimed_until is not None and item.claimed_until > now and item.claimed_by != actor.id
