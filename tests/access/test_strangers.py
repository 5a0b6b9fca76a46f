"""What belongs to another agency, or to another candidate, answers exactly as what does not exist (rule 7)."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.core.ids import new_id, public_id
from tests.access.calls import BODIES, Call, call, call_for_nothing
from tests.access.grounds import Grounds
from tests.access.matrix import lines
from tests.access.test_matrix import but_for_looks
from tests.architecture.routes import Route, all_routes

Json = dict[str, Any]
STRANGERS = ("other_candidate", "stranger's candidate", "stranger", "stranger's key")
ROUTES = {route.name: route for route in all_routes()}
BY_ID = [route for route in ROUTES.values() if "_id}" in route.api.path]
OWN_WORDS = frozenset({"date", "x-request-id", "ratelimit"})


def said(answer: httpx.Response) -> tuple[int, dict[str, str], Any]:
    """The whole answer but for what differs from request to request."""
    headers = {name: value for name, value in answer.headers.items() if name not in OWN_WORDS}
    if headers.get("content-type", "").startswith("text/html"):
        return answer.status_code, headers, answer.text
    body = json.loads(answer.content) if answer.content else None
    if isinstance(body, dict):
        assert body.pop("request_id", "") == answer.headers["x-request-id"] or answer.is_success
    return answer.status_code, headers, body


def strangers_to(name: str) -> list[str]:
    """Who gets as far as the row, and one of those whom the route refuses at its door."""
    refused = [actor for actor in STRANGERS if lines()[name].outcomes[actor] == "403"]
    return [actor for actor in STRANGERS if actor not in refused[1:]]


@pytest.mark.parametrize("route", BY_ID, ids=lambda route: route.name)
def test_a_strange_row_answers_as_one_that_does_not_exist(grounds: Grounds, route: Route) -> None:
    scope = lines()[route.name].scope
    for actor in strangers_to(route.name):
        strange = grounds.ask(call(route, grounds.home), actor, scope)
        missing = grounds.ask(call_for_nothing(route, grounds.home), actor, scope)
        assert (actor, said(strange)) == (actor, said(missing))
        assert strange.status_code in {403, 404}, actor


def test_a_reference_of_another_agency_answers_as_one_that_does_not_exist(grounds: Grounds) -> None:
    paths = [f"/v1/external/{system}/interviews/I-404" for system in ("bullhorn", "elsewhere")]
    answers = [grounds.ask(Call("GET", path), "stranger") for path in paths]
    assert said(answers[0]) == said(answers[1])
    assert answers[0].status_code == 404


def rows_of_the_stranger(grounds: Grounds, name: str, prefix: str) -> list[str]:
    return [grounds.stranger.ids[name], public_id(prefix, new_id())]


@pytest.mark.parametrize(
    ("path", "name", "prefix"),
    [
        ("/v1/deliveries?letter_id={}", "letter", "ltr"),
        ("/v1/audit?subject={}", "letter", "ltr"),
        ("/v1/audit?subject={}", "interview", "int"),
    ],
)
def test_a_strange_identifier_in_the_query_finds_nothing(grounds: Grounds, path: str, name: str, prefix: str) -> None:
    own = grounds.ask(Call("GET", path.format(grounds.home.ids[name])), "manager")
    assert own.json()["data"]
    answers = [
        grounds.ask(Call("GET", path.format(row)), "manager") for row in rows_of_the_stranger(grounds, name, prefix)
    ]
    assert said(answers[0]) == said(answers[1])
    assert answers[0].json()["data"] == []


@pytest.mark.parametrize(
    ("operation", "actor", "change", "name", "prefix"),
    [
        ("putInterview", "owner", lambda row: {"consultant": row}, "consultant", "con"),
        ("matchPerson", "owner", lambda row: {"contact_id": row}, "contact", "ctc"),
        ("beginLetter", "sent", lambda row: {"addressees": [row]}, "person", "prs"),
        ("approveLetter", "owner", lambda row: {"people": [row]}, "person", "prs"),
        ("giveConsent", "sent", lambda row: {"people": [row]}, "person", "prs"),
        ("inviteConsultant", "admin", lambda row: {"team_id": row}, "team", "team"),
    ],
)
def test_a_strange_identifier_in_the_body_answers_as_one_that_does_not_exist(
    grounds: Grounds, operation: str, actor: str, change: Any, name: str, prefix: str
) -> None:
    request = call(ROUTES[operation], grounds.home)
    body = {**BODIES[operation](grounds.home)}
    before = grounds.state()
    answers = [
        grounds.ask(replace(request, json={**body, **change(row)}), actor)
        for row in rows_of_the_stranger(grounds, name, prefix)
    ]
    assert said(answers[0]) == said(answers[1])
    assert answers[0].status_code in {404, 409, 412, 422}
    assert grounds.state() == before


def test_a_cursor_of_another_agency_shows_only_own_rows(grounds: Grounds) -> None:
    theirs = grounds.ask(Call("GET", "/v1/interviews?limit=1"), "stranger").json()["next_cursor"]
    own = grounds.ask(Call("GET", f"/v1/interviews?cursor={theirs}"), "owner")
    assert {one["agency_id"] for one in own.json()["data"]} <= {public_id("agy", grounds.home.office.agency_id)}


def test_the_etag_of_a_strange_row_opens_nothing(grounds: Grounds) -> None:
    path = f"/v1/letters/{grounds.stranger.ids['letter']}"
    theirs = grounds.ask(Call("GET", path), "stranger").headers["ETag"]
    before = grounds.state()
    request = Call("POST", f"{path}/return", {"reason": "Shorter, please."}, {"If-Match": theirs})
    assert grounds.ask(request, "owner").json()["code"] == "letter_not_found"
    assert grounds.state() == before


def test_anothers_idempotency_key_brings_no_answer_of_theirs(grounds: Grounds) -> None:
    body = grounds.stranger.office.announcement(round=7)
    request = Call("POST", "/v1/interviews", body, {"Idempotency-Key": "the-same-key"})
    theirs = grounds.ask(request, "stranger's key", "interviews:write")
    own = grounds.ask(replace(request, json=grounds.home.office.announcement(round=7)), "key", "interviews:write")
    again = grounds.ask(request, "stranger's key", "interviews:write")
    assert (theirs.status_code, own.status_code, again.status_code) == (201, 201, 201)
    assert own.json()["interview"]["agency_id"] == public_id("agy", grounds.home.office.agency_id)
    assert "idempotency-replayed" not in own.headers
    assert again.json() == theirs.json()


def test_on_behalf_of_a_stranger_answers_as_of_somebody_who_does_not_exist(grounds: Grounds) -> None:
    request = call(ROUTES["acceptDebrief"], grounds.home)
    named = [
        f"priya@{grounds.stranger.office.name}.example",
        f"nobody@{grounds.stranger.office.name}.example",
        grounds.stranger.ids["consultant"],
        public_id("con", new_id()),
        "con_x",
    ]
    answers = [
        grounds.ask(replace(request, headers={**request.headers, "On-Behalf-Of": who}), "key", "letters:decide")
        for who in named
    ]
    assert [said(answer) for answer in answers] == [said(answers[0])] * len(named)
    assert answers[0].json()["code"] == "consultant_not_found"


@pytest.mark.parametrize(("who", "status"), [("admin", 403), ("compliance", 403), ("colleague", 403), (None, 422)])
def test_a_key_decides_only_for_a_consultant_who_might(grounds: Grounds, who: str | None, status: int) -> None:
    request = call(ROUTES["acceptDebrief"], grounds.home)
    headers = {name: value for name, value in request.headers.items() if name != "On-Behalf-Of"}
    if who is not None:
        headers["On-Behalf-Of"] = f"{'ada' if who == 'admin' else who}@{grounds.home.office.name}.example"
    before = grounds.state()
    answer = grounds.ask(replace(request, headers=headers), "key", "letters:decide")
    assert answer.status_code == status, answer.text
    assert grounds.state() == before


def test_a_key_that_decides_for_the_owner_is_let_in_by_address_and_by_identifier(grounds: Grounds) -> None:
    request = call(ROUTES["acceptDebrief"], grounds.home)
    for who in (f"PRIYA@{grounds.home.office.name}.example", grounds.home.office.consultant_ids["priya"]):
        answer = grounds.ask(
            replace(request, headers={**request.headers, "On-Behalf-Of": who}), "key", "letters:decide"
        )
        assert answer.status_code == 412


def test_asking_for_the_head_alone_of_what_is_read_changes_nothing(grounds: Grounds) -> None:
    """Rule 9, as for GET in the matrix: mail scanners and link previews come with HEAD."""
    for route in ROUTES.values():
        if "GET" not in route.methods:
            continue
        before = but_for_looks(grounds)
        for actor in ("anonymous", "sent", "owner"):
            asked = replace(call(route, grounds.home), method="HEAD")
            answer = grounds.ask(asked, actor, lines()[route.name].scope)
            assert answer.status_code < 500, (route.name, actor)
        assert but_for_looks(grounds) == before, route.name


def test_the_stranger_has_rows_of_all_these_kinds(grounds: Grounds) -> None:
    assert set(grounds.home.ids) == set(grounds.stranger.ids)
    assert set(grounds.home.ids.values()).isdisjoint(grounds.stranger.ids.values())
