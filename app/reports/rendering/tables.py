"""A report as a table for spreadsheets (RFC 4180)."""

from collections.abc import Sequence

from app.desk.rules.tables import written
from app.reports.schemas import (
    EXCLUDED,
    NOT_FOLLOWED_UP,
    NOT_KEPT,
    PROMISE_EXCLUDED,
    FollowUp,
    FollowUpRow,
    Promises,
    PromisesRow,
    Promptness,
    PromptnessRow,
    RateView,
    Span,
)

_PERIOD = ("first_day", "last_day", "group", "group_id")


def promptness_table(report: Promptness) -> str:
    """One line for each step of each group; spans that are not given are empty."""
    spans = [f"{kind}_{name}" for kind in ("elapsed", "business") for name in Span.model_fields]
    lines = [[*_of(report, row), row.step, str(row.count), *_spans(row)] for row in report.data]
    return written([[*_PERIOD, "step", "count", *spans], *lines])


def follow_up_table(report: FollowUp) -> str:
    """One line for each group; a column for each reason."""
    header = [*_PERIOD, "interviews", *EXCLUDED, "held", "followed_up", *NOT_FOLLOWED_UP, "rate", "low", "high"]
    return written([header, *([*_of(report, row), *_counts(row)] for row in report.data)])


def promises_table(report: Promises) -> str:
    """One line for each group; a column for each thing that became of a promise."""
    header = [*_PERIOD, "made", *PROMISE_EXCLUDED, "due", "kept", *NOT_KEPT, "rate", "low", "high"]
    return written([header, *([*_of(report, row), *_promise_counts(row)] for row in report.data)])


def _of(report: Promptness | FollowUp | Promises, row: PromptnessRow | FollowUpRow | PromisesRow) -> list[str]:
    return [report.first_day.isoformat(), report.last_day.isoformat(), row.group or "", row.group_id or ""]


def _spans(row: PromptnessRow) -> list[str]:
    minutes: list[int | str] = []
    for span in (row.elapsed, row.business):
        minutes += [span.median_minutes, span.p90_minutes] if span else ["", ""]
    return [str(one) for one in minutes]


def _counts(row: FollowUpRow) -> Sequence[str]:
    if row.counts is None:
        return [""] * (len(EXCLUDED) + len(NOT_FOLLOWED_UP) + 6)
    counts = row.counts
    numbers = [
        counts.interviews,
        *(counts.excluded.get(one, 0) for one in EXCLUDED),
        counts.held,
        counts.followed_up,
        *(counts.not_followed_up.get(one, 0) for one in NOT_FOLLOWED_UP),
    ]
    return [*(str(one) for one in numbers), *_rate(counts.rate)]


def _promise_counts(row: PromisesRow) -> Sequence[str]:
    if row.counts is None:
        return [""] * (len(PROMISE_EXCLUDED) + len(NOT_KEPT) + 6)
    counts = row.counts
    numbers = [
        counts.made,
        *(counts.excluded.get(one, 0) for one in PROMISE_EXCLUDED),
        counts.due,
        counts.kept,
        *(counts.not_kept.get(one, 0) for one in NOT_KEPT),
    ]
    return [*(str(one) for one in numbers), *_rate(counts.rate)]


def _rate(rate: RateView | None) -> list[str]:
    return [str(one) for one in (rate.rate, rate.low, rate.high)] if rate else ["", "", ""]
