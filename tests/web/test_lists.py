"""Lists page by key: every row once, also while rows are added; a cursor is good for the list that gave it."""

import base64
import json
from typing import Any

import httpx
import pytest

from app.web.lists import CursorNotValid, read_cursor, write_cursor
from tests.make import debriefs, loop
from tests.office import Office
from tests.web.test_problems import problem

Json = dict[str, Any]


def candidates(office: Office, many: int) -> None:
    """Several interviews with candidates, clients, contacts and jobs of their own."""
    for n in range(many):
        office.announce(
            f"I-{n}",
            candidate={"external_id": f"CAND-{n}", "name": f"Candidate {n}", "email": office.address(f"c{n}")},
            client={"external_id": f"CLI-{n}", "name": f"Client {n}"},
            job={"external_id": f"JOB-{n}", "title": "Product Manager"},
            interviewers=[office.interviewer(f"Dana{n} Whitfield")],
        )


def pages(office: Office, reader: httpx.Client, path: str, limit: int) -> list[list[str]]:
    """The identifiers on each page, following next_cursor; the Link header says the same."""
    found, cursor = [], None
    public_url = office.premises.settings.public_url
    while True:
        query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = reader.get(path, params=query)
        assert answer.status_code == 200, answer.text
        found.append([row["id"] for row in answer.json()["data"]])
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            assert "link" not in answer.headers
            return found
        link = answer.links["next"]["url"]
        assert httpx.URL(link).params["cursor"] == cursor
        assert link.startswith(public_url + path + "?")


LISTS = ["/v1/clients", "/v1/client-contacts", "/v1/candidates", "/v1/jobs", "/v1/interviews"]


def test_every_row_is_on_one_page_and_only_the_last_page_is_short(office: Office) -> None:
    candidates(office, 5)
    for path in LISTS:
        for limit in (1, 2, 5, 6):
            found = pages(office, office.priya, path, limit)
            assert len({one for page in found for one in page}) == sum(map(len, found)) == 5, path
            assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)


def test_rows_added_meanwhile_move_nothing_to_another_page(office: Office) -> None:
    candidates(office, 3)
    first = office.priya.get("/v1/clients", params={"limit": 2}).json()
    job = {"external_id": "JOB-9", "title": "Product Manager"}
    office.announce("I-9", client={"external_id": "CLI-9", "name": "Another"}, job=job, interviewers=[])
    second = office.priya.get("/v1/clients", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    names = [client["name"] for client in first["data"] + second["data"]]
    assert names == ["Client 0", "Client 1", "Client 2", "Another"]


def test_interviews_at_the_same_time_are_told_apart(office: Office) -> None:
    """All of these start at one instant; the key has an identifier behind the time."""
    candidates(office, 4)
    assert [len(page) for page in pages(office, office.priya, "/v1/interviews", 3)] == [3, 1]


def test_users_keys_debriefs_reviews_and_deliveries_page_as_well(office: Office) -> None:
    done = loop.letter_approved(office)
    interview = done.interview["id"]
    debriefs.submit(done.candidate, interview)
    debriefs.decide(office.priya, interview, "return", {"reason": "More, please."})
    draft = done.candidate.get(debriefs.path(interview, "/draft"))
    done.candidate.post(debriefs.path(interview, "/submit"), headers={"If-Match": draft.headers["ETag"]})
    office.confirm("admin")
    office.admin.post("/v1/keys", json={"name": "Second", "scopes": ["audit:read"]})
    assert [len(page) for page in pages(office, office.admin, "/v1/consultants", 2)] == [2, 2, 1]
    assert [len(page) for page in pages(office, office.admin, "/v1/keys", 1)] == [1, 1]
    assert [len(page) for page in pages(office, office.priya, "/v1/deliveries", 1)] == [1, 1]
    first = office.priya.get(debriefs.path(interview, "/versions"), params={"limit": 1}).json()
    more = {"limit": 1, "cursor": first["next_cursor"]}
    second = office.priya.get(debriefs.path(interview, "/versions"), params=more).json()
    assert [one["version"] for one in first["data"] + second["data"]] == [2, 1]
    assert second["next_cursor"] is None


def test_a_filter_goes_with_the_list_to_its_last_page(office: Office) -> None:
    one = loop.letter_approved(office, "I-1")
    loop.letter_approved(office, "I-2", candidate={"name": "Sam", "email": office.address("sam")})
    path = f"/v1/deliveries?letter_id={one.letter['id']}&limit=1"
    first = office.priya.get(path)
    second = office.priya.get(first.links["next"]["url"].removeprefix(office.premises.settings.public_url))
    assert {row["letter_id"] for row in first.json()["data"] + second.json()["data"]} == {one.letter["id"]}
    assert second.json()["next_cursor"] is None
    without = office.priya.get("/v1/deliveries", params={"cursor": first.json()["next_cursor"]})
    problem(without, 422, "cursor_not_valid")


def test_a_cursor_of_another_list_is_refused_and_not_misread(office: Office) -> None:
    candidates(office, 2)
    cursors = {path: office.priya.get(path, params={"limit": 1}).json()["next_cursor"] for path in LISTS}
    for path in LISTS:
        for of, cursor in cursors.items():
            answer = office.priya.get(path, params={"cursor": cursor})
            if of == path:
                assert answer.status_code == 200
            else:
                assert problem(answer, 422, "cursor_not_valid")["errors"][0]["pointer"] == "query:cursor"


@pytest.mark.parametrize("made_up", ["", ".", "x", "%00", "é", "W10", "WyJhIl0", "a" * 5000])
def test_a_cursor_that_nobody_gave_is_refused(office: Office, made_up: str) -> None:
    candidates(office, 2)
    mark = office.priya.get("/v1/clients", params={"limit": 1}).json()["next_cursor"].partition(".")[0]
    for cursor in (made_up, f"{mark}.{made_up}"):
        problem(office.priya.get("/v1/clients", params={"cursor": cursor}), 422, "cursor_not_valid")


@pytest.mark.parametrize("parts", [["1"], ["1", 2], "1", {"a": "b"}, None, ["1", "2", "3"]])
def test_a_cursor_of_another_form_is_refused(parts: object) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()
    with pytest.raises(CursorNotValid):
        read_cursor(cursor, 2)


def test_a_cursor_is_read_back_as_written() -> None:
    assert read_cursor(write_cursor("2026-11-23", "int_1"), 2) == ["2026-11-23", "int_1"]
    assert read_cursor(None, 2) is None


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", ""])
def test_a_page_has_between_one_and_a_hundred_rows(office: Office, limit: str) -> None:
    found = problem(office.priya.get("/v1/clients", params={"limit": limit}), 422, "invalid")
    assert found["errors"][0]["pointer"] == "query:limit"
