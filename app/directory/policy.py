"""What may be done with the directory."""

from app.core.actor import Actor, ConsultantActor, IntegrationActor


def may_change(actor: Actor) -> bool:
    """Change clients and contacts: consultants, managers, and keys that announce interviews."""
    if isinstance(actor, ConsultantActor):
        return actor.role in {"consultant", "manager"}
    return isinstance(actor, IntegrationActor) and "interviews:write" in actor.scopes
