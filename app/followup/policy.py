"""Who may note a call to the client, write to the candidate, and ask for news."""

from app.core.actor import Actor, ConsultantActor
from app.interviews.models import Interview
from app.interviews.policy import may_consent, may_decide


def may_note_call(actor: Actor) -> bool:
    """Whoever rings clients: consultants and managers, for a colleague's interview too. It is a fact, no decision."""
    return isinstance(actor, ConsultantActor) and actor.role in {"consultant", "manager"}


def may_write_to_candidate(actor: Actor, interview: Interview) -> bool:
    """Write where it stands, and promise by when they hear next: whoever decides on the interview."""
    return may_decide(actor, interview)


def may_ask_for_news(actor: Actor, interview: Interview) -> bool:
    """Ask for news: the candidate, by a link that the service itself sent; by another one the page shows no promise."""
    return may_consent(actor, interview)
