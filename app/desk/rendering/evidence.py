"""What is known of one delivery, in the words of a desk: where it stands, what it means, and every step it took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.audit.queries import TrailEntry
from app.deliveries.models import Delivery
from app.deliveries.queries.board import DeliveryRow
from app.desk.rendering.clock import Tag, at_both_ends, day_time
from app.desk.rendering.going import said_of

_TAGS: Final = {
    "held": Tag("warn", "▲", "Needs an address"),
    "scheduled": Tag("", "◷", "Waits for its time"),
    "claimed": Tag("", "◷", "Being handed over"),
    "sending": Tag("", "◷", "Being handed over"),
    "sent": Tag("", "✓", "Sent"),
    "in_doubt": Tag("bad", "▲", "In doubt"),
    "failed": Tag("bad", "▲", "Not taken"),
    "bounced": Tag("bad", "▲", "Came back"),
    "cancelled": Tag("", "–", "Stopped"),
}
_STEPS: Final = {
    "delivery.scheduled": ("{approved}, to go {goes}", ""),
    "delivery.held": ("{who} approved it; it waits for an address", ""),
    "delivery.rescheduled": ("{who} moved it to {goes}{cause}", ""),
    "delivery.sent_now": ("{who} sent it without waiting for their morning: {reason}", ""),
    "delivery.claimed": ("Attempt {attempt}: going to {server}", ""),
    "delivery.sending": ("Began to hand over the message", ""),
    "delivery.deferred": ("Not taken yet; tried again {goes}", "warn"),
    "delivery.failed": ("Refused{code}", "bad"),
    "delivery.sent": ("Their mail server took it", "good"),
    "delivery.in_doubt": ("No answer came: from here on it is in doubt", "bad"),
    "delivery.resolved": ("{who} {found}: {reason}", "good"),
    "delivery.cancelled": ("{who} stopped it{cause}", ""),
}
"""What a desk reads of each entry, and its tone; of any other, what the trail says."""
_BY_HAND: Final = "a consultant "
"""How a cause begins that says no more than who did it, who is named anyway."""
_FOUND: Final = {"delivered": "found out that it arrived", "send_again": "had it sent again"}


@dataclass(frozen=True)
class DeliveryLine:
    """One row of the list of deliveries."""

    id: str
    tag: Tag
    title: str
    about: str
    says: str
    why: str
    holder: str


@dataclass(frozen=True)
class Step:
    """One thing that happened to a delivery: when at the agency, and what."""

    at: str
    words: str
    tone: str = ""


def tag_of(delivery: Delivery) -> Tag:
    """Name the state in a word with its sign; tried and not taken yet, it says so."""
    if delivery.state == "scheduled" and delivery.attempts:
        return Tag("warn", "◷", "Not taken yet")
    return _TAGS[delivery.state]


def title_of(row: DeliveryRow) -> str:
    """Name what goes to whom: "Letter to Dana Whitfield"."""
    return f"{row.what.capitalize()} to {row.person}"


def line_of(row: DeliveryRow, *, public_id: str, here: str, now: datetime) -> DeliveryLine:
    """Say one row of the list; ``here`` is the reader's zone."""
    delivery = row.delivery
    _, says = said_of(delivery, row.contact.time_zone if row.contact else here, here, now)
    return DeliveryLine(
        id=public_id,
        tag=tag_of(delivery),
        title=title_of(row),
        about=f"{row.candidate} · {row.job} · {row.client}",
        says=says,
        why=delivery.reply or "" if delivery.state in {"failed", "scheduled"} else "",
        holder=row.consultant,
    )


