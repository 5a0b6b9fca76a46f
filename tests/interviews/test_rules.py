from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.accounts.schemas.accounts import AgencySettings
from app.core.local_time import instant, local
from app.interviews.models import AttendanceAnswer, Interview
from app.interviews.rules import (
    amiss_in,
    ask_again_at,
    debrief_request_at,
    outside_quiet_hours,
    reminder_times,
    stays_silent,
    waits,
)
from app.interviews.schemas import AttendanceIn, InterviewMove

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


INTERVIEW = Interview(starts_at=at(MONDAY, 15), ends_at=at(MONDAY, 16), time_zone=LONDON, state="scheduled")
LATER = {"starts_at": at(TUESDAY, 15), "ends_at": at(TUESDAY, 16)}


def said(answer: str, **more: object) -> AttendanceAnswer:
    return AttendanceAnswer(answer=answer, told_at=at(MONDAY, 16, 20), **more)


@pytest.mark.parametrize(
    ("answer", "silent"),
    [
        (None, False),
        (said("yes"), False),
        (said("still_going"), False),
        (said("moved", **LATER), False),
        (said("moved"), True),
        (said("cancelled"), True),
        (said("did_not_go"), True),
    ],
)
def test_of_an_interview_that_may_not_have_been_nothing_is_asked(answer: AttendanceAnswer | None, silent: bool) -> None:
    assert stays_silent(answer) is silent
    assert waits(answer, at(TUESDAY, 9)) is silent


def test_of_one_that_goes_on_nothing_is_asked_for_an_hour() -> None:
    assert waits(said("still_going"), at(MONDAY, 17, 19))
    assert not waits(said("still_going"), at(MONDAY, 17, 20))


@pytest.mark.parametrize(
    ("now", "again"),
    [
        (at(MONDAY, 16, 20), at(MONDAY, 17, 20)),
        (at(MONDAY, 20, 30), at(TUESDAY, 8)),
        (at(MONDAY, 14), at(MONDAY, 16, 15)),
    ],
)
def test_it_asks_again_in_an_hour_and_never_at_night_or_before_the_end(now: datetime, again: datetime) -> None:
    assert ask_again_at(INTERVIEW.ends_at, LONDON, AgencySettings(), now=now) == again


@pytest.mark.parametrize(
    ("given", "pointers"),
    [
        ({"answer": "yes"}, []),
        ({"answer": "moved"}, []),
        ({"answer": "moved", **LATER}, []),
        ({"answer": "cancelled", "reason": "She is ill."}, []),
        ({"answer": "moved", "starts_at": LATER["starts_at"]}, ["#/ends_at"]),
        ({"answer": "moved", "ends_at": LATER["ends_at"]}, ["#/starts_at"]),
        ({"answer": "yes", **LATER, "time_zone": LONDON}, ["#/starts_at", "#/ends_at", "#/time_zone"]),
        ({"answer": "still_going", "reason": "Lunch."}, ["#/reason"]),
    ],
)
def test_what_cannot_be_in_an_answer_is_named_by_its_place(given: dict[str, Any], pointers: list[str]) -> None:
    found = amiss_in(AttendanceIn.model_validate(given), INTERVIEW, at(MONDAY, 16, 20))
    assert [error.pointer for error in found] == pointers


def test_nothing_goes_on_half_a_day_after_its_end() -> None:
    answer = AttendanceIn(answer="still_going")
    assert amiss_in(answer, INTERVIEW, INTERVIEW.ends_at + timedelta(hours=12)) == []
    assert [error.pointer for error in amiss_in(answer, INTERVIEW, at(TUESDAY, 9))] == ["#/answer"]


@pytest.mark.parametrize("hours", [0, -1, 24])
def test_an_end_that_cannot_be_is_named_by_its_place(hours: int) -> None:
    times = {"starts_at": at(MONDAY, 15), "ends_at": at(MONDAY, 15) + timedelta(hours=hours)}
    for schema, rest in ((InterviewMove, {}), (AttendanceIn, {"answer": "moved"})):
        with pytest.raises(ValidationError) as refused:
            schema.model_validate({**times, **rest})
        assert [error["loc"] for error in refused.value.errors()] == [("ends_at",)]
