"""Drafts save by themselves, and nothing that was typed is lost (rule 8)."""

from datetime import UTC, datetime

import httpx
import pytest

from tests.make.debriefs import CREATE, confidences, full_answers, path, submit
from tests.office import Json, Office


@pytest.fixture
def alex(office: Office, interview: str) -> httpx.Client:
    return office.candidate(interview)


def save(
    client: httpx.Client, interview: str, answers: Json, *, seen: str | None = None, **more: object
) -> httpx.Response:
    headers = CREATE if seen is None else {"If-Match": seen}
    return client.put(path(interview), json={"answers": answers, **more}, headers=headers)


def trail(office: Office, interview: str) -> list[str]:
    return office.trail(office.priya.get(path(interview)).json()["id"])


def test_a_draft_is_saved_read_back_and_saved_again(office: Office, interview: str, alex: httpx.Client) -> None:
    first = save(alex, interview, {"went_well": "The case."})
    assert (first.status_code, first.headers["ETag"]) == (200, '"1"')

    second = save(alex, interview, {"went_well": "The case about recalls."}, seen='"1"')
    assert (second.status_code, second.headers["ETag"]) == (200, '"2"')

    elsewhere = office.candidate(interview).get(path(interview, "/draft"))
    assert elsewhere.headers["ETag"] == '"2"'
    assert elsewhere.json()["answers"]["went_well"] == "The case about recalls."
    shown = alex.get(path(interview)).json()
    assert (shown["state"], shown["draft"]["etag"]) == ("draft", '"2"')
    assert shown["answers"]["went_well"] == "The case about recalls."
    assert trail(office, interview) == ["debrief.requested", "debrief.request_mailed", "debrief.drafted"]


def test_a_draft_is_saved_only_by_who_says_what_they_saw(interview: str, alex: httpx.Client) -> None:
    answer = alex.put(path(interview), json={"answers": {}})
    assert (answer.status_code, answer.json()["code"]) == (428, "if_match_required")
    assert alex.get(path(interview, "/draft")).json()["code"] == "draft_not_found"


def test_two_windows_in_conflict_keep_both_texts(office: Office, interview: str, alex: httpx.Client) -> None:
    on_the_laptop = office.candidate(interview)
    assert save(on_the_laptop, interview, {"went_well": "Typed on the laptop."}).status_code == 200

    refused = save(alex, interview, {"went_well": "Typed on the phone."})

    assert (refused.status_code, refused.json()["code"]) == (412, "draft_changed")
    assert "Nothing is lost" in refused.json()["detail"]
    standing = alex.get(path(interview, "/draft"))
    assert standing.json()["answers"]["went_well"] == "Typed on the laptop."
    both = "Typed on the laptop.\nTyped on the phone."
    assert save(alex, interview, {"went_well": both}, seen=standing.headers["ETag"]).status_code == 200
    assert save(on_the_laptop, interview, {"went_well": "Again."}, seen='"1"').status_code == 412
    assert alex.get(path(interview, "/draft")).json()["answers"]["went_well"] == both


def test_nothing_is_written_before_the_interview_and_something_may_be_while_it_lasts(office: Office) -> None:
    interview = office.announce()["id"]
    alex = office.candidate(interview)

    early = save(alex, interview, {})
    assert (early.status_code, early.json()["code"]) == (409, "interview_not_begun")
    assert "Monday 23 November 2026, 10:00 in New York" in early.json()["detail"]
    assert alex.get(path(interview)).json()["state"] == "not_requested"

    office.travel(datetime(2026, 11, 23, 15, 30, tzinfo=UTC))
    assert save(alex, interview, {}).status_code == 200
    assert alex.get(path(interview)).json()["state"] == "draft"


def test_a_cancelled_interview_has_no_debrief_to_write(office: Office, interview: str, alex: httpx.Client) -> None:
    seen = office.priya.get(f"/v1/interviews/{interview}").headers["ETag"]
    office.priya.post(f"/v1/interviews/{interview}/cancel", json={"reason": "ill"}, headers={"If-Match": seen})
    refused = save(alex, interview, {})
    assert refused.status_code == 409
    assert "This interview is cancelled" in refused.json()["detail"]


def test_a_submitted_debrief_cannot_become_a_draft(interview: str, alex: httpx.Client) -> None:
    submit(alex, interview)
    refused = save(alex, interview, {})
    assert refused.status_code == 409
    assert refused.json()["detail"] == "This debrief is submitted; it cannot become draft."


def test_drafts_are_the_candidates_own(office: Office, interview: str, alex: httpx.Client) -> None:
    save(alex, interview, {"went_well": "Only for me as yet."})
    other = office.candidate(office.held("I-2", candidate={"name": "Bea Lund", "email": office.address("bea")})["id"])
    for client in (office.priya, office.manager, office.compliance, office.admin, office.crm):
        assert client.get(path(interview, "/draft")).status_code == 403
        assert save(client, interview, {}, seen='"1"').status_code == 403
    assert other.get(path(interview, "/draft")).status_code == 404
    assert save(other, interview, {}, seen='"1"').status_code == 404
    assert office.anybody.get(path(interview, "/draft")).status_code == 401
    assert "Only for me" not in office.priya.get(path(interview)).text
    assert alex.get(path(interview, "/draft")).headers["ETag"] == '"1"'


def test_a_link_that_was_handed_over_fills_in_and_shows_nothing_stored(office: Office, interview: str) -> None:
    sent, returned = office.candidate(interview), office.candidate(interview, link="returned")
    save(sent, interview, {"went_well": "Typed by the mailed link."}, agency_only=confidences())

    shown = returned.get(path(interview)).json()
    assert (shown["answers"], shown["agency_only"], shown["draft"]["etag"]) == (None, None, '"1"')
    refused = returned.get(path(interview, "/draft"))
    assert (refused.status_code, refused.json()["code"]) == (403, "nothing_stored_shown")
    saved = save(returned, interview, {"went_well": "Typed by the other link."}, seen='"1"')
    assert saved.status_code == 200
    assert saved.json()["agency_only"] is None
    assert sent.get(path(interview, "/draft")).json()["answers"]["went_well"] == "Typed by the other link."


def test_what_only_the_agency_reads_is_kept_until_it_is_cleared(interview: str, alex: httpx.Client) -> None:
    save(alex, interview, {}, agency_only=confidences())
    assert save(alex, interview, {}, seen='"1"').json()["agency_only"]["notice"] == "Thirteen weeks"
    assert save(alex, interview, {}, seen='"2"', agency_only={}).json()["agency_only"] is None
    assert alex.get(path(interview, "/draft")).json()["agency_only"] is None


def test_concerns_are_given_keys_that_stay(interview: str, alex: httpx.Client) -> None:
    saved = save(alex, interview, full_answers()).json()["answers"]
    assert [concern["key"] for concern in saved["concerns"]] == ["c1"]
    more = [{"text": "Notice period"}, *saved["concerns"]]
    again = save(alex, interview, full_answers(concerns=more), seen='"1"').json()["answers"]
    assert [concern["key"] for concern in again["concerns"]] == ["c2", "c1"]


def test_a_mistake_in_an_answer_is_named_and_saves_nothing(interview: str, alex: httpx.Client) -> None:
    refused = save(alex, interview, {"interest": {"after": 6}, "went_wel": "x"})
    assert refused.status_code == 422
    pointers = {error["pointer"] for error in refused.json()["errors"]}
    assert pointers == {"#/answers/interest/after", "#/answers/went_wel"}
    assert alex.get(path(interview)).json()["draft"] is None
