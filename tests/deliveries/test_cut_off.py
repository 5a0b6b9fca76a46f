"""By when somebody decides: over zones, weekends, holidays, clock changes, decisions and other offers."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.local_time import instant, local
from app.deliveries.rules.cut_off import CutOff, Due, after_working, cut_off
from app.deliveries.rules.send_window import Circumstances, send_window
from app.directory.rules import WorkingTime, day_begins, day_ends, is_working_day
from app.reviews.rules.deadlines import shareable
from tests.deliveries.test_rules import NEW_YORK, PLACES

LONDON, SYDNEY, DUBAI = PLACES[0], PLACES[2], PLACES[6]
HOUR = timedelta(hours=1)
LATER = ", after four of Dana’s working hours"


def at(words: str, working: WorkingTime = NEW_YORK) -> datetime:
    shown = datetime.fromisoformat(words)
    return instant(shown.date(), shown.time(), working.time_zone)


def due(
    what: Due,
    came_in: str,
    ended: str = "2026-06-02T12:00",
    *,
    kind: str = "strategic",
    working: WorkingTime = NEW_YORK,
    decides: date | None = None,
    offer: date | None = None,
) -> CutOff:
    case = Circumstances(
        "thank_you" if kind == "thank_you" else "strategic",
        at(ended, working),
        working,
        first_name="Dana",
        decision_expected_on=decides,
    )
    return cut_off(what, [case], other_offer_by=offer, came_in_at=at(came_in, working), zone="Europe/London")


@pytest.mark.parametrize(
    ("came_in", "working", "expected"),
    [
        ("2026-06-02T15:00", NEW_YORK, "2026-06-03T08:30"),
        ("2026-06-02T08:29", NEW_YORK, "2026-06-02T08:30"),
        ("2026-06-02T08:30", NEW_YORK, "2026-06-03T08:30"),
        ("2026-05-22T15:00", NEW_YORK, "2026-05-26T08:30"),  # the weekend and Memorial Day
        ("2026-10-30T15:00", NEW_YORK, "2026-11-02T08:30"),  # the clocks go back on Sunday
        ("2026-10-02T16:00", SYDNEY, "2026-10-06T08:00"),  # they go forward, and Monday is Labour Day
        ("2026-06-05T10:00", DUBAI, "2026-06-08T07:30"),  # Friday; the weekend is Saturday and Sunday
    ],
)
def test_a_letter_is_due_at_the_minute_at_which_it_would_leave(
    came_in: str, working: WorkingTime, expected: str
) -> None:
    ended = "2026-05-20T12:00"
    assert due("window", came_in, ended, working=working).at == at(expected, working)


def test_the_deadline_of_a_letter_names_the_readers_clock() -> None:
    assert due("window", "2026-06-02T15:00").why == "08:30 in New York, before Dana’s day begins"
    assert due("window", "2026-06-02T15:00").zone == "America/New_York"


@pytest.mark.parametrize(
    ("came_in", "ended", "expected", "why"),
    [
        ("2026-06-02T12:10", "2026-06-02T12:00", "2026-06-02T13:00", "13:00 in New York, an hour after the interview"),
        (
            "2026-06-02T14:00",
            "2026-06-02T12:00",
            "2026-06-02T16:30",
            "16:30 in New York, an hour before Dana’s day ends",
        ),
        ("2026-06-02T16:30", "2026-06-02T12:00", "2026-06-03T08:30", "08:30 in New York, before Dana’s day begins"),
        ("2026-06-02T07:00", "2026-06-01T12:00", "2026-06-02T08:30", "08:30 in New York, before Dana’s day begins"),
    ],
)
def test_a_thank_you_is_due_while_it_still_goes_the_same_day(came_in: str, ended: str, expected: str, why: str) -> None:
    found = due("window", came_in, ended, kind="thank_you")
    assert (found.at, found.why) == (at(expected), why)


def test_approved_before_the_cut_off_it_makes_that_window_and_after_it_does_not() -> None:
    found = due("window", "2026-06-02T15:00")
    case = Circumstances("strategic", at("2026-06-02T12:00"), NEW_YORK)
    assert send_window(case, approved_at=found.at - timedelta(minutes=5)).at == found.at
    assert send_window(case, approved_at=found.at).at > found.at + HOUR


@pytest.mark.parametrize(
    ("came_in", "ended", "expected", "why"),
    [
        ("2026-06-02T12:20", "2026-06-02T12:00", "2026-06-02T17:30", "17:30 in New York, when Dana’s day ends"),
        ("2026-06-02T16:30", "2026-06-02T12:00", "2026-06-03T12:00", f"12:00 in New York{LATER}"),
        ("2026-06-02T21:00", "2026-06-02T19:00", "2026-06-03T13:00", f"13:00 in New York{LATER}"),
        ("2026-06-04T10:00", "2026-06-02T12:00", "2026-06-04T14:00", f"14:00 in New York{LATER}"),
        ("2026-05-22T17:00", "2026-05-22T16:00", "2026-05-26T12:30", f"12:30 in New York{LATER}"),
    ],
)
def test_a_debrief_is_due_while_the_client_can_still_be_rung(came_in: str, ended: str, expected: str, why: str) -> None:
    found = due("call", came_in, ended)
    assert (found.at, found.why) == (at(expected), why)


@pytest.mark.parametrize(
    ("what", "came_in", "decides", "expected"),
    [
        ("call", "2026-06-02T18:00", date(2026, 6, 3), "2026-06-03T10:00"),  # tomorrow: the first hour
        ("call", "2026-06-02T12:20", date(2026, 6, 2), "2026-06-02T13:20"),  # today: within the hour
        ("window", "2026-06-05T10:00", date(2026, 6, 6), "2026-06-05T17:30"),  # Saturday, and it would leave on Monday
        ("window", "2026-06-05T10:00", date(2026, 6, 5), "2026-06-05T11:00"),  # today, and it would leave on Monday
        ("window", "2026-06-04T18:00", date(2026, 6, 4), "2026-06-05T08:30"),  # today, after hours: the window is next
    ],
)
def test_a_decision_that_comes_before_makes_it_due_earlier(
    what: Due, came_in: str, decides: date, expected: str
) -> None:
    ended = "2026-06-02T12:00"
    assert due(what, came_in, ended, decides=decides).at == at(expected)


def test_before_a_break_the_last_whole_working_day_counts() -> None:
    found = due("window", "2026-05-21T16:00", "2026-05-21T12:00", decides=date(2026, 5, 23))
    assert found.at == at("2026-05-22T08:30")
    late = due("window", "2026-05-22T09:00", "2026-05-21T12:00", decides=date(2026, 5, 25))
    assert (late.at, late.why) == (at("2026-05-22T17:30"), "decision expected Monday")


@pytest.mark.parametrize("decides", [date(2026, 6, 1), date(2026, 6, 3), date(2026, 6, 20)])
def test_a_decision_that_has_passed_or_comes_later_changes_nothing(decides: date) -> None:
    usual = due("window", "2026-06-02T15:00")
    assert due("window", "2026-06-02T15:00", decides=decides) == usual


def test_another_offer_makes_it_due_earlier_and_is_told_to_nobody_else() -> None:
    found = due("window", "2026-05-22T09:00", "2026-05-21T12:00", offer=date(2026, 5, 25))
    assert (found.why, shareable(found.why)) == ("another offer by Monday", None)
    usual = due("window", "2026-05-22T09:00", "2026-05-21T12:00")
    assert shareable(usual.why) == usual.why


def test_of_two_days_that_press_the_earlier_one_is_named() -> None:
    found = due("call", "2026-06-03T09:30", decides=date(2026, 6, 3), offer=date(2026, 6, 4))
    assert found.why == "decision expected Wednesday"


def test_the_earliest_of_several_readers_counts() -> None:
    came_in = datetime(2026, 6, 2, 15, tzinfo=UTC)
    cases = [Circumstances("strategic", came_in, place) for place in (NEW_YORK, LONDON, SYDNEY)]
    found = cut_off("window", cases, other_offer_by=None, came_in_at=came_in, zone="Europe/London")
    assert found.zone == "Australia/Sydney"
    assert found.why == "08:00 in Sydney, before the reader’s day begins"


def test_where_nobody_of_the_client_is_known_it_is_due_in_two_hours() -> None:
    came_in = datetime(2026, 6, 6, 15, tzinfo=UTC)
    found = cut_off("call", [], other_offer_by=date(2026, 6, 7), came_in_at=came_in, zone="Europe/London")
    why = "18:00 in London, until the client’s hours are known"
    assert found == CutOff(came_in + 2 * HOUR, "Europe/London", why)


def test_working_hours_go_on_over_a_short_day() -> None:
    short = WorkingTime("Europe/London", time(10), time(12), "GB")
    assert after_working(at("2026-06-05T11:00", short), 4 * HOUR, short) == at("2026-06-09T11:00", short)


def test_on_the_night_the_clocks_go_forward_an_hour_less_is_worked() -> None:
    nights = WorkingTime("Europe/London", time(0), time(8), "GB", weekend=frozenset())
    assert after_working(at("2026-03-29T00:00", nights), 4 * HOUR, nights) == at("2026-03-29T05:00", nights)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
days_away = st.one_of(st.none(), st.integers(-3, 20))


@given(
    what=st.sampled_from(get_args(Due)),
    kind=st.sampled_from(("strategic", "thank_you")),
    working=st.sampled_from(PLACES),
    came_in=moments,
    ended_before=st.timedeltas(timedelta(days=-2), timedelta(days=9)),
    decides_in=days_away,
    offer_in=days_away,
)
def test_it_is_due_later_than_it_came_in_and_at_work_or_when_it_would_leave(
    what: Due,
    kind: str,
    working: WorkingTime,
    came_in: datetime,
    ended_before: timedelta,
    decides_in: int | None,
    offer_in: int | None,
) -> None:
    today = local(came_in, working.time_zone).date()
    decides, offer = (None if n is None else today + timedelta(days=n) for n in (decides_in, offer_in))
    case = Circumstances("strategic", came_in - ended_before, working, decision_expected_on=decides)
    case = replace(case, kind="thank_you") if kind == "thank_you" else case
    found = cut_off(what, [case], other_offer_by=offer, came_in_at=came_in, zone="UTC")
    day = local(found.at, working.time_zone).date()
    assert found.at > came_in
    assert is_working_day(day, working)
    assert found.zone == working.time_zone
    at_work = day_begins(day, working) <= found.at <= day_ends(day, working)
    at_its_window = what == "window" and found.at == case.morning(day)
    assert at_work or at_its_window
    if what == "window":
        assert found.at <= max(send_window(case, approved_at=came_in).at, day_ends(day, working))
