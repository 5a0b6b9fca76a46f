"""Reports as the page shows them: sentences, tables, and bars that are drawn by the server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.reports.rendering.words import EXCLUDED, NOT_FOLLOWED_UP, STEPS, percent, took, worked
from app.reports.schemas import FollowUp, FollowUpCounts, Promptness, PromptnessRow

WIDE = 100
"""How wide a bar can be, in the units of its drawing."""


@dataclass(frozen=True)
class Bar:
    """A bar from ``start`` to ``start + length``, a mark at ``mark``, and what it says to who cannot see it."""

    start: float
    length: float
    mark: float
    says: str


@dataclass(frozen=True)
class StepLine:
    """One step of one group; ``bar`` is None where too few were counted."""

    words: str
    count: int
    elapsed: tuple[str, str] | None
    business: tuple[str, str] | None
    bar: Bar | None


@dataclass(frozen=True)
class StepGroup:
    """The steps of one group; ``name`` is None for all together."""

    name: str | None
    lines: Sequence[StepLine]


@dataclass(frozen=True)
class RateLine:
    """What became of the interviews of one group; without counts they would be about one person."""

    name: str | None
    id: str | None
    counts: FollowUpCounts | None
    sentence: str
    interval: str
    few: bool
    excluded: Sequence[tuple[str, int]]
    others: Sequence[tuple[str, int]]
    bar: Bar | None


def step_groups(report: Promptness) -> list[StepGroup]:
    """The steps by group; bars of one page share their scale."""
    longest = max((row.elapsed.p90_minutes for row in report.data if row.elapsed), default=0)
    names = dict.fromkeys((row.group_id, row.group) for row in report.data)
    return [
        StepGroup(name, [_step(row, longest) for row in report.data if row.group_id == group_id])
        for group_id, name in names
    ]


def rate_lines(report: FollowUp) -> list[RateLine]:
    """The rate of each group, in the order in which the groups stand, which is none of merit."""
    return [_rate(row.group, row.group_id, row.counts) for row in report.data]


def _step(row: PromptnessRow, longest: int) -> StepLine:
    words, elapsed, business = STEPS[row.step], row.elapsed, row.business
    if elapsed is None or business is None:
        return StepLine(words, row.count, None, None, None)
    median, p90 = took(elapsed.median_minutes), took(elapsed.p90_minutes)
    says = f"{words}: half took at most {median}, nine of ten at most {p90}"
    bar = Bar(0, _part(elapsed.p90_minutes, longest), _part(elapsed.median_minutes, longest), says)
    of_desk = (worked(business.median_minutes), worked(business.p90_minutes))
    return StepLine(words, row.count, (median, p90), of_desk, bar)


def _rate(name: str | None, group_id: str | None, counts: FollowUpCounts | None) -> RateLine:
    if counts is None:
        return RateLine(name, group_id, None, "Too few, all of one consultant", "", False, (), (), None)
    excluded, others = _named(counts.excluded, EXCLUDED), _named(counts.not_followed_up, NOT_FOLLOWED_UP)
    rate = counts.rate
    if rate is None:
        words = "None could be followed up" if counts.interviews else "No interview"
        return RateLine(name, group_id, counts, words, "", False, excluded, others, None)
    sentence = f"{counts.followed_up} of {counts.held} followed up: {percent(rate.rate)}"
    interval = f"{percent(rate.low)} to {percent(rate.high)}"
    says = f"{name or 'All'}: {sentence}, with an interval from {interval}"
    bar = Bar(round(rate.low * WIDE, 2), round((rate.high - rate.low) * WIDE, 2), round(rate.rate * WIDE, 2), says)
    return RateLine(name, group_id, counts, sentence, interval, rate.few, excluded, others, bar)


def _named(counts: Mapping[Any, int], names: Mapping[Any, str]) -> list[tuple[str, int]]:
    return [(names[key], count) for key, count in counts.items()]


def _part(minutes: int, longest: int) -> float:
    return round(minutes / longest * WIDE, 2) if longest else 0.0
