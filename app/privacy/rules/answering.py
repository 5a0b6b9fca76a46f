"""Who answers for what is held about people; pure."""

from app.core.actor import Actor, ConsultantActor, SystemActor


def may_answer_for_people(actor: Actor) -> bool:
    """Export, erase and hold: compliance; and the operator at the command line."""
    if isinstance(actor, ConsultantActor):
        return actor.role == "compliance" and actor.via_key_id is None
    return isinstance(actor, SystemActor)
