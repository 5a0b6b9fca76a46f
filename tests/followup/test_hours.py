"""When a consultant is told: at once while the desk is open, in the morning else, or in one of three digests."""

from datetime import date, datetime, time, timedelta

import pytest

from app.directory.rules import WorkingTime
from app.followup.rules.hours import DIGEST_AT, digest_before, next_digest, next_opening, told_at

LONDON = WorkingTime(time_zone="Europe/London", work_starts=time(8), work_ends=time(19), country="GB")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23T08:00", None),
        ("2026-11-23T18:59", None),
        ("2026-11-23T19:00", "2026-11-24T08:00"),
        ("2026-11-24T05:30", "2026-11-24T08:00"),
        ("2026-11-27T19:30", "2026-11-30T08:00"),
        ("2026-11-28T12:00", "2026-11-30T08:00"),
        ("2026-12-24T20:00", "2026-12-29T08:00"),
        ("2026-12-25T10:00", "2026-12-29T08:00"),
    ],
    ids=["opens", "last minute", "evening", "night", "Friday evening", "Saturday", "Christmas Eve", "Christmas Day"],
)
def test_the_desk_opens_on_the_next_working_morning(now: str, opens: str | None) -> None:
    assert next_opening(at(now), LONDON) == (at(opens) if opens else None)


@pytest.mark.parametrize(
    ("now", "cut_off", "told"),
    [
        ("2026-11-23T10:00", "2026-11-23T12:00", None),
        ("2026-11-23T22:00", "2026-11-24T13:30", "2026-11-24T08:00"),
        ("2026-11-23T22:00", "2026-11-24T08:00", None),
        ("2026-11-28T12:00", "2026-11-29T12:00", None),
    ],
)
def test_off_hours_it_waits_unless_the_cut_off_comes_first(now: str, cut_off: str, told: str | None) -> None:
    found = told_at(at(now), LONDON, digest=False, cut_off=at(cut_off))
    assert found == (at(told) if told else None)


@pytest.mark.parametrize(
    ("now", "cut_off", "told"),
    [
        ("2026-11-23T07:00", "2026-11-24T13:30", "2026-11-23T08:30"),
        ("2026-11-23T08:30", "2026-11-24T13:30", "2026-11-23T12:30"),
        ("2026-11-23T15:00", "2026-11-24T13:30", "2026-11-23T16:30"),
        ("2026-11-23T15:00", "2026-11-23T16:00", None),
        ("2026-11-27T17:00", "2026-12-01T13:30", "2026-11-30T08:30"),
    ],
)
def test_a_digest_takes_what_can_wait_for_it(now: str, cut_off: str, told: str | None) -> None:
    found = told_at(at(now), LONDON, digest=True, cut_off=at(cut_off))
    assert found == (at(told) if told else None)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("2026-11-23T12:30", "2026-11-23T08:30"),
        ("2026-11-23T08:30", "2026-11-20T16:30"),
        ("2026-11-23T16:41", "2026-11-23T12:30"),
        ("2026-12-29T08:30", "2026-12-24T16:30"),
    ],
)
def test_new_is_what_came_since_the_digest_before(now: str, before: str) -> None:
    assert digest_before(at(now), LONDON) == at(before)


def test_a_day_off_of_the_agencys_own_is_skipped_and_digests_rise() -> None:
    closed = WorkingTime(
        time_zone="Europe/London",
        work_starts=time(8),
        work_ends=time(19),
        country="GB",
        extra_holidays={date(2026, 11, 24): "The move"},
    )
    assert next_opening(at("2026-11-23T20:00"), closed) == at("2026-11-25T08:00")
    assert next_digest(at("2026-11-23T17:00"), closed) == at("2026-11-25T08:30")
    assert list(DIGEST_AT) == sorted(DIGEST_AT)
    assert next_digest(at("2026-11-23T16:30") - timedelta(seconds=1), closed) == at("2026-11-23T16:30")
