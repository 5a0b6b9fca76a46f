"""What a candidate is told before and after they agree, or take it back; pure."""

from app.deliveries.rules.telling import first_name
from app.deliveries.schemas import PlannedSend

NOT_YET = {
    "draft": "It is not with {consultant} yet. Send it for review first; then you agree to exactly what was sent.",
    "changes_requested": "{consultant} sent it back with a question. Answer it, send it again, and agree to that.",
    "withdrawn": "You took it back. Open it again if you want it to go after all.",
    "not_forwarded": "{consultant} decided not to forward it, and says why.",
    "released": "{consultant} cleared it for you. You arranged this interview yourself, so you send it yourself.",
}
"""Why there is nothing to agree to, by the state of the letter."""


def nothing_to_agree_to(state: str, version: int, *, direct: bool, consultant: str) -> str | None:
    """Say why a letter is not to be agreed to now; None where it is."""
    words = NOT_YET.get("draft" if version == 0 and state != "withdrawn" else state)
    if words is None and direct:
        words = (
            "You arranged this interview yourself, so you send it yourself, as soon as {consultant} has looked at it."
        )
    return words.format(consultant=first_name(consultant)) if words else None


def would_go(plan: PlannedSend, *, consultant: str) -> str:
    """Say when a letter goes to one person, on what condition, and why then (P11)."""
    if plan.waits_for is not None:
        return f"{plan.why}. Then you read here when it goes."
    return f"If {first_name(consultant)} approves by then: {plan.both_ends}. {plan.why.rstrip('.')}."
