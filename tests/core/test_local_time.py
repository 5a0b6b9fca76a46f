from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.local_time import both_ends, date_time, instant, known_zone, local, place_of, weekday_time

ZONES = ("Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Australia/Lord_Howe")

TUESDAY_HALF_PAST_EIGHT_NEW_YORK = datetime(2026, 5, 26, 12, 30, tzinfo=UTC)
THE_DAY_BEFORE = datetime(2026, 5, 25, 9, tzinfo=UTC)


def test_an_ordinary_time_is_taken_in_its_zone() -> None:
    assert instant(date(2026, 5, 26), time(8, 30), "America/New_York") == TUESDAY_HALF_PAST_EIGHT_NEW_YORK


@pytest.mark.parametrize(
    ("day", "at", "zone", "shown"),
    [
        (date(2026, 3, 8), time(2, 30), "America/New_York", time(3, 30)),
        (date(2026, 3, 29), time(1, 15), "Europe/London", time(2, 15)),
        (date(2026, 10, 4), time(2, 10), "Australia/Lord_Howe", time(2, 40)),
    ],
)
def test_a_time_that_a_clock_change_skips_moves_forward(day: date, at: time, zone: str, shown: time) -> None:
    assert local(instant(day, at, zone), zone).time() == shown


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2026, 11, 1), time(1, 30), "America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), "Europe/London", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe", datetime(2026, 4, 4, 14, 45, tzinfo=UTC)),
    ],
)
def test_a_repeated_time_is_the_first(day: date, at: time, zone: str, expected: datetime) -> None:
    assert instant(day, at, zone) == expected
    assert instant(day, at.replace(fold=1), zone) == expected


@given(
    day=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
)
def test_an_instant_shows_the_wall_time_or_at_most_an_hour_later(day: date, at: time, zone: str) -> None:
    shown = local(instant(day, at, zone), zone).replace(tzinfo=None)

    assert timedelta(0) <= shown - datetime.combine(day, at) <= timedelta(hours=1)


def test_a_datetime_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        local(datetime(2026, 5, 26, 8, 30), "Europe/London")  # noqa: DTZ001


@pytest.mark.parametrize("name", ["Europe/London", "America/Argentina/Buenos_Aires", "UTC", "Australia/Lord_Howe"])
def test_a_place_is_a_known_zone(name: str) -> None:
    assert known_zone(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "America",
        "Etc/GMT+5",
        "GMT-0",
        "EST",
        "+01:00",
        "Factory",
        "localtime",
        "../etc/passwd",
        "Mars/Base",
        "a\0b",
    ],
)
def test_an_offset_or_a_name_nobody_lives_in_is_not_a_known_zone(name: str) -> None:
    assert not known_zone(name)


@pytest.mark.parametrize(
    ("zone", "place"),
    [
        ("America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("America/Sao_Paulo", "São Paulo"),
        ("UTC", "UTC"),
    ],
)
def test_a_place_is_written_as_people_write_it(zone: str, place: str) -> None:
    assert place_of(zone) == place


def test_a_time_near_by_is_said_with_its_weekday_at_both_ends() -> None:
    said = both_ends(TUESDAY_HALF_PAST_EIGHT_NEW_YORK, "America/New_York", "Europe/London", now=THE_DAY_BEFORE)

    assert said == "Tuesday 08:30 in New York, 13:30 your time"


def test_another_day_at_your_end_is_named() -> None:
    moment = instant(date(2026, 5, 26), time(23, 30), "America/New_York")

    said = both_ends(moment, "America/New_York", "Europe/London", now=THE_DAY_BEFORE)

    assert said == "Tuesday 23:30 in New York, Wednesday 04:30 your time"


def test_the_date_is_named_where_the_weekday_could_mean_another_week_and_when_the_text_is_kept() -> None:
    dated = "Tuesday 26 May 2026, 08:30 in New York, 13:30 your time"
    moment, there, here = TUESDAY_HALF_PAST_EIGHT_NEW_YORK, "America/New_York", "Europe/London"

    for days in range(-1, 6):
        assert both_ends(moment, there, here, now=moment - timedelta(days=days)).startswith("Tuesday 08:30"), days
    assert both_ends(moment, there, here, now=moment - timedelta(days=6)) == dated
    assert both_ends(moment, there, here, now=moment + timedelta(days=2)) == dated
    assert both_ends(moment, there, here) == dated


def test_the_same_wall_time_at_both_ends_is_said_once() -> None:
    moment = instant(date(2026, 5, 26), time(8, 30), "Europe/Lisbon")

    elsewhere = both_ends(moment, "Europe/Lisbon", "Europe/London", now=THE_DAY_BEFORE)
    at_home = both_ends(moment, "Europe/London", "Europe/London", now=THE_DAY_BEFORE)

    assert elsewhere == "Tuesday 08:30 in Lisbon and where you are"
    assert at_home == "Tuesday 08:30 in London"


def test_a_moment_alone_is_said_in_its_own_place() -> None:
    assert weekday_time(TUESDAY_HALF_PAST_EIGHT_NEW_YORK, "Asia/Kolkata") == "Tuesday 18:00"
    assert date_time(TUESDAY_HALF_PAST_EIGHT_NEW_YORK, "Asia/Kolkata") == "Tuesday 26 May 2026, 18:00"
