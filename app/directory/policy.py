"""What may be done with the directory."""

from app.core.actor import Actor, ConsultantActor, IntegrationActor


def may_change(actor: Actor) -> bool:
    """Change clients and contacts: consultants, managers, and keys that announce interviews."""
    if isinstance(actor, ConsultantActor):
        return actor.role in {"consultant", "manager"}
    return isinstance(actor, IntegrationActor) and "interviews:write" in actor.scopes


def may_correct_calendar(actor: Actor, *, of_country: bool) -> bool:
    """Correct a calendar: a country's as a manager, admin or key, a client's or contact's as whoever changes those."""
    if isinstance(actor, ConsultantActor) and of_country:
        return actor.role in {"manager", "admin"}
    return may_change(actor)
