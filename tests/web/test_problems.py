"""Whatever goes wrong, the answer is a problem (RFC 9457) with a code, a request id and the security headers."""

import json
from typing import Any

import httpx
import pytest

from app.core.ids import new_id, public_id
from tests.office import Office

Json = dict[str, Any]
SECURITY = {
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "cache-control",
}


def problem(answer: httpx.Response, status: int, code: str) -> Json:
    """Read a problem whose form is right in every part."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: Json = answer.json()
    assert list(body) == ["type", "title", "status", "detail", "code", "request_id", "errors"]
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"http://afterword.example/problems/{code}"
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == answer.headers["x-request-id"]
    assert answer.headers.keys() >= SECURITY
    return body


def test_the_frameworks_own_refusals_are_problems(office: Office) -> None:
    problem(office.priya.get("/v1/nothing"), 404, "not_found")
    problem(office.priya.get("/nothing/at/all"), 404, "not_found")
    wrong_method = office.priya.delete("/v1/clients")
    problem(wrong_method, 405, "method_not_allowed")
    assert wrong_method.headers["allow"] == "GET"
    problem(office.priya.get("/v1/clients", params={"limit": 101}), 422, "invalid")
    problem(office.anybody.get("/v1/clients"), 401, "unauthenticated")


def test_each_field_that_is_wrong_is_pointed_at(office: Office) -> None:
    body = office.announcement(round=0, candidate={"name": " "}, colour="red", time_zone="Mars/Olympus")
    found = problem(office.crm.put("/v1/external/crm/interviews/1", json=body), 422, "invalid")
    pointers = {error["pointer"] for error in found["errors"]}
    assert pointers >= {"#/round", "#/candidate/name", "#/colour", "#/time_zone"}
    assert found["detail"].startswith("#/")
    query = problem(office.priya.get("/v1/clients", params={"limit": "many"}), 422, "invalid")
    assert query["errors"][0]["pointer"] == "query:limit"


def test_an_identifier_with_the_wrong_prefix_says_which_was_expected(office: Office) -> None:
    for wrong in (public_id("ltr", new_id()), "int_", "int_x", public_id("int", new_id()).upper(), "1"):
        found = problem(office.priya.get(f"/v1/interviews/{wrong}"), 422, "invalid")
        assert found["errors"][0]["pointer"] == "path:interview_id"
        assert "int_" in found["errors"][0]["message"]


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        (b'{"name": ', "#"),
        (b"", "#"),
        (b"null", "#"),
        (b"[]", "#"),
        (b'"text"', "#"),
        (b'{"name": "\\ud800", "scopes": ["admin"]}', "#/name"),
        (b'{"name": "Probe", "scopes": ["admin"], "\\ud800": 1}', "#"),
        (b'{"name": "Probe", "scopes": ["admin"], "a/b~c": 1}', "#/a~1b~0c"),
        (b'{"name": "a\\u0000b", "scopes": ["admin"]}', "#/name"),
        (b'{"name": "Probe", "scopes": ["admin"], "expires_at": 1e400}', "#/expires_at"),
    ],
)
def test_a_body_that_is_no_body_is_a_problem(office: Office, content: bytes, pointer: str) -> None:
    answer = office.admin.post("/v1/keys", content=content, headers={"Content-Type": "application/json"})
    found = problem(answer, 422, "invalid")
    assert found["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("content", [b"\xff\xfe", b'{"name": "\xff"}', b"[" * 100_000])
def test_bytes_that_are_no_json_are_a_problem_too(office: Office, content: bytes) -> None:
    answer = office.admin.post("/v1/keys", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    problem(answer, answer.status_code, answer.json()["code"])


def test_a_form_is_not_taken_for_json(office: Office) -> None:
    problem(office.admin.post("/v1/keys", data={"name": "Probe"}), 422, "invalid")


@pytest.mark.parametrize("ref", ["%00", "a%00b", "%20", "x" * 201, "%E2%80%AEx", "%1F"])
def test_a_reference_that_nobody_types_is_a_problem_and_not_a_crash(office: Office, ref: str) -> None:
    for method in ("GET", "DELETE"):
        found = problem(office.crm.request(method, f"/v1/external/crm/interviews/{ref}"), 422, "invalid")
        assert found["errors"][0]["pointer"] == "path:ref"


@pytest.mark.parametrize("value", ["a\x00b", "\x00"])
def test_a_nul_in_any_text_is_refused_by_its_field(office: Office, value: str) -> None:
    places: dict[str, Json] = {
        "#/candidate/external_id": {"candidate": {**office.announcement()["candidate"], "external_id": value}},
        "#/client/name": {"client": {"name": value}},
        "#/job/title": {"job": {"title": value}},
        "#/application_external_id": {"application_external_id": value},
        "#/time_zone": {"time_zone": value},
    }
    for pointer, change in places.items():
        body = office.announcement(**change)
        found = problem(office.crm.put("/v1/external/crm/interviews/1", json=body), 422, "invalid")
        assert found["errors"][0]["pointer"] == pointer
    for field in ("agency", "email"):
        body = {"agency": "a", "email": "b", "passphrase": "c", field: value}
        found = problem(office.anybody.post("/v1/sign-in", json=body), 422, "invalid")
        assert found["errors"][0]["pointer"] == f"#/{field}"


def test_a_defect_of_ours_is_a_problem_that_tells_nothing_of_people(broken: httpx.Client) -> None:
    answer = broken.get("/crash", headers={"X-Request-ID": "probe-12345678"})
    found = problem(answer, 500, "internal_error")
    assert found["request_id"] == "probe-12345678"
    assert "Dana" not in answer.text


def test_a_commit_that_fails_is_not_reported_as_success(broken: httpx.Client) -> None:
    answer = broken.get("/refused-at-commit")
    problem(answer, 500, "internal_error")
    assert "changed" not in json.dumps(answer.json()["errors"])


def test_a_request_id_is_given_back_when_it_is_plain_and_made_otherwise(office: Office) -> None:
    assert (
        office.anybody.get("/livez", headers={"X-Request-ID": "crm-0001_Ab"}).headers["x-request-id"] == "crm-0001_Ab"
    )
    made = [
        office.anybody.get("/livez", headers={"X-Request-ID": given}).headers["x-request-id"]
        for given in ("", "short", "x" * 65, "a b c d e f g", "<script>alert</script>", "dana@meridian.example")
    ]
    assert len(set(made)) == len(made)
    assert all(len(one) == 16 for one in made)


def test_every_answer_carries_the_security_headers(office: Office) -> None:
    interview = office.announce()
    answers = [
        office.anybody.get("/livez"),
        office.anybody.get("/metrics"),
        office.anybody.get("/v1/openapi.json"),
        office.priya.get(f"/v1/interviews/{interview['id']}"),
        office.admin.patch("/v1/agency", json={"settings": {}}),
        office.anybody.post("/v1/sign-out"),
    ]
    for answer in answers:
        assert answer.is_success
        assert answer.headers.keys() >= SECURITY
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
