from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.local_time import instant, local
from app.interviews.rules import debrief_request_at, outside_quiet_hours, reminder_times

LONDON = "Europe/London"
MONDAY, TUESDAY = date(2026, 6, 1), date(2026, 6, 2)

zones = st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Dubai"])
moments = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return instant(day, time(hour, minute), LONDON)


def test_the_debrief_is_asked_for_a_quarter_of_an_hour_after_the_end() -> None:
    assert debrief_request_at(at(MONDAY, 16)) == at(MONDAY, 16, 15)
    assert debrief_request_at(at(MONDAY, 16), timedelta(0)) == at(MONDAY, 16)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(MONDAY, 20, 59), at(MONDAY, 20, 59)),
        (at(MONDAY, 21), at(TUESDAY, 8)),
        (at(TUESDAY, 3), at(TUESDAY, 8)),
        (at(TUESDAY, 7, 59), at(TUESDAY, 8)),
        (at(TUESDAY, 8), at(TUESDAY, 8)),
    ],
)
def test_quiet_hours_hold_a_message_until_the_morning(moment: datetime, expected: datetime) -> None:
    assert outside_quiet_hours(moment, LONDON) == expected


def test_quiet_hours_that_do_not_pass_midnight_hold_a_message_until_they_end() -> None:
    after_lunch = outside_quiet_hours(at(MONDAY, 12, 30), LONDON, time(12), time(14))

    assert after_lunch == at(MONDAY, 14)
    assert outside_quiet_hours(at(MONDAY, 22), LONDON, time(12), time(14)) == at(MONDAY, 22)


def test_quiet_hours_from_and_until_the_same_time_are_none() -> None:
    assert outside_quiet_hours(at(MONDAY, 3), LONDON, time(0), time(0)) == at(MONDAY, 3)


def test_quiet_hours_are_those_of_the_candidates_zone() -> None:
    evening_in_london = at(MONDAY, 20)

    assert outside_quiet_hours(evening_in_london, "Asia/Kolkata") == instant(TUESDAY, time(8), "Asia/Kolkata")


def test_quiet_hours_that_end_within_a_repeated_hour_end_at_its_first_pass() -> None:
    second_pass = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)

    assert outside_quiet_hours(second_pass, LONDON, time(21), time(1, 30)) == second_pass


def test_an_afternoon_request_is_followed_two_hours_later_and_the_next_morning() -> None:
    assert reminder_times(at(MONDAY, 16), LONDON) == (at(MONDAY, 18), at(TUESDAY, 9))


def test_an_evening_request_is_followed_once_in_the_morning_and_not_twice() -> None:
    assert reminder_times(at(MONDAY, 20), LONDON) == (at(TUESDAY, 9),)


def test_a_request_in_the_night_is_followed_the_same_morning() -> None:
    assert reminder_times(at(TUESDAY, 2), LONDON) == (at(TUESDAY, 9),)


def test_an_early_request_is_followed_that_day_and_the_next_morning() -> None:
    assert reminder_times(at(MONDAY, 7, 15), LONDON) == (at(MONDAY, 9, 15), at(TUESDAY, 9))


def test_a_morning_reminder_waits_for_later_quiet_hours() -> None:
    late_riser = reminder_times(at(MONDAY, 16), LONDON, quiet_until=time(10))

    assert late_riser == (at(MONDAY, 18), at(TUESDAY, 10))


def test_the_morning_after_a_clock_change_is_still_nine_on_the_wall() -> None:
    saturday = date(2026, 3, 28)

    _, morning = reminder_times(at(saturday, 15), LONDON)

    assert morning == datetime(2026, 3, 29, 8, tzinfo=UTC)


@given(requested_at=moments, zone=zones)
def test_reminders_come_later_outside_quiet_hours_and_never_twice_within_the_hour(
    requested_at: datetime, zone: str
) -> None:
    times = reminder_times(requested_at, zone)

    assert all(time(8) <= local(moment, zone).time() < time(21) for moment in times)
    assert all(later - earlier > timedelta(hours=1) for earlier, later in pairwise((requested_at, *times)))
