"""A request that is sent again does nothing twice, and is answered as before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.core.clock import utc_now
from tests.make.loop import letter_submitted
from tests.office import TLS, Office
from tests.web.test_problems import problem

Json = dict[str, Any]


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def invite(office: Office, key: str, who: str = "Nia Okafor") -> httpx.Response:
    body = {"name": who, "email": f"nia@{office.name}.example", "role": "consultant"}
    return office.admin.post("/v1/consultants", json=body, headers=keyed(key))


def test_a_retry_gets_the_first_answer_and_does_nothing_again(office: Office) -> None:
    first, again = invite(office, "k-1"), invite(office, "k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert office.trail(first.json()["id"]) == ["consultant.invited"]


def test_a_key_is_for_one_request_only(office: Office) -> None:
    invite(office, "k-1")
    problem(invite(office, "k-1", "Noah Okafor"), 422, "idempotency_key_reused")
    other_path = office.admin.post("/v1/keys", json={"name": "x", "scopes": ["audit:read"]}, headers=keyed("k-1"))
    problem(other_path, 422, "idempotency_key_reused")


def test_a_refusal_is_not_kept_so_that_the_mended_state_is_answered(office: Office) -> None:
    invite(office, "k-1")
    problem(invite(office, "k-2"), 409, "email_taken")
    problem(invite(office, "k-2"), 409, "email_taken")


def test_everybody_has_keys_of_their_own(office: Office) -> None:
    mine = office.crm.post("/v1/interviews", json=office.announcement(), headers=keyed("k-1"))
    theirs = office.priya.post("/v1/interviews", json=office.announcement(round=2), headers=keyed("k-1"))
    assert mine.json()["interview"]["id"] != theirs.json()["interview"]["id"]
    assert "idempotency-replayed" not in theirs.headers


def test_a_candidates_own_link_and_a_handed_over_one_share_no_answer(office: Office) -> None:
    interview = office.held()
    body = {"kind": "thank_you", "addressees": [interview["people"][0]["id"]]}
    path = f"/v1/interviews/{interview['id']}/letters"
    own = office.candidate(interview["id"]).post(path, json=body, headers=keyed("k-1"))
    handed = office.candidate(interview["id"], link="returned").post(path, json=body, headers=keyed("k-1"))
    assert own.status_code == handed.status_code == 201
    assert "idempotency-replayed" not in handed.headers


def test_a_secret_is_shown_once_also_to_a_retry(office: Office) -> None:
    body = {"name": "Probe", "scopes": ["audit:read"]}
    first = office.admin.post("/v1/keys", json=body, headers=keyed("k-1")).json()
    again = office.admin.post("/v1/keys", json=body, headers=keyed("k-1")).json()
    assert first["key"].startswith("awk_live_")
    assert again == {**first, "key": None}


def test_after_72_hours_a_key_is_new_again(office: Office) -> None:
    first = invite(office, "k-1")
    office.clock.move_to(utc_now() + timedelta(hours=71))
    fresh = office.admin.post("/v1/keys", json={"name": "Early", "scopes": ["audit:read"]}, headers=keyed("k-1"))
    assert fresh.status_code in {401, 422}  # the session has ended, the key has not
    assert first.status_code == 201
    announced = office.crm.post("/v1/interviews", json=office.announcement(), headers=keyed("k-2"))
    office.clock.move_to(utc_now() + timedelta(hours=73))
    again = office.crm.post("/v1/interviews", json=office.announcement(round=2), headers=keyed("k-2"))
    assert (announced.status_code, again.status_code) == (201, 201)
    assert announced.json()["interview"]["id"] != again.json()["interview"]["id"]


def test_a_decision_without_a_key_is_refused_and_changes_nothing(office: Office) -> None:
    loop = letter_submitted(office)
    path = f"/v1/letters/{loop.letter['id']}/return"
    headers = {**office.priya.headers, "If-Match": "*"}
    with httpx.Client(base_url=office.premises.url, headers=headers, verify=TLS) as careless:
        found = problem(careless.post(path, json={"reason": "Shorter."}), 400, "idempotency_key_required")
        assert found["errors"] == [{"pointer": "header:Idempotency-Key", "message": "is required"}]
        unknown = careless.post(path, json={"reason": "Shorter."}, headers={"Authorization": "Bearer x"})
        problem(unknown, 401, "unauthenticated")
    assert office.priya.get(f"/v1/letters/{loop.letter['id']}").json()["state"] == "submitted"


@pytest.mark.parametrize("key", ["", "two words", "ä", "x" * 201])
def test_a_key_that_is_none_is_refused(office: Office, key: str) -> None:
    headers = [(b"Idempotency-Key", key.encode())]
    answer = office.admin.post("/v1/keys", json={"name": "x", "scopes": ["audit:read"]}, headers=headers)
    problem(answer, 422, "idempotency_key_not_valid")


def test_of_many_at_the_same_moment_one_is_done(office: Office) -> None:
    key, body = str(uuid4()), office.announcement()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: office.crm.post("/v1/interviews", json=body, headers=keyed(key)), range(16)))
    done = [answer for answer in answers if answer.status_code == 201]
    waiting = [answer for answer in answers if answer.status_code != 201]
    assert len({answer.json()["interview"]["id"] for answer in done}) == 1
    assert {answer.json()["code"] for answer in waiting} <= {"still_running"}
    assert len(office.priya.get("/v1/interviews").json()["data"]) == 1
