"""What may be done with a debrief, beyond what `app.interviews.policy` says of all that belongs to an interview."""

from app.core.actor import Actor, CandidateActor
from app.interviews.models import Interview
from app.interviews.policy import may_write


def may_see_stored(actor: Actor, interview: Interview) -> bool:
    """See what the candidate saved earlier: for a candidate, only by a link that the service itself sent.

    Who was handed a link, or made one, could else read drafts and confidences with it.
    """
    if not isinstance(actor, CandidateActor):
        return True
    return may_write(actor, interview) and actor.link == "sent"