def meaning_of(row: DeliveryRow, *, here: str, now: datetime) -> str:
    """Say what the state means and what happens next, without claiming more than is known (rule 11)."""
    delivery, zone = row.delivery, row.contact.time_zone if row.contact else here
    first = row.candidate.split()[0]
    match delivery.state:
        case "held":
            return "It is approved. It goes by itself as soon as it is known which contact this is and where they read."
        case "scheduled" if delivery.attempts:
            return "Their mail server asked to be tried again later. That happens by itself, for about three days."
        case "scheduled":
            return f"Until it goes it can be stopped. {first} sees the same time."
        case "claimed" | "sending":
            return "It can no longer be stopped. Look again in a minute."
        case "sent":
            return "Whether it was read is not known."
        case "in_doubt":
            begun = at_both_ends(delivery.claimed_at or delivery.created_at, zone, here, now=now)
            return (
                f"It was handed to their mail server {begun}, and no answer came. It may or may not have arrived. "
                "It is not sent again unless you decide so."
            )
        case "failed":
            return "It did not arrive, and it is not tried again by itself."
        case "bounced":
            return "Their mail server took it first and then sent it back."
        case _:
            return "Nothing goes."


def steps_of(
    entries: Sequence[tuple[TrailEntry, str]], delivery: Delivery, *, zone: str, here: str, now: datetime
) -> list[Step]:
    """Say each entry of the trail, newest first, by the clocks of the reader's place and the agency's."""
    return [_step(one, who, delivery, zone, here, now) for one, who in entries]


def _step(entry: TrailEntry, who: str, delivery: Delivery, zone: str, here: str, now: datetime) -> Step:
    event = entry.event
    words, tone = _STEPS.get(event.action, ("", ""))
    then, code, cause = (event.details.get(name) for name in ("scheduled_for", "code", "cause"))
    named = {
        "who": who,
        "approved": "Its address was found" if who == "Afterword" else f"{who} approved it",
        "goes": at_both_ends(datetime.fromisoformat(str(then)), zone, here, now=now) if then else "",
        "reason": entry.values.get("reason", "(erased)"),
        "cause": "" if str(cause).startswith(_BY_HAND) else f": {cause}",
        "attempt": event.details.get("attempt"),
        "server": f"the mail server for {delivery.address.rpartition('@')[2]}" if delivery.address else "a mail server",
        "code": f" with code {code}" if code else "",
        "found": _FOUND.get(str(event.details.get("resolution")), ""),
    }
    said = words.format_map(named) if words else entry.sentence(who)
    return Step(day_time(event.at, here, now=now), said, tone)


def arrived(entries: Sequence[tuple[TrailEntry, str]], delivery: Delivery, *, here: str, now: datetime) -> str | None:
    """Say who found out that it arrived, where that is how it ended and not by the mail server's answer."""
    ended = {"delivery.sent", "delivery.resolved"}
    for one, who in entries:
        if delivery.state == "sent" and one.event.action in ended:
            by_hand = one.event.action == "delivery.resolved"
            return f"{who} found out that it arrived, {day_time(one.event.at, here, now=now)}" if by_hand else None
    return None


def refused_words(newest: Step, row: DeliveryRow) -> str:
    """Say what happened to a delivery since it was read, where a decision came too late."""
    return f"Meanwhile, {newest.at}: {newest.words}. Decide on the {row.what} as it stands now."


def done_words(done: str, row: DeliveryRow, *, in_queue: bool) -> str:
    """Say what the last press did; nothing where the delivery is elsewhere by now."""
    delivery, under_way = row.delivery, row.delivery.state in {"scheduled", "claimed", "sending", "sent"}
    if done == "stopped" and delivery.state == "cancelled":
        return f"Stopped: nothing of it goes.{f' The {row.what} waits in the queue again.' if in_queue else ''}"
    if done == "now" and under_way and delivery.planned_by == "now":
        return "It goes now."
    if done == "moved" and delivery.state == "scheduled":
        return "The new time is kept."
    if done == "delivered" and delivery.state == "sent":
        return f"Kept: it arrived. {row.consultant} gets a copy by mail."
    if done == "send_again" and under_way:
        return "It is sent again now, with the same Message-ID."
    return ""
