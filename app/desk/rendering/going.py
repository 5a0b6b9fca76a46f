"""Where the deliveries of a letter are, in the words of a desk (rule 11: "sent" is all that is known)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.core.ids import public_id
from app.deliveries.models import Delivery
from app.desk.rendering.clock import at_both_ends
from app.interviews.models import Met

STOPPABLE: Final = frozenset({"held", "scheduled"})


@dataclass(frozen=True)
class Going:
    """One delivery: to whom, what is to say of it, and its ETag; ``stoppable`` until a worker has taken it."""

    id: str
    seen: int
    name: str
    address: str | None
    state: str
    tone: str
    says: str
    why: str | None
    zone: str
    stoppable: bool
    scheduled: bool


def going(deliveries: Sequence[Delivery], met: Sequence[Met], *, here: str, now: datetime) -> list[Going]:
    """Say where each delivery is, in the order in which they were planned."""
    known = {who.person.id: who for who in met}
    return [_going(one, known.get(one.person_id), here, now) for one in deliveries]


def _going(delivery: Delivery, who: Met | None, here: str, now: datetime) -> Going:
    contact = who.contact if who else None
    zone = contact.time_zone if contact else here
    tone, says = said_of(delivery, zone, here, now)
    return Going(
        id=public_id("dlv", delivery.id),
        seen=delivery.audit_seq,
        name=who.person.name if who else "Somebody who was taken off the interview",
        address=delivery.address,
        state=delivery.state,
        tone=tone,
        says=says,
        why=delivery.why_then if delivery.state == "scheduled" else None,
        zone=zone,
        stoppable=delivery.state in STOPPABLE,
        scheduled=delivery.state == "scheduled",
    )


def said_of(delivery: Delivery, zone: str, here: str, now: datetime) -> tuple[str, str]:
    """The tone and the words for where a delivery is; ``zone`` is that of its reader."""

    def when(moment: datetime | None) -> str:
        return at_both_ends(moment or delivery.created_at, zone, here, now=now)

    match delivery.state:
        case "held":
            return "warn", "Waits for an address; it goes once there is one"
        case "scheduled":
            return "good", f"Sends {when(delivery.scheduled_for)}"
        case "claimed" | "sending":
            return "", "Is being handed to their mail server now; it can no longer be stopped"
        case "sent":
            return "good", f"Sent {when(delivery.sent_at)}"
        case "in_doubt":
            return "bad", "No answer came from their mail server: whether it arrived is for you to find out"
        case "bounced":
            return "bad", "Came back after it was sent"
        case "failed":
            return "bad", "Their mail server did not take it"
        case _:
            return "", f"Stopped: {delivery.cause}" if delivery.cause else "Stopped"
