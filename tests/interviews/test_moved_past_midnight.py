"""An interview abroad may end on the next day where the candidate is."""

from datetime import UTC, datetime

import pytest

from tests.interviews.test_attendance_pages import arrived, times_of
from tests.office import Office

LATE = {"answer": "moved", "day": "2026-11-26", "starts_at": "23:30", "zone": "Europe/London"}


def test_an_end_past_midnight_is_on_the_next_day(office: Office) -> None:
    visitor = arrived(office)
    visitor.send({**LATE, "ends_at": "00:30"}, form="/interview")
    assert visitor.page.status_code == 200
    assert times_of(office, visitor) == (
        datetime(2026, 11, 26, 23, 30, tzinfo=UTC),
        datetime(2026, 11, 27, 0, 30, tzinfo=UTC),
    )
    visitor.open("/interview?change=1")
    assert visitor.send(form="/interview").status_code == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends_at": "23:00"}, "Choose an end after the start"),
        ({"ends_at": "23:30"}, "Choose an end after the start"),
        ({"ends_at": "00:30", "day": "9999-12-31"}, "Choose the new date"),
        ({"ends_at": "00:30", "day": "0001-01-01"}, "Choose the new date"),
    ],
)
def test_an_end_long_before_the_start_and_a_day_in_no_calendar_are_named(
    office: Office, changes: dict[str, str], said: str
) -> None:
    visitor = arrived(office)
    assert visitor.send({**LATE, **changes}, form="/interview").status_code == 422
    assert said in visitor.text
