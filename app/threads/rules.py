"""Who reads the consultants' private notes (rule 4)."""

from app.core.actor import Actor, ConsultantActor


def reads_private(actor: Actor) -> bool:
    """Whether private notes exist for somebody: users who read content, compliance too, but not through a key, which
    hands on what it reads to another system."""
    return isinstance(actor, ConsultantActor) and actor.role != "admin" and actor.via_key_id is None
