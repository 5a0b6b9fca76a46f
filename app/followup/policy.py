"""Who may note a call to the client, and what the client said."""

from app.core.actor import Actor, ConsultantActor


def may_note_call(actor: Actor) -> bool:
    """Whoever rings clients: consultants and managers, for a colleague's interview too. It is a fact, no decision."""
    return isinstance(actor, ConsultantActor) and actor.role in {"consultant", "manager"}


def may_take_feedback(actor: Actor) -> bool:
    """Whoever rings clients, for a colleague's interview too: who happens to be told takes it down."""
    return may_note_call(actor)
