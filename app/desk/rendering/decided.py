"""What was decided on a review item, as a sentence: "Sam Idowu approved it at 14:02"."""

from datetime import datetime
from typing import Final

from app.core.local_time import day_month, local

DID: Final = {
    "approved": "approved it",
    "released": "released it to the candidate",
    "returned": "returned it",
    "suggested": "suggested other wording",
    "accepted": "accepted it",
    "not_forwarded": "decided not to forward it",
    "withdrawn": "took it back",
}
CANDIDATE: Final = "The candidate"


def decided_words(decision: str, by: str | None, at: datetime, zone: str, *, now: datetime) -> str:
    """Say who decided what, and when by the agency's clock; ``by`` is None for what the candidate did."""
    then, today = local(at, zone), local(now, zone).date()
    day = "" if then.date() == today else f" on {day_month(then.date())}"
    return f"{by or CANDIDATE} {DID.get(decision, 'took it off the desk')}{day} at {then:%H:%M}"


def looking_words(others: tuple[str, ...] | list[str]) -> str:
    """Say who else has it open; empty for nobody."""
    if not others:
        return ""
    *most, last = others
    return f"{', '.join(most)} and {last} are looking" if most else f"{last} is looking"
