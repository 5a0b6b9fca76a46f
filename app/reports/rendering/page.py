"""Reports as the page shows them: sentences, tables, and bars that are drawn by the server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.reports.rendering.words import (
    EXCLUDED,
    NOT_FOLLOWED_UP,
    NOT_KEPT,
    PROMISE_EXCLUDED,
    STEPS,
    percent,
    took,
    worked,
)
from app.reports.schemas import FollowUp, FollowUpRow, Promises, PromisesRow, Promptness, PromptnessRow, RateView

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
class CountLine:
    """A line of the table beside a rate; ``heads``: it stands for the whole, ``sums``: it adds up those above."""

    words: str
    count: int
    heads: bool = False
    sums: bool = False


@dataclass(frozen=True)
class RateLine:
    """A rate of one group; without a table where it would be about one person."""

    name: str | None
    id: str | None
    sentence: str
    interval: str = ""
    few: bool = False
    bar: Bar | None = None
    table: Sequence[CountLine] | None = None


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
    return [_followed_up(row) for row in report.data]


def promise_lines(report: Promises) -> list[RateLine]:
    """The share of promises kept of each group, in the same order."""
    return [_promised(row) for row in report.data]


def _step(row: PromptnessRow, longest: int) -> StepLine:
    words, elapsed, business = STEPS[row.step], row.elapsed, row.business
    if elapsed is None or business is None:
        return StepLine(words, row.count, None, None, None)
    median, p90 = took(elapsed.median_minutes), took(elapsed.p90_minutes)
    says = f"{words}: half took at most {median}, nine of ten at most {p90}"
    bar = Bar(0, _part(elapsed.p90_minutes, longest), _part(elapsed.median_minutes, longest), says)
    of_desk = (worked(business.median_minutes), worked(business.p90_minutes))
    return StepLine(words, row.count, (median, p90), of_desk, bar)


def _followed_up(row: FollowUpRow) -> RateLine:
    counts = row.counts
    if counts is None:
        return _hidden(row)
    table = [
        CountLine("Followed up", counts.followed_up, heads=True),
        *_named("Not followed up: ", counts.not_followed_up, NOT_FOLLOWED_UP),
        CountLine("Held, and counted", counts.held, heads=True, sums=True),
        *_named("Not counted: ", counts.excluded, EXCLUDED),
        CountLine("All interviews", counts.interviews, heads=True, sums=True),
    ]
    none = "None could be followed up" if counts.interviews else "No interview"
    return _rate(row, f"{counts.followed_up} of {counts.held} followed up", counts.rate, none, table)


def _promised(row: PromisesRow) -> RateLine:
    counts = row.counts
    if counts is None:
        return _hidden(row)
    table = [
        CountLine("Kept: the candidate heard in time", counts.kept, heads=True),
        *_named("", counts.not_kept, NOT_KEPT),
        CountLine("Came due, and counted", counts.due, heads=True, sums=True),
        *_named("Not counted: ", counts.excluded, PROMISE_EXCLUDED),
        CountLine("All promises", counts.made, heads=True, sums=True),
    ]
    none = "No promise has come due" if counts.made else "No promise yet"
    return _rate(row, f"{counts.kept} of {counts.due} kept", counts.rate, none, table)


def _hidden(row: FollowUpRow | PromisesRow) -> RateLine:
    return RateLine(row.group, row.group_id, "Too few, all of one consultant")


def _rate(
    row: FollowUpRow | PromisesRow, counted: str, rate: RateView | None, none: str, table: Sequence[CountLine]
) -> RateLine:
    if rate is None:
        return RateLine(row.group, row.group_id, none, table=table)
    sentence, interval = f"{counted}: {percent(rate.rate)}", f"{percent(rate.low)} to {percent(rate.high)}"
    says = f"{row.group or 'All'}: {sentence}, with an interval from {interval}"
    bar = Bar(round(rate.low * WIDE, 2), round((rate.high - rate.low) * WIDE, 2), round(rate.rate * WIDE, 2), says)
    return RateLine(row.group, row.group_id, sentence, interval, rate.few, bar, table)


def _named(before: str, counts: Mapping[Any, int], names: Mapping[Any, str]) -> list[CountLine]:
    lines = [(names[key], count) for key, count in counts.items()]
    return [CountLine(f"{before}{_lower(words) if before else words}", count) for words, count in lines]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _part(minutes: int, longest: int) -> float:
    return round(minutes / longest * WIDE, 2) if longest else 0.0
