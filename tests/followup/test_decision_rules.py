"""What time makes of a day on which a client decides, by the client's calendar, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from app.directory.rules import WorkingTime
from app.followup.models.decisions import Decision
from app.followup.rules.decisions import answered_by, next_turn

NEW_YORK = WorkingTime("America/New_York", time(9), time(17, 30), "US")
DUBAI = WorkingTime("Asia/Dubai", time(8), time(16), "AE", weekend=frozenset({4, 5}))
EARLY = datetime(2026, 11, 1, tzinfo=UTC)


def decision(state: str, on: date | None = None, **changes: object) -> Decision:
    return Decision(state=state, expected_on=on, ask_by=None, **{"last_chased_at": None, **changes})


@pytest.mark.parametrize(
    ("on", "working", "asked"),
    [
        (date(2026, 12, 4), NEW_YORK, datetime(2026, 12, 7, 14, tzinfo=UTC)),
        (date(2026, 11, 25), NEW_YORK, datetime(2026, 11, 27, 14, tzinfo=UTC)),
        (date(2026, 12, 5), NEW_YORK, datetime(2026, 12, 7, 14, tzinfo=UTC)),
        (date(2026, 12, 10), DUBAI, datetime(2026, 12, 13, 4, tzinfo=UTC)),
        (date(2026, 10, 30), NEW_YORK, datetime(2026, 11, 2, 14, tzinfo=UTC)),
    ],
    ids=["over a weekend", "over Thanksgiving", "on a Saturday", "over a Friday off", "over a clock change"],
)
def test_a_day_passes_with_the_clients_next_working_day(on: date, working: WorkingTime, asked: datetime) -> None:
    found = next_turn(decision("due", on), working, now=datetime(2026, 10, 1, tzinfo=UTC))
    assert found is not None
    assert (found.state, found.at) == ("overdue", asked)
    assert found.ask_by is not None
    assert found.ask_by > found.at


@pytest.mark.parametrize("state", ["awaiting", "extended"])
def test_it_is_due_as_the_day_begins_where_the_client_is(state: str) -> None:
    found = next_turn(decision(state, date(2026, 12, 4)), NEW_YORK, now=EARLY)
    assert found is not None
    assert (found.state, found.at, found.ask_by) == ("due", datetime(2026, 12, 4, 14, tzinfo=UTC), None)


def test_asked_on_a_thursday_the_client_is_asked_again_on_monday() -> None:
    asked = decision("chased", date(2026, 12, 8), last_chased_at=datetime(2026, 12, 10, 16, tzinfo=UTC))
    found = next_turn(asked, NEW_YORK, now=datetime(2026, 12, 10, 16, tzinfo=UTC))
    assert found is not None
    assert (found.state, found.at) == ("chased", datetime(2026, 12, 14, 14, tzinfo=UTC))


def test_who_learns_late_of_a_day_that_passed_has_the_rest_of_the_clients_day_to_ask() -> None:
    evening = datetime(2026, 12, 11, 23, tzinfo=UTC)
    found = next_turn(decision("due", date(2026, 12, 4)), NEW_YORK, now=evening)
    assert found is not None
    assert (found.at, found.ask_by) == (
        datetime(2026, 12, 7, 14, tzinfo=UTC),
        datetime(2026, 12, 14, 22, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize("state", ["awaiting", "overdue", "decided"])
def test_nothing_happens_by_itself_where_no_day_is_known_or_a_person_is_to_act(state: str) -> None:
    assert next_turn(decision(state, date(2026, 12, 4) if state != "awaiting" else None), NEW_YORK, now=EARLY) is None


def test_another_offer_is_answered_for_on_the_working_day_before_it_and_not_once_it_passed() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert answered_by(date(2026, 11, 27), NEW_YORK, now=now) == datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
    assert answered_by(date(2026, 11, 23), NEW_YORK, now=now) is None
    never = replace(NEW_YORK, extra_workdays=frozenset({date(2026, 11, 26)}))
    assert answered_by(date(2026, 11, 27), never, now=now) == datetime(2026, 11, 26, 22, 30, tzinfo=UTC)
