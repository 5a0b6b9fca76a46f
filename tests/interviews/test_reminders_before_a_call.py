"""When the client is rung, the candidate is reminded of the debrief in time for it (P1, P15, P20)."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.local_time import local
from app.interviews.rules import (
    AFTER_THE_REQUEST,
    APART,
    LAST_BEFORE_A_CALL,
    MOST_REMINDERS,
    QUIET_FROM,
    QUIET_UNTIL,
    reminder_times,
    with_call,
)

LONDON, MONDAY, HOUR = "Europe/London", datetime(2026, 11, 23, tzinfo=UTC), timedelta(hours=1)


def at(clock: str, *, days: int = 0) -> datetime:
    hours, minutes = clock.split(":")
    return MONDAY + timedelta(days=days, hours=int(hours), minutes=int(minutes))


def times(*, asked: datetime, call_at: datetime, since: datetime | None = None) -> tuple[datetime, ...]:
    ordinary = reminder_times(asked, LONDON)
    return with_call(ordinary, LONDON, requested_at=asked, call_at=call_at, since=since or asked)


@pytest.mark.parametrize(
    ("asked", "call", "expected"),
    [
        pytest.param(
            at("16:15"), at("9:00", days=1), (at("19:00"), at("8:00", days=1)), id="the evening before, and early"
        ),
        pytest.param(
            at("16:15"), at("8:30", days=1), (at("18:30"),), id="the evening before where the morning is too late"
        ),
        pytest.param(at("10:15"), at("17:00"), (at("15:00"),), id="the same day, two hours before"),
        pytest.param(at("15:30"), at("17:00"), (at("16:15"),), id="soon, three quarters of an hour before"),
        pytest.param(at("15:30"), at("16:30"), (), id="too soon to ask twice"),
        pytest.param(
            at("16:15"), at("11:00", days=1), (at("18:15"), at("9:00", days=1)), id="as ever, where that is in time"
        ),
        pytest.param(
            at("16:15"),
            at("17:00", days=2),
            (at("18:15"), at("9:00", days=1), at("15:00", days=2)),
            id="as ever while it is fresh, and once more before the call",
        ),
    ],
)
def test_reminders_count_back_from_the_call(asked: datetime, call: datetime, expected: tuple[datetime, ...]) -> None:
    found = times(asked=asked, call_at=call)
    assert tuple(moment for moment in found if moment <= call) == expected
    assert all(moment in reminder_times(asked, LONDON) for moment in found if moment > call)


def test_what_was_due_before_the_call_was_planned_stays_and_what_comes_after_the_call_comes_as_ever() -> None:
    asked = at("16:15")
    planned_late = times(asked=asked, call_at=at("12:00", days=1), since=at("18:30"))
    assert planned_late == (at("18:15"), at("10:00", days=1))
    told_at_night = times(asked=at("16:15"), call_at=at("8:15", days=1), since=at("20:00"))
    assert told_at_night == (at("18:15"), at("9:00", days=1))
    missed = times(asked=at("10:15"), call_at=at("17:00"))
    assert missed == (at("15:00"), at("9:00", days=1))


@given(asked=st.integers(0, 60 * 24 * 7), until_call=st.integers(1, 60 * 24 * 14), known=st.integers(0, 60 * 24 * 7))
def test_reminders_never_pester_and_never_come_at_night(asked: int, until_call: int, known: int) -> None:
    asked_at = MONDAY + timedelta(minutes=asked)
    since = asked_at + timedelta(minutes=known)
    call_at = since + timedelta(minutes=until_call)
    found = times(asked=asked_at, call_at=call_at, since=since)
    assert len(found) <= MOST_REMINDERS
    assert all(one < two for one, two in pairwise(found))
    assert not any(
        local(moment, LONDON).time() >= QUIET_FROM or local(moment, LONDON).time() < QUIET_UNTIL for moment in found
    )
    ahead = [moment for moment in found if since < moment <= call_at and moment not in reminder_times(asked_at, LONDON)]
    assert all(moment <= call_at - LAST_BEFORE_A_CALL for moment in ahead)
    assert all(moment > asked_at + AFTER_THE_REQUEST for moment in ahead)
    assert all(two - one >= APART for one, two in pairwise(ahead))
