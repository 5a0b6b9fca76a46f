"""By when a candidate hears, and from when on they may remind, over calendars, zones and histories."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.local_time import local
from app.directory.rules import WorkingTime, day_begins, day_ends, is_working_day
from app.followup.rules.nudges import APART, answer_due, asking
from app.followup.rules.promises import WARNED_BEFORE, a_day_late, amiss_in, due_by, end_of, warn_at

LONDON = WorkingTime("Europe/London", time(8), time(19), "GB")
MONDAY = datetime(2026, 11, 23, 17, tzinfo=UTC)
DESKS = st.builds(
    lambda zone, country, hours: WorkingTime(zone, time(hours[0]), time(hours[1]), country),
    st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Asia/Dubai"]),
    st.sampled_from(["GB", "US", "IN", "NZ", "AE"]),
    st.sampled_from([(8, 19), (9, 12), (13, 22), (9, 17)]),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware at once
DAYS = st.integers(min_value=-3, max_value=20)


@pytest.mark.parametrize(
    ("decision_on", "by"),
    [
        (None, date(2026, 11, 26)),
        (date(2026, 11, 25), date(2026, 11, 26)),
        (date(2026, 12, 4), date(2026, 12, 7)),
        (date(2026, 12, 7), date(2026, 12, 8)),
        (date(2026, 12, 8), date(2026, 11, 26)),
        (date(2026, 11, 22), date(2026, 11, 26)),
    ],
)
def test_they_hear_the_working_day_after_a_near_decision_else_within_three(decision_on: date | None, by: date) -> None:
    assert due_by(MONDAY, LONDON, decision_on=decision_on, within_days=3) == end_of(by, LONDON)


def test_christmas_is_no_working_day_and_a_desk_that_closes_earlier_is_not_promised_past() -> None:
    before = datetime(2026, 12, 23, 12, tzinfo=UTC)
    assert due_by(before, LONDON, decision_on=None, within_days=3) == datetime(2026, 12, 30, 17, 30, tzinfo=UTC)
    assert end_of(date(2026, 11, 23), WorkingTime("Europe/London", time(8), time(16), "GB")).hour == 16


@given(now=MOMENTS, desk=DESKS, ahead=st.none() | DAYS, within=st.integers(1, 10))
def test_what_is_promised_is_the_end_of_a_working_day_that_is_still_to_come(
    now: datetime, desk: WorkingTime, ahead: int | None, within: int
) -> None:
    today = local(now, desk.time_zone).date()
    expected = None if ahead is None else today + timedelta(days=ahead)
    by = due_by(now, desk, decision_on=expected, within_days=within)
    day = local(by, desk.time_zone).date()
    assert day > today
    assert is_working_day(day, desk)
    assert by == end_of(day, desk)
    assert day_begins(day, desk) < by <= day_ends(day, desk)
    assert expected is None or by == due_by(now, desk, decision_on=None, within_days=within) or day > expected


@given(now=MOMENTS, desk=DESKS, within=st.integers(1, 10))
def test_they_are_warned_in_the_desks_hours_with_so_much_working_time_left(
    now: datetime, desk: WorkingTime, within: int
) -> None:
    by = due_by(now, desk, decision_on=None, within_days=within)
    warned = warn_at(by, desk)
    first, last = (local(at, desk.time_zone).date() for at in (warned, by))
    assert is_working_day(first, desk)
    assert day_begins(first, desk) <= warned < day_ends(first, desk)
    left = timedelta()
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if is_working_day(day, desk):
            left += min(by, day_ends(day, desk)) - max(warned, day_begins(day, desk))
    assert left == WARNED_BEFORE


@given(owed=MOMENTS, desk=DESKS, gaps=st.lists(st.integers(0, 400), max_size=6))
def test_reminders_sent_whenever_they_may_be_never_pester(owed: datetime, desk: WorkingTime, gaps: list[int]) -> None:
    sent: list[datetime] = []
    now = owed
    for gap in gaps:
        now += timedelta(hours=gap)
        found = asking(owed, sent, desk)
        if found.allowed(now):
            sent.append(now)
        else:
            assert asking(owed, sent, desk).allowed(found.opens_at)
    assert all(at >= a_day_late(owed, desk) > owed for at in sent)
    assert all(later - earlier >= APART for earlier, later in pairwise(sent))
    assert all(third - first >= timedelta(days=7) for first, third in zip(sent, sent[2:], strict=False))


@given(asked_at=MOMENTS, desk=DESKS, ahead=st.none() | st.integers(0, 30))
def test_an_answer_is_due_the_next_working_day_and_before_the_deadline_where_that_can_still_be(
    asked_at: datetime, desk: WorkingTime, ahead: int | None
) -> None:
    deadline = None if ahead is None else local(asked_at, desk.time_zone).date() + timedelta(days=ahead)
    due = answer_due(asked_at, desk, deadline_on=deadline)
    assert asked_at <= due <= answer_due(asked_at, desk, deadline_on=None)
    assert deadline is None or due == asked_at or local(due, desk.time_zone).date() < deadline


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "has passed"),
        (date(2026, 11, 28), "is no working day of your desk"),
        (date(2026, 12, 22), "is too far ahead: nobody should wait for so long without a word"),
        (date(2026, 11, 23), None),
        (date(2026, 12, 21), None),
    ],
)
def test_a_day_that_nobody_can_promise_is_named_for_what_it_is(day: date, words: str | None) -> None:
    assert amiss_in(day, LONDON, now=MONDAY) == words
