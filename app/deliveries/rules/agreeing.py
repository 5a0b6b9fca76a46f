"""What a candidate is told before and after they agree, or take it back; pure."""

from collections.abc import Sequence, Set
from uuid import UUID

from app.deliveries.rules.telling import first_name, listed
from app.deliveries.schemas import PlannedSend
from app.letters.states import LETTER

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


def can_be_stopped(state: str, agreed: Set[UUID], going: Sequence[tuple[UUID, str]]) -> bool:
    """Whether taking a letter back still stops anything: until it was sent to everybody whom it was agreed for.

    ``going`` names the person and the state of each delivery. What is being handed over, or is in doubt, is not tried
    again once the letter was taken back; so is what did not get through.
    """
    if state != "approved":
        return "withdrawn" in LETTER.table.get(state, frozenset())
    alive = [(person, became) for person, became in going if became != "cancelled"]
    sent = {person for person, became in alive if became == "sent"}
    return not sent or bool(agreed - sent) or any(became != "sent" for _, became in alive)


def together(plans: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Say once what holds for several people alike, but for whose day it is: names, and when it goes to them."""
    alike: dict[str, list[tuple[str, str]]] = {}
    for name, words in plans:
        alike.setdefault(words.replace(f"{first_name(name)}’s", "their"), []).append((name, words))
    return [
        (listed([name for name, _ in group]), group[0][1] if len(group) == 1 else words)
        for words, group in alike.items()
    ]


def would_go(plan: PlannedSend, *, consultant: str) -> str:
    """Say when a letter goes to one person, on what condition, and why then (P11)."""
    if plan.waits_for is not None:
        return f"{plan.why}. Then you read here when it goes."
    return f"If {first_name(consultant)} approves by then: {plan.both_ends}. {plan.why.rstrip('.')}."
