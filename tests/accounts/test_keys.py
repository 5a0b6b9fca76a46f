"""API keys: shown once, good for their scopes alone, and gone when revoked or expired."""

from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import text

from app.core.clock import utc_now
from tests.make.accounts import bearer, wait
from tests.office import Office

Json = dict[str, Any]


def create(office: Office, *scopes: str, **changes: Any) -> httpx.Response:
    return office.admin.post("/v1/keys", json={"name": "Mirror", "scopes": list(scopes), **changes})


def reads(office: Office, key: str, path: str) -> int:
    return office.anybody.get(path, headers=bearer(key)).status_code


def test_a_key_is_shown_once_and_kept_as_a_digest(office: Office) -> None:
    made = create(office, "audit:read").json()
    assert made["key"].startswith("awk_live_")
    assert reads(office, made["key"], "/v1/audit") == 200
    listed = office.admin.get("/v1/keys")
    assert made["id"] in {key["id"] for key in listed.json()["data"]}
    assert made["key"] not in listed.text
    with office.rows() as session:
        stored = session.execute(text("SELECT * FROM api_key")).all()
    assert made["key"].rpartition("_")[2][:-6] not in str(stored)
    assert office.trail(made["id"]) == ["key.created"]


def test_a_key_is_good_for_its_scopes_alone(office: Office) -> None:
    key = create(office, "letters:read", "letters:read").json()
    assert key["scopes"] == ["letters:read"]
    answer = office.anybody.get("/v1/audit", headers=bearer(key["key"]))
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert reads(office, key["key"], "/v1/deliveries") == 200


def test_a_revoked_key_is_refused_at_once_and_revoking_twice_is_harmless(office: Office) -> None:
    key = create(office, "letters:read").json()
    first = office.admin.post(f"/v1/keys/{key['id']}/revoke").json()
    wait(office, timedelta(hours=1))
    again = office.admin.post(f"/v1/keys/{key['id']}/revoke").json()
    assert again == first
    assert reads(office, key["key"], "/v1/deliveries") == 401
    assert office.trail(key["id"]) == ["key.created", "key.revoked"]


def test_a_key_expires_at_its_instant(office: Office) -> None:
    expires_at = utc_now() + timedelta(hours=1)
    key = create(office, "letters:read", expires_at=expires_at.isoformat()).json()
    wait(office, timedelta(minutes=59))
    assert reads(office, key["key"], "/v1/deliveries") == 200
    wait(office, timedelta(minutes=1))
    assert reads(office, key["key"], "/v1/deliveries") == 401


def test_a_key_that_would_be_of_no_use_is_refused_in_words(office: Office) -> None:
    yesterday = (utc_now() - timedelta(days=1)).isoformat()
    refused = {
        "#/expires_at": [
            create(office, "audit:read", expires_at=yesterday),
            create(office, "audit:read", expires_at="2027-01-01T00:00:00"),
            create(office, "audit:read", expires_at="9999-12-31T23:59:59-12:00"),
        ],
        "#/scopes": [create(office)],
        "#/scopes/0": [create(office, "everything")],
        "#/name": [create(office, "audit:read", name=" "), create(office, "audit:read", name="a\x00b")],
    }
    for pointer, answers in refused.items():
        for answer in answers:
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text


def test_two_keys_live_side_by_side_for_rotation(office: Office) -> None:
    old, new = create(office, "letters:read").json(), create(office, "letters:read").json()
    assert [reads(office, key["key"], "/v1/deliveries") for key in (old, new)] == [200, 200]
    office.admin.post(f"/v1/keys/{old['id']}/revoke")
    assert [reads(office, key["key"], "/v1/deliveries") for key in (old, new)] == [401, 200]


def test_a_key_with_the_scope_admin_makes_keys_and_another_does_not(office: Office) -> None:
    body = {"name": "Second", "scopes": ["audit:read"]}
    statuses = [
        office.anybody.post("/v1/keys", json=body, headers=bearer(create(office, scope).json()["key"])).status_code
        for scope in ("admin", "interviews:write")
    ]
    assert statuses == [201, 403]


def test_a_decision_by_a_key_needs_the_consultant_who_decides(office: Office) -> None:
    interview = office.held()
    path = f"/v1/interviews/{interview['id']}/debrief/accept"
    answer = office.crm.post(path, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (422, "on_behalf_of_required")
    assert answer.json()["errors"] == [{"pointer": "header:On-Behalf-Of", "message": "is required"}]


def test_a_key_does_not_become_its_consultant_where_it_acts_as_itself(office: Office) -> None:
    """On-Behalf-Of adds nothing to what a key may do without it."""
    headers = {"On-Behalf-Of": f"ada@{office.name}.example"}
    answer = office.crm.post("/v1/keys", json={"name": "More", "scopes": ["admin"]}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
