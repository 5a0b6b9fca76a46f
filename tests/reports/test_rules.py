"""What reports count with: periods, business hours, and what may be said of few."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory.rules import WorkingTime
from app.reports.rendering.words import days_words, percent, took, worked
from app.reports.rules.figures import about_one_person, rate_of
from app.reports.rules.hours import desk_days
from app.reports.rules.periods import PeriodNotReported, Wanted, months_of, period
from tests.reports.recompute import Desk

TODAY = date(2026, 11, 23)
LONDON = WorkingTime("Europe/London", time(9), time(17, 30), "GB")
BANK_HOLIDAYS = frozenset(
    {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29)}
)
INSTANTS = st.datetimes(datetime(2026, 12, 1), datetime(2027, 4, 30), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, (date(2026, 10, 1), date(2026, 10, 31))),
        (date(2026, 9, 10), None, (date(2026, 9, 10), date(2026, 9, 30))),
        (date(2026, 11, 10), None, (date(2026, 11, 10), TODAY)),
        (None, date(2026, 9, 10), (date(2026, 9, 1), date(2026, 9, 10))),
        (date(2025, 11, 1), date(2026, 11, 30), (date(2025, 11, 1), date(2026, 11, 30))),
    ],
)
def test_a_period_is_what_was_asked_for_else_the_last_full_month(
    first: date | None, last: date | None, days: tuple[date, date]
) -> None:
    assert period(first, last, today=TODAY) == days


def test_a_period_that_is_too_long_is_refused() -> None:
    with pytest.raises(PeriodNotReported):
        period(date(2025, 10, 1), TODAY, today=TODAY)


def test_a_period_names_its_months_and_begins_at_midnight_there() -> None:
    wanted = Wanted(date(2026, 11, 20), date(2027, 1, 2), "America/New_York", datetime(2027, 2, 1, tzinfo=UTC))
    assert months_of(wanted) == ["2026-11", "2026-12", "2027-01"]
    assert wanted.begins_at == datetime(2026, 11, 20, 5, tzinfo=UTC)
    assert wanted.ends_at == datetime(2027, 1, 3, 5, tzinfo=UTC)


@given(INSTANTS, INSTANTS)
def test_business_hours_counted_by_day_are_those_counted_one_by_one(one: datetime, other: datetime) -> None:
    since, until = min(one, other), max(one, other)
    days = {day.day: day for day in desk_days(date(2026, 11, 30), date(2027, 5, 1), LONDON)}
    desk = Desk("Europe/London", time(9), time(17, 30), BANK_HOLIDAYS)

    def until_then(at: datetime) -> float:
        day = days[at.astimezone(ZoneInfo("Europe/London")).date()]
        return day.before + max((min(at, day.closes) - day.opens).total_seconds(), 0)

    assert until_then(until) - until_then(since) == pytest.approx(desk.worked(since, until), abs=0.001)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (0, 1, 0.0, 0.7935),
        (1, 2, 0.0945, 0.9055),
        (12, 20, 0.3866, 0.7812),
        (98, 100, 0.9300, 0.9945),
        (5, 5, 0.5655, 1.0),
    ],
)
def test_a_rate_lies_in_the_interval_of_wilson(hits: int, of: int, low: float, high: float) -> None:
    rate = rate_of(hits, of)
    assert rate is not None
    assert (rate.share, rate.low, rate.high) == pytest.approx((hits / of, low, high), abs=0.0001)


def test_there_is_no_rate_of_nothing() -> None:
    assert rate_of(0, 0) is None


@pytest.mark.parametrize(
    ("count", "consultants", "hidden"), [(0, 0, False), (9, 1, True), (10, 1, False), (2, 2, False)]
)
def test_few_interviews_of_one_consultant_are_not_shown(count: int, consultants: int, *, hidden: bool) -> None:
    assert about_one_person(count, consultants) is hidden


def test_times_shares_and_days_are_said_as_people_say_them() -> None:
    assert [took(one) for one in (0, 45, 60, 200, 2880, 3130)] == [
        "0 min",
        "45 min",
        "1 h",
        "3 h 20 min",
        "2 d",
        "2 d 4 h",
    ]
    assert [worked(one) for one in (0, 45, 60, 3125)] == ["0 min", "45 min", "1 h", "52 h 5 min"]
    assert percent(0.5) == "50 %"
    assert days_words(date(2026, 2, 1), date(2026, 2, 28)) == "February 2026"
    assert days_words(date(2026, 2, 1), date(2026, 2, 1) + timedelta(days=9)) == "1 February 2026 to 10 February 2026"
