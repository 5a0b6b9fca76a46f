"""The first page: did it go ahead, who reads this, and what the client's policies are in words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core.local_time import date_time
from tests.make.visitor import Visitor
from tests.office import Office

Json = dict[str, Any]
LATER = {"answer": "moved", "day": "2026-11-26", "starts_at": "10:00", "ends_at": "11:00"}


def arrived(office: Office, link: str = "sent", **changes: Any) -> Visitor:
    """A candidate on the first page after their interview."""
    visitor = Visitor(office, office.held(**changes)["id"], link=link)
    visitor.open("/interview")
    return visitor


def times_of(office: Office, visitor: Visitor) -> tuple[datetime, datetime]:
    interview = office.priya.get(f"/v1/interviews/{visitor.home.removeprefix('/my/')}").json()
    return datetime.fromisoformat(interview["starts_at"]), datetime.fromisoformat(interview["ends_at"])


def told(office: Office, visitor: Visitor) -> list[str]:
    answers = office.priya.get(f"/v1/interviews/{visitor.home.removeprefix('/my/')}/attendance").json()["data"]
    return [one["answer"] for one in answers]


def test_it_says_when_it_was_at_both_ends_who_reads_this_for_how_long_and_that_a_copy_may_be_had(
    office: Office,
) -> None:
    visitor = arrived(office)
    assert visitor.heading == "Did it go ahead?"
    assert "Monday 23 November 2026, 10:00 to 11:00, time in New York" in visitor.text
    assert "Monday 23 November 2026, 15:00 to 16:00, your time in London" in visitor.text
    assert "Priya Nair and their team at Harcourt & Lane" in visitor.text
    assert "kept for 12 months after the last step" in visitor.text
    assert "You may have a copy of all of it" in visitor.text
    assert f'href="http://afterword.example/privacy/{office.name}"' in visitor.page.text


@pytest.mark.practice("P6")
@pytest.mark.parametrize(
    ("introduced_by", "contact", "letters", "said"),
    [
        ("agency", "forbidden", "welcome", "Please do not contact Meridian Foods directly"),
        ("agency", "copy_agency", "ask_first", "You may write to Meridian Foods yourself if you copy Priya Nair"),
        ("direct", "forbidden", "not_accepted", "You arranged this interview yourself: thank Meridian Foods directly"),
    ],
)
def test_the_first_page_says_whether_and_how_the_candidate_may_write_to_the_client(
    office: Office, introduced_by: str, contact: str, letters: str, said: str
) -> None:
    """On the candidate's first page, before they write a word; arranged directly, they are told to thank the client."""
    client = {"external_id": "CLI-1", "name": "Meridian Foods", "contact_policy": contact, "letter_policy": letters}
    visitor = arrived(office, introduced_by=introduced_by, client=client)
    words = {"welcome": "welcomes a letter", "ask_first": "wants to be asked", "not_accepted": "takes no letters"}
    assert said in visitor.text
    assert f"Meridian Foods {words[letters]}" in visitor.text


def test_yes_leads_on_to_the_debrief_and_a_second_press_says_it_once(office: Office) -> None:
    visitor = arrived(office)
    first = visitor.page
    answer = visitor.send({"answer": "yes"}, form="/interview", follow=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{visitor.home}/debrief")
    visitor.page = first
    assert visitor.send({"answer": "yes"}, form="/interview", follow=False).status_code == 303
    assert told(office, visitor) == ["yes"]
    visitor.open("/interview")
    assert visitor.heading == "You told us that it went ahead"
    assert f'href="{visitor.home}/debrief"' in visitor.page.text


@pytest.mark.parametrize("link", ["sent", "returned"])
def test_every_other_answer_says_what_happens_now_and_can_be_changed(office: Office, link: str) -> None:
    visitor = arrived(office, link=link)
    for given, heading, then in (
        ({"answer": "still_going"}, "You told us that it was still going", "We ask you again on Monday 17:"),
        ({"answer": "cancelled"}, "You told us that it was cancelled", "Priya Nair settles it with Meridian Foods"),
        ({"answer": "did_not_go", "reason": "I fell ill."}, "You told us that you did not go", "We ask you nothing"),
        ({"answer": "moved"}, "You told us that it was moved", "Priya Nair finds out the new time"),
    ):
        visitor.open("/interview?change=1")
        visitor.send(given, form="/interview")
        assert visitor.heading == heading
        assert then in visitor.text
    assert told(office, visitor) == ["moved", "did_not_go", "cancelled", "still_going"]


@pytest.mark.parametrize(("zone", "hour"), [("Europe/London", 10), ("America/New_York", 15)])
def test_moved_to_a_time_by_either_clock_moves_the_interview_once(office: Office, zone: str, hour: int) -> None:
    visitor = arrived(office)
    first = visitor.page
    visitor.send({**LATER, "zone": zone}, form="/interview")
    assert visitor.heading == "You told us that it was moved"
    starts = datetime(2026, 11, 26, hour, 0, tzinfo=UTC)
    assert times_of(office, visitor) == (starts, starts + timedelta(hours=1))
    assert date_time(starts, "America/New_York") in visitor.text
    visitor.page = first
    visitor.send({**LATER, "zone": zone}, form="/interview")
    assert visitor.heading == "You told us that it was moved"
    assert told(office, visitor) == ["moved"]


WRONG: list[tuple[Json, str]] = [
    ({"answer": ""}, "answer"),
    ({**LATER, "day": ""}, "day"),
    ({**LATER, "day": "soon"}, "day"),
    ({**LATER, "ends_at": ""}, "ends_at"),
    ({**LATER, "starts_at": "11:00", "ends_at": "10:00"}, "ends_at"),
    ({**LATER, "day": "2026-11-23", "starts_at": "15:00", "ends_at": "16:00"}, "starts_at"),
    ({"answer": "did_not_go", "reason": "x" * 10_001}, "reason"),
]


def test_what_is_wrong_is_named_and_what_was_typed_stays(office: Office) -> None:
    visitor = arrived(office)
    before, asked = times_of(office, visitor), visitor.page
    for changes, field in WRONG:
        visitor.page = asked
        visitor.send(changes, form="/interview")
        assert visitor.page.status_code == 422
        assert "<title>Error: Did it go ahead?" in visitor.page.text
        assert f'href="#{field}"' in visitor.page.text
        fields = visitor.form("/interview").fields
        assert {name: fields.get(name, [""])[0] for name in changes} == changes
    assert (times_of(office, visitor), told(office, visitor)) == (before, [])


def test_before_it_begins_it_asks_what_has_changed_and_takes_no_yes(office: Office) -> None:
    visitor = Visitor(office, office.announce()["id"])
    visitor.open("/interview")
    assert visitor.heading == "Has something changed?"
    assert 'value="yes"' not in visitor.page.text
    visitor.send({"answer": "yes"}, form="/interview")
    assert visitor.heading == "Has something changed?"
    visitor.send({"answer": "cancelled"}, form="/interview")
    assert visitor.heading == "You told us that it was cancelled"


def test_of_an_interview_that_is_off_it_asks_nothing(office: Office) -> None:
    visitor = arrived(office)
    asked = visitor.page
    at = f"/v1/interviews/{visitor.home.removeprefix('/my/')}"
    etag = office.priya.get(at).headers["etag"]
    assert office.priya.post(f"{at}/cancel", json={"reason": "Filled."}, headers={"If-Match": etag}).is_success
    visitor.page = asked
    visitor.send({"answer": "yes"}, form="/interview")
    assert visitor.heading == "This interview is off"
    assert visitor.page.status_code == 200
