"""A decision is made on what was read: without saying so 428, on something older 412 that names who changed what."""

from typing import Any

import httpx
import pytest

from app.core.errors import PreconditionFailed, PreconditionRequired
from app.web.etag import etag, expected_number, expected_revision, number_in_form
from tests.make import debriefs, loop
from tests.office import Office
from tests.web.test_problems import problem

Json = dict[str, Any]


def changed_by(office: Office, path: str, body: Json, if_match: str | None) -> httpx.Response:
    headers = {} if if_match is None else {"If-Match": if_match}
    return office.colleague.patch(path, json=body, headers=headers)


def test_a_change_needs_the_etag_of_what_was_read(office: Office) -> None:
    path = f"/v1/clients/{office.announce()['client']['id']}"
    seen = office.priya.get(path).headers["ETag"]
    problem(changed_by(office, path, {"letter_policy": "ask_first"}, None), 428, "if_match_required")
    done = changed_by(office, path, {"letter_policy": "ask_first"}, seen)
    assert (done.status_code, done.headers["ETag"]) == (200, '"2"')
    assert office.priya.get(path).headers["ETag"] == '"2"'


def test_what_was_read_is_asked_for_before_the_body_is_looked_at(office: Office) -> None:
    path = f"/v1/clients/{office.announce()['client']['id']}"
    nonsense = {"letter_policy": "sometimes"}
    problem(changed_by(office, path, nonsense, None), 428, "if_match_required")
    problem(changed_by(office, path, nonsense, '"1"'), 422, "invalid")


def test_who_was_second_learns_who_changed_what_and_when(office: Office) -> None:
    path = f"/v1/clients/{office.announce()['client']['id']}"
    seen = office.priya.get(path).headers["ETag"]
    changed_by(office, path, {"letter_policy": "ask_first"}, seen)
    late = office.manager.patch(path, json={"letter_policy": "not_accepted"}, headers={"If-Match": seen})
    found = problem(late, 412, "changed_meanwhile")
    assert found["detail"].startswith(
        "Sam Idowu changed the client: whether letters are welcome, at 2026-11-23 09:00 UTC."
    )
    assert office.priya.get(path).json()["letter_policy"] == "ask_first"


@pytest.mark.parametrize("given", ["", "*", "x", '"x"', '"1", "2"', "W/", '""'])
def test_what_is_no_etag_of_ours_is_answered_as_an_old_one(office: Office, given: str) -> None:
    path = f"/v1/clients/{office.announce()['client']['id']}"
    answer = changed_by(office, path, {"letter_policy": "ask_first"}, given)
    problem(answer, 412, "changed_meanwhile")


def test_a_change_that_changes_nothing_keeps_the_etag_and_adds_no_entry(office: Office) -> None:
    interview = office.announce()
    path = f"/v1/clients/{interview['client']['id']}"
    again = changed_by(office, path, {"letter_policy": "welcome", "name": "Meridian Foods"}, '"1"')
    assert (again.status_code, again.headers["ETag"]) == (200, '"1"')
    assert office.trail(interview["client"]["id"]) == ["client.created"]


def test_every_single_resource_carries_an_etag(office: Office) -> None:
    done = loop.letter_approved(office)
    interview = done.interview
    debriefs.submit(done.candidate, interview["id"])
    paths = [
        "/v1/agency",
        f"/v1/clients/{interview['client']['id']}",
        f"/v1/client-contacts/{interview['people'][0]['contact_id']}",
        f"/v1/interviews/{interview['id']}",
        "/v1/external/bullhorn/interviews/I-1",
        debriefs.path(interview["id"]),
        debriefs.path(interview["id"], "/versions/1"),
        f"/v1/letters/{done.letter['id']}",
        f"/v1/documents/{done.letter['document']['id']}",
        f"/v1/documents/{done.letter['document']['id']}.pdf",
        f"/v1/deliveries/{done.deliveries['Dana']['id']}",
    ]
    tags = {path: office.priya.get(path).headers.get("ETag") for path in paths}
    assert {path: tag for path, tag in tags.items() if not tag or not tag.startswith('"')} == {}


def test_numbers_are_read_strong_or_weak_and_a_star_creates() -> None:
    assert expected_number(etag(7)) == 7
    assert expected_number('W/"7"') == 7
    assert expected_revision(None, "*") == 0
    assert expected_revision('"3"', None) == 3
    with pytest.raises(PreconditionRequired):
        expected_revision(None, None)
    with pytest.raises(PreconditionFailed):
        expected_number('"seven"')


@pytest.mark.parametrize("field", ["", "x", "-1", "1.5", '"1"'])
def test_a_form_that_lost_its_place_is_answered_in_words_for_whoever_sent_it(field: str) -> None:
    with pytest.raises(PreconditionFailed) as refused:
        number_in_form(field)
    assert "Open it again" in refused.value.detail
    assert "ETag" not in refused.value.detail
    assert number_in_form("7") == 7
