"""A report as it is answered, with nothing in it that would be about a person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.reports.rules.figures import FEW, LEAST, about_one_person, rate_of
from app.reports.rules.found import (
    FOLLOWED_UP,
    KEPT,
    Counted,
    FollowUpFound,
    Group,
    PromisesFound,
    PromptnessFound,
    Timed,
)
from app.reports.rules.periods import Wanted
from app.reports.schemas import (
    EXCLUDED,
    NOT_FOLLOWED_UP,
    NOT_KEPT,
    PROMISE_EXCLUDED,
    STEPS,
    FollowUp,
    FollowUpCounts,
    FollowUpRow,
    PromiseCounts,
    Promises,
    PromisesRow,
    Promptness,
    PromptnessRow,
    RateView,
    Span,
    Step,
)


def promptness_view(found: PromptnessFound, *, next_cursor: str | None) -> Promptness:
    """Every step of every group, also those of which nothing was counted."""
    timed = {(one.group, one.step): one for one in found.timed}
    return Promptness(
        **_about(found.wanted, next_cursor),
        opens=found.desk.work_starts,
        closes=found.desk.work_ends,
        country=found.desk.country,
        least=LEAST,
        data=[_row(group, step, timed.get((group.key, step))) for group in found.groups.rows for step in STEPS],
    )


def follow_up_view(found: FollowUpFound, *, next_cursor: str | None) -> FollowUp:
    """What became of the interviews of every group."""
    return FollowUp(
        **_about(found.wanted, next_cursor),
        data=[
            FollowUpRow(group=group.name, group_id=group.id, counts=_counts(_of(found.counted, group)))
            for group in found.groups.rows
        ],
    )


def promises_view(found: PromisesFound, *, next_cursor: str | None) -> Promises:
    """What became of the promises about the interviews of every group."""
    return Promises(
        **_about(found.wanted, next_cursor),
        data=[
            PromisesRow(group=group.name, group_id=group.id, counts=_promise_counts(_of(found.counted, group)))
            for group in found.groups.rows
        ],
    )


def _of(counted: Sequence[Counted], group: Group) -> list[Counted]:
    return [one for one in counted if one.group == group.key]


def _about(wanted: Wanted, next_cursor: str | None) -> dict[str, Any]:
    return {
        "first_day": wanted.first,
        "last_day": wanted.last,
        "time_zone": wanted.zone,
        "as_of": wanted.now,
        "by": wanted.by,
        "next_cursor": next_cursor,
    }


def _row(group: Group, step: Step, timed: Timed | None) -> PromptnessRow:
    enough = timed is not None and timed.count >= LEAST
    return PromptnessRow(
        group=group.name,
        group_id=group.id,
        step=step,
        count=timed.count if timed else 0,
        elapsed=_span(timed.median, timed.p90) if timed and enough else None,
        business=_span(timed.business_median, timed.business_p90) if timed and enough else None,
    )


def _span(median: float, p90: float) -> Span:
    return Span(median_minutes=round(median / 60), p90_minutes=round(p90 / 60))


def _counts(counted: Sequence[Counted]) -> FollowUpCounts | None:
    fates = _fates(counted, apart=EXCLUDED)
    if fates is None:
        return None
    excluded = _those(fates, EXCLUDED)
    held = fates.total() - sum(excluded.values())
    return FollowUpCounts(
        interviews=fates.total(),
        excluded=excluded,
        held=held,
        followed_up=fates[FOLLOWED_UP],
        not_followed_up=_those(fates, NOT_FOLLOWED_UP),
        rate=_rate(fates[FOLLOWED_UP], held),
    )


def _promise_counts(counted: Sequence[Counted]) -> PromiseCounts | None:
    fates = _fates(counted, apart=PROMISE_EXCLUDED)
    if fates is None:
        return None
    excluded = _those(fates, PROMISE_EXCLUDED)
    due = fates.total() - sum(excluded.values())
    return PromiseCounts(
        made=fates.total(),
        excluded=excluded,
        due=due,
        kept=fates[KEPT],
        not_kept=_those(fates, NOT_KEPT),
        rate=_rate(fates[KEPT], due),
    )


def _fates(counted: Sequence[Counted], *, apart: Sequence[str]) -> Counter[str] | None:
    """Add up one group; None where all of it, or all but what stands ``apart``, would be about one consultant."""
    for some in (counted, [one for one in counted if one.fate not in apart]):
        if about_one_person(sum(one.count for one in some), _consultants(some)):
            return None
    fates: Counter[str] = Counter()
    for one in counted:
        fates[one.fate] += one.count
    return fates


def _consultants(counted: Sequence[Counted]) -> int:
    return len({one.consultant_id for one in counted})


def _those(fates: Mapping[str, int], names: Sequence[Any]) -> dict[Any, int]:
    return {name: fates[name] for name in names if fates[name]}


def _rate(hits: int, of: int) -> RateView | None:
    rate = rate_of(hits, of)
    if rate is None:
        return None
    return RateView(rate=round(rate.share, 4), low=round(rate.low, 4), high=round(rate.high, 4), few=of < FEW)
