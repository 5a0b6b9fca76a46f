"""The preparation for another round as a page says it, to the candidate or of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.local_time import date_time, day_month, local, place_of
from app.followup.schemas.preparing import PackConcern, PackPerson, PackRound, PrepPack

KINDS = {"salary": "pay", "other": "something else"}


@dataclass(frozen=True)
class Doubt:
    """A doubt without a full answer: what it was, where it came from, what there is against it."""

    words: str
    origin: str
    answer: str


@dataclass(frozen=True)
class ShownRound:
    """One round before, with its times and names in words."""

    title: str
    of: PackRound
    people: Sequence[str]
    doubts: Sequence[Doubt]
    decision: str | None
    told: Sequence[tuple[str, str]]


def rounds_to_show(pack: PrepPack, *, zone: str) -> list[ShownRound]:
    """Each round before as the page shows it, the latest first; ``zone`` is the reader's."""
    return [
        ShownRound(
            title=f"Round {one.round}, {day_month(local(one.starts_at, zone).date())}",
            of=one,
            people=[person_line(who) for who in one.people],
            doubts=[Doubt(doubt.words, _origin(doubt), doubt.answer) for doubt in one.concerns],
            decision=f"{day_month(one.decision_on)} {one.decision_on.year}" if one.decision_on else None,
            told=[(told.words, f"{told.by}, {date_time(told.at, zone)} in {place_of(zone)}") for told in one.told],
        )
        for one in pack.rounds
    ]


def person_line(who: PackPerson) -> str:
    """Name somebody with their title and their part in the decision."""
    return ", ".join(part for part in (who.name, who.title, who.role_in_decision) if part)


def _origin(doubt: PackConcern) -> str:
    kind = KINDS.get(doubt.kind or "", doubt.kind)
    raised = " ".join(
        part for part in (doubt.stated_or_sensed, f"by {doubt.raised_by}" if doubt.raised_by else "") if part
    )
    words = ", ".join(part for part in (kind, raised) if part)
    return words[:1].upper() + words[1:]
