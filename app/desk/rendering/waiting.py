"""A row of the queue in words: how urgent, about whom, what waits, what the client's clocks show, who has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.core.ids import public_id
from app.core.local_time import local
from app.desk.rendering.clock import Tag, clock_in, cut_off_tag
from app.reviews.models import ReviewItem

NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Line:
    """One row of the queue; ``mine`` where it is the reader's to do, ``claimable`` where they may take it."""

    id: str
    seen: int
    tag: Tag
    due_why: str
    candidate: str
    about: str
    waits: str
    there: str
    holder: str
    mine: bool
    claimable: bool


def line_of(
    item: ReviewItem,
    *,
    candidate: str,
    job: str,
    client: str,
    holder: str | None,
    looking: Sequence[str],
    me: UUID,
    here: str,
    decides: bool,
    now: datetime,
) -> Line:
    """Say one row; ``here`` is the reader's zone, ``holder`` the name of who claimed it."""
    claimed = item.claimed_by is not None and item.claimed_until is not None and item.claimed_until > now
    return Line(
        id=public_id("rvw", item.id),
        seen=item.revision,
        tag=_tag(item, here, now),
        due_why=item.due_why or "",
        candidate=candidate,
        about=f"{job} · {client}",
        waits=what_waits(item, candidate),
        there=clock_in(item.cut_off_zone or here, now=now),
        holder=_held(item, claimed, holder, looking, me, here),
        mine=claimed and item.claimed_by == me,
        claimable=decides and item.decision is None and not claimed,
    )


def what_waits(item: ReviewItem, candidate: str) -> str:
    """Say what waits: "Letter v2, one concern open", "Debrief, 2 of 9 items missing"."""
    match item.kind:
        case "letter":
            said = f"Letter v{item.version}{_after_return(item.facts)}{_concerns(item.facts)}"
        case "debrief":
            said = f"Debrief{_missing(item.facts)}"
        case "summary":
            said = f"Summary for the client, v{item.version}{_after_return(item.facts)}"
        case _:
            said = "Something new, told after the debrief"
    return f"{said} · waits for {candidate.split()[0]}" if item.waits_for == "candidate" else said


def _tag(item: ReviewItem, here: str, now: datetime) -> Tag:
    if item.decision is not None:
        return Tag("", "✓", "Decided")
    return cut_off_tag(item.due_at, item.cut_off_zone or here, now=now)


def _held(item: ReviewItem, claimed: bool, holder: str | None, looking: Sequence[str], me: UUID, here: str) -> str:
    if claimed and item.claimed_by == me:
        return "you"
    if claimed and item.claimed_until is not None:
        return f"{(holder or 'A colleague').split()[0]} has it until {local(item.claimed_until, here):%H:%M}"
    if looking:
        return f"{looking[0].split()[0]} is reading"
    return "unclaimed"


def _after_return(facts: Mapping[str, object]) -> str:
    return " after a return" if facts.get("after_return") else ""


def _concerns(facts: Mapping[str, object]) -> str:
    count = facts.get("open_concerns")
    if not isinstance(count, int):
        return ""
    if count == 0:
        return ", every concern answered"
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f", {number} concern{'' if count == 1 else 's'} open"


def _missing(facts: Mapping[str, object]) -> str:
    missing, of = facts.get("missing"), facts.get("of")
    if not isinstance(missing, int):
        return ""
    return f", {missing} of {of} items missing" if missing else ", complete"
