"""What may be done with users, keys and settings."""

from uuid import UUID

from app.core.actor import Actor, ConsultantActor, IntegrationActor


def may_administer(actor: Actor) -> bool:
    """Settings, users and keys: an admin, or a key with the scope ``admin``."""
    if isinstance(actor, ConsultantActor):
        return actor.role == "admin"
    return isinstance(actor, IntegrationActor) and "admin" in actor.scopes


def may_arrange_cover(actor: Actor, *, of: UUID) -> bool:
    """Who stands in while somebody is away: a consultant for themselves, a manager or admin for anybody."""
    if isinstance(actor, ConsultantActor) and actor.role in {"consultant", "manager"}:
        return actor.role == "manager" or actor.id == of
    return may_administer(actor)
