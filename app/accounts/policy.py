"""What may be done with users, keys and settings."""

from app.core.actor import Actor, ConsultantActor, IntegrationActor


def may_administer(actor: Actor) -> bool:
    """Settings, users and keys: an admin, or a key with the scope ``admin``."""
    if isinstance(actor, ConsultantActor):
        return actor.role == "admin"
    return isinstance(actor, IntegrationActor) and "admin" in actor.scopes
