"""A report as it is answered, with nothing in it that would be about a person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.reports.rules.figures import FEW, LEAST, about_one_person, rate_of
from app.reports.rules.found import FOLLOWED_UP, Counted, FollowUpFound, Group, PromptnessFound, Timed
from app.reports.rules.periods import Wanted
from app.reports.schemas import (
    EXCLUDED,
    NOT_FOLLOWED_UP,
    STEPS,
    FollowUp,
    FollowUpCounts,
    FollowUpRow,
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
            FollowUpRow(
                group=group.name,
                group_id=group.id,
                counts=_counts([one for one in found.counted if one.group == group.key]),
            )
            for group in found.groups.rows
        ],
    )


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
    """Add up one group; None where it would be about one consultant."""
    fates: Counter[str] = Counter()
    for one in counted:
        fates[one.fate] += one.count
    excluded = _those(fates, EXCLUDED)
    held = fates.total() - sum(excluded.values())
    if about_one_person(fates.total(), _consultants(counted)) or about_one_person(
        held, _consultants([one for one in counted if one.fate not in EXCLUDED])
    ):
        return None
    return FollowUpCounts(
        interviews=fates.total(),
        excluded=excluded,
        held=held,
        followed_up=fates[FOLLOWED_UP],
        not_followed_up=_those(fates, NOT_FOLLOWED_UP),
        rate=_rate(fates[FOLLOWED_UP], held),
    )


def _consultants(counted: Sequence[Counted]) -> int:
    return len({one.consultant_id for one in counted})


def _those(fates: Mapping[str, int], names: Sequence[Any]) -> dict[Any, int]:
    return {name: fates[name] for name in names if fates[name]}


def _rate(hits: int, held: int) -> RateView | None:
    rate = rate_of(hits, held)
    if rate is None:
        return None
    return RateView(rate=round(rate.share, 4), low=round(rate.low, 4), high=round(rate.high, 4), few=held < FEW)
