from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import islice

import pytest

from app.directory.rules import (
    WEEKEND,
    Correction,
    WorkingTime,
    corrected,
    country_name,
    day_begins,
    day_ends,
    day_off,
    holiday_name,
    is_public_holiday,
    is_working_day,
    next_working_day,
    working_days_from,
)

NEW_YORK = WorkingTime("America/New_York", time(9), time(17, 30), "US", "NY")
LONDON = WorkingTime("Europe/London", time(9), time(17, 30), "GB")
RIYADH = WorkingTime("Asia/Riyadh", time(8), time(16), "SA")

FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (date(2026, 5, day) for day in range(22, 27))


def test_a_public_holiday_is_named_and_not_worked() -> None:
    assert holiday_name(MONDAY, NEW_YORK) == "Memorial Day"
    assert not is_working_day(MONDAY, NEW_YORK)
    assert holiday_name(TUESDAY, NEW_YORK) is None
    assert is_working_day(TUESDAY, NEW_YORK)


def test_the_next_working_day_passes_the_weekend_and_the_holiday() -> None:
    assert next_working_day(FRIDAY, NEW_YORK) == TUESDAY
    assert next_working_day(SATURDAY, NEW_YORK) == TUESDAY


def test_the_next_working_day_after_a_working_day_is_another_day() -> None:
    assert next_working_day(TUESDAY, NEW_YORK) == date(2026, 5, 27)
    assert next(working_days_from(TUESDAY, NEW_YORK)) == TUESDAY


@pytest.mark.parametrize(
    ("country", "weekend"),
    [
        ("SA", (FRIDAY, SATURDAY)),
        ("EG", (FRIDAY, SATURDAY)),
        ("KW", (FRIDAY, SATURDAY)),
        ("IL", (FRIDAY, SATURDAY)),
        ("AE", (SATURDAY, SUNDAY)),
        ("IN", (SATURDAY, SUNDAY)),
        ("GB", (SATURDAY, SUNDAY)),
        ("XX", (SATURDAY, SUNDAY)),
    ],
)
def test_a_weekend_is_the_countrys_own(country: str, weekend: tuple[date, ...]) -> None:
    working = replace(NEW_YORK, country=country, subdivision=None)
    days = [day for day in (FRIDAY, SATURDAY, SUNDAY) if day_off(day, working) == WEEKEND]

    assert tuple(days) == weekend


def test_a_contact_may_have_a_weekend_of_their_own() -> None:
    part_time = replace(NEW_YORK, weekend=frozenset({4, 5, 6}))

    assert not is_working_day(FRIDAY, part_time)
    assert is_working_day(FRIDAY, NEW_YORK)


def test_an_unknown_country_has_weekends_and_no_holidays() -> None:
    unknown = replace(NEW_YORK, country="XX")

    assert is_working_day(MONDAY, unknown)
    assert not is_working_day(SUNDAY, unknown)
    assert next_working_day(FRIDAY, unknown) == MONDAY


def test_an_unknown_subdivision_has_the_countrys_holidays() -> None:
    assert holiday_name(MONDAY, replace(NEW_YORK, subdivision="ZZ")) == "Memorial Day"


def test_a_word_that_is_no_country_code_is_an_unknown_country() -> None:
    assert is_working_day(MONDAY, replace(NEW_YORK, country="date_parse"))


def test_a_subdivision_has_holidays_the_country_does_not() -> None:
    saint_andrew = date(2026, 11, 30)

    assert is_working_day(saint_andrew, LONDON)
    assert holiday_name(saint_andrew, replace(LONDON, subdivision="SCT")) == "Saint Andrew's Day"


def test_the_united_kingdom_without_a_nation_keeps_the_holidays_of_england() -> None:
    assert holiday_name(date(2026, 4, 6), LONDON) == "Easter Monday"


def test_a_holiday_is_named_in_english_where_the_calendar_has_it() -> None:
    assert holiday_name(date(2026, 9, 23), RIYADH) == "National Day Holiday"


def test_a_new_years_day_observed_in_the_old_year_is_not_worked() -> None:
    observed = holiday_name(date(2027, 12, 31), NEW_YORK)

    assert observed is not None
    assert "New Year" in observed


def test_a_weekend_day_worked_in_exchange_is_worked() -> None:
    budapest = WorkingTime("Europe/Budapest", time(9), time(17), "HU")

    assert is_working_day(date(2026, 1, 10), budapest)
    assert not is_working_day(date(2026, 1, 17), budapest)


def test_an_extra_holiday_and_an_extra_workday_win_over_the_calendar() -> None:
    own = replace(
        NEW_YORK,
        extra_holidays={TUESDAY: "Founders’ Day", MONDAY: "a day in both"},
        extra_workdays=frozenset({SATURDAY, MONDAY}),
    )

    assert day_off(TUESDAY, own) == "Founders’ Day"
    assert not is_public_holiday(TUESDAY, own)
    assert is_working_day(SATURDAY, own)
    assert is_working_day(MONDAY, own)


def test_of_corrections_the_closest_counts_and_of_two_alike_the_later() -> None:
    country, client, contact = 0, 2, 3
    off, worked = corrected(
        [
            Correction(contact, MONDAY, MONDAY, "at her desk", worked=True),
            Correction(client, SUNDAY, TUESDAY, "Stocktaking", worked=False),
            Correction(country, TUESDAY, TUESDAY, "Election Day", worked=True),
            Correction(client, SUNDAY, SUNDAY, "Open Sunday", worked=True),
        ]
    )

    assert off == {TUESDAY: "Stocktaking"}
    assert worked == {SUNDAY, MONDAY}


@pytest.mark.parametrize("hours", [(time(17), time(9)), (time(9), time(9))])
def test_a_day_that_ends_before_it_starts_is_refused(hours: tuple[time, time]) -> None:
    with pytest.raises(ValueError, match="later in the day"):
        WorkingTime("Europe/London", *hours, "GB")


@pytest.mark.parametrize("weekend", [frozenset(range(7)), frozenset({7})])
def test_a_week_without_a_working_day_is_refused(weekend: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="weekend"):
        replace(NEW_YORK, weekend=weekend)


def test_working_hours_are_instants_in_the_contacts_zone() -> None:
    assert day_begins(TUESDAY, NEW_YORK) == datetime(2026, 5, 26, 13, tzinfo=UTC)
    assert day_ends(TUESDAY, NEW_YORK) == datetime(2026, 5, 26, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "subdivision", "name"),
    [
        ("US", "NY", "the United States"),
        ("gb", None, "the United Kingdom"),
        ("GB", "SCT", "Scotland"),
        ("BA", None, "Bosnia and Herzegovina"),
        ("IN", "MH", "India"),
        ("XX", None, None),
    ],
)
def test_a_country_is_named_as_it_stands_in_a_sentence(country: str, subdivision: str | None, name: str | None) -> None:
    assert country_name(country, subdivision) == name


def test_threads_that_look_at_a_year_for_the_first_time_all_see_its_holidays() -> None:
    christmases = [date(year, 12, 25) for year in range(2040, 2060)] * 8

    with ThreadPoolExecutor(8) as pool:
        worked = list(pool.map(lambda day: is_working_day(day, NEW_YORK), christmases))

    assert not any(worked)


def test_working_days_follow_each_other() -> None:
    days = list(islice(working_days_from(FRIDAY, NEW_YORK), 3))

    assert days == [FRIDAY, TUESDAY, date(2026, 5, 27)]
