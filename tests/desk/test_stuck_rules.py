"""How long a state may wait, by whose clock; and that no state waits without a limit."""

import importlib
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.core.states import Lives
from app.desk.queries.stuck import looked_at
from app.desk.rendering.stuck import WHO
from app.desk.rules.stuck import LIMITS, RESTS, State, Stuck, stuck_before, worked_since
from app.directory.rules import WorkingTime
from tests.architecture.test_registered import modules

LONDON = WorkingTime("Europe/London", time(9), time(17), "GB")
DAY = timedelta(hours=8)
FACTS = {("mail_domain", "asked"), ("relay", "failing"), ("relay", "tested"), ("review item", "waiting")} | {
    ("invitation", "lapsed"),
    ("person export", "waiting"),
    ("erasure", "unconfirmed"),
}
"""What waits without a table of states."""


def going_on() -> set[State]:
    """Every state of every table of states from which something may follow."""
    found = [
        one for name in modules() if name.endswith(".states") for one in vars(importlib.import_module(name)).values()
    ]
    return {
        (lives.of, state)
        for lives in found
        if isinstance(lives, Lives)
        for state, after in lives.table.items()
        if after
    }


def unlimited(states: set[State]) -> set[State]:
    return states - LIMITS.keys() - RESTS.keys()


def test_no_state_waits_without_a_limit_or_a_reason_why_it_needs_none() -> None:
    assert unlimited(going_on()) == set()
    assert LIMITS.keys() & RESTS.keys() == set()
    assert (LIMITS.keys() | RESTS.keys()) - going_on() == FACTS


def test_a_new_state_without_a_limit_is_found() -> None:
    assert unlimited({*going_on(), ("letter", "pondered")}) == {("letter", "pondered")}


def test_every_limit_is_looked_at_and_says_who_moves_it_on_and_where_it_shows() -> None:
    assert looked_at() == LIMITS.keys()
    assert {limit.holder for limit in LIMITS.values()} == {*WHO, "candidate"}
    assert all(limit.words and limit.shown for limit in LIMITS.values())


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-25T12:00", "2026-11-24T12:00"),  # Wednesday: the same time the day before
        ("2026-11-23T12:00", "2026-11-20T12:00"),  # Monday: Friday
        ("2026-11-22T12:00", "2026-11-20T09:00"),  # Sunday: all of Friday
        ("2026-11-21T23:00", "2026-11-20T09:00"),
        ("2026-12-29T12:00", "2026-12-24T12:00"),  # Christmas, a weekend and a substitute day
    ],
)
def test_a_working_day_is_counted_where_the_agency_is_and_weekends_do_not_count(now: str, expected: str) -> None:
    seen_at, since = (datetime.fromisoformat(words).replace(tzinfo=UTC) for words in (now, expected))
    assert worked_since(DAY, LONDON, now=seen_at) == since


def test_what_the_program_should_have_done_is_late_by_any_clock() -> None:
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert stuck_before(LIMITS["delivery", "sending"], LONDON, now=sunday) == sunday - timedelta(minutes=30)


def test_what_is_said_names_a_number_and_a_day_and_nobody() -> None:
    found = Stuck("letter", "submitted", 3, datetime(2026, 11, 20, 23, tzinfo=UTC))
    assert found.line("Asia/Tokyo") == "Letters to be decided on: 3, the oldest since Saturday 21 November"
    assert found.is_told
    assert not Stuck("letter", "draft", 1, datetime.combine(date(2026, 11, 20), time(9), UTC)).is_told
