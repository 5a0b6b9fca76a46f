"""Periods in calendar months, and words that would outlast a person."""

from datetime import UTC, datetime

import pytest

from app.accounts.rules.lifetimes import kept_months
from app.privacy.rules.periods import kept_until, months_later, names_the_person


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-23", 12, "2027-11-23"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2027-01-31", -1, "2026-12-31"),
        ("2027-03-31", -13, "2026-02-28"),
    ],
)
def test_a_month_ends_on_the_day_that_it_has(start: str, months: int, end: str) -> None:
    assert months_later(at(start), months) == at(end)


def test_what_has_passed_need_not_be_kept() -> None:
    assert kept_until(at("2026-01-10"), 12, now=at("2027-01-09")) == at("2027-01-10")
    assert kept_until(at("2026-01-10"), 12, now=at("2027-01-10")) is None
    assert kept_until(at("2026-01-10"), 0, now=at("2026-01-10")) is None


@pytest.mark.parametrize(("country", "chosen", "kept"), [("GB", 3, 12), ("GB", 24, 24), ("US", 0, 12), ("PT", 0, 0)])
def test_the_law_of_the_country_is_a_floor(country: str, chosen: int, kept: int) -> None:
    assert kept_months(chosen, country) == kept


@pytest.mark.parametrize(
    ("reason", "names"),
    [
        ("Asked for by e-mail, ticket 4411", False),
        ("ALEX rang us", True),
        ("moreau’s request", True),
        ("alex.m@mail.example wrote", True),
        ("rang from 020 7946 0991", False),
        ("rang from +44 (20) 7946-0991", True),
        ("An alexandrine matter", False),
    ],
)
def test_a_reason_names_somebody_by_any_part_of_the_name_address_or_number(reason: str, names: bool) -> None:
    found = names_the_person(reason, name="Alex Moreau", email="alex.m@mail.example", phone="+44 20 7946 0991")
    assert found is names


def test_a_short_part_of_a_name_names_nobody() -> None:
    assert not names_the_person("It is up to us.", name="Us Li", email=None, phone=None)
