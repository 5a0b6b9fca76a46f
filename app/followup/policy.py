"""Who may note a call to the client, record what became of an interview, and tell its candidate."""

from app.core.actor import Actor, ConsultantActor
from app.interviews.models import Interview
from app.interviews.policy import may_decide


def may_note_call(actor: Actor) -> bool:
    """Whoever rings clients: consultants and managers, for a colleague's interview too. It is a fact, no decision."""
    return isinstance(actor, ConsultantActor) and actor.role in {"consultant", "manager"}


def may_tell_candidate(actor: Actor, interview: Interview) -> bool:
    """Record an outcome, write what the candidate hears, and tell them: whoever decides on what waits (ADR 0022)."""
    return may_decide(actor, interview)
