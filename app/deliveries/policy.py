"""What may be done with a delivery: whoever may decide on its interview."""

from app.core.actor import Actor
from app.interviews.models import Interview
from app.interviews.policy import may_consent, may_decide


def may_approve(actor: Actor, interview: Interview) -> bool:
    """Approve, schedule, cancel, send at once, resolve."""
    return may_decide(actor, interview)


def may_withdraw(actor: Actor, interview: Interview) -> bool:
    """Withdraw a letter or a consent: the candidate, by a link that the service itself sent."""
    return may_consent(actor, interview)
