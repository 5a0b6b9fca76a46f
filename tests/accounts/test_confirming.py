"""Keys, roles, exports and one's own security ask again who one is, ten minutes after that was last proved."""

from datetime import timedelta
from typing import Any

from app.core.clock import utc_now
from tests.accounts.test_sign_in_pages import details
from tests.make.accounts import PASSPHRASE, bearer, joined, sign_in, wait
from tests.make.factors import set_up, signed_in
from tests.make.visitor import Browser
from tests.office import Office

Json = dict[str, Any]
KEY: Json = {"name": "Another", "scopes": ["audit:read"]}
LATER = timedelta(minutes=10)


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def test_a_key_is_made_within_ten_minutes_of_signing_in_and_then_after_proving_it_again(office: Office) -> None:
    joined(office, role="admin")
    nina = signed_in(office)
    assert nina.post("/v1/keys", json=KEY).status_code == 201
    wait(office, LATER)
    assert code_of(nina.post("/v1/keys", json=KEY)) == (403, "reauthentication_required")
    assert code_of(nina.post("/v1/session/confirm", json={"passphrase": "something else"})) == (403, "not_confirmed")
    assert code_of(nina.post("/v1/keys", json=KEY)) == (403, "reauthentication_required")

    confirmed = nina.post("/v1/session/confirm", json={"passphrase": PASSPHRASE})

    assert confirmed.status_code == 200
    assert confirmed.json()["confirmed_until"] > utc_now().isoformat()
    assert nina.post("/v1/keys", json=KEY).status_code == 201
    assert nina.get("/v1/keys").status_code == 200
    wait(office, LATER)
    assert nina.get("/v1/keys").status_code == 200


def test_a_code_of_the_app_proves_it_too_and_once(office: Office) -> None:
    joined(office, role="admin")
    nina = signed_in(office)
    app = set_up(office, nina)
    wait(office, LATER)
    code = app.code()
    assert nina.post("/v1/session/confirm", json={"code": code}).status_code == 200
    assert nina.post("/v1/keys", json=KEY).status_code == 201
    assert code_of(nina.post("/v1/session/confirm", json={"code": code})) == (403, "not_confirmed")


def test_another_administrator_is_made_after_proving_it_only(office: Office) -> None:
    wait(office, LATER)
    body = {"name": "Nina Newcomer", "email": f"nina@{office.name}.example", "role": "admin"}
    manager = {**body, "email": f"max@{office.name}.example", "role": "manager"}
    asked = [office.admin.post("/v1/consultants", json=one).status_code for one in (body, manager)]
    office.confirm("admin")
    again = [office.admin.post("/v1/consultants", json=one).status_code for one in (body, manager)]
    assert (asked, again) == ([403, 201], [201, 409])


def test_an_export_asks_again_and_a_key_of_the_agency_is_never_asked(office: Office) -> None:
    path = f"/v1/persons/{office.held()['candidate']['id']}/export"
    assert code_of(office.compliance.post(path, json={})) == (403, "reauthentication_required")
    office.confirm("compliance", "admin")
    assert office.compliance.post(path, json={}).status_code == 202
    admin_key = office.admin.post("/v1/keys", json={"name": "Owner", "scopes": ["admin"]}).json()["key"]
    wait(office, timedelta(hours=1))
    assert office.anybody.post("/v1/keys", json=KEY, headers=bearer(admin_key)).status_code == 201


def at_the_console(office: Office) -> Browser:
    joined(office)
    nina = Browser(office, "")
    nina.open("/sign-in")
    nina.send(details(office))
    return nina


def test_the_console_asks_and_leads_back(office: Office) -> None:
    nina = at_the_console(office)
    nina.open("/desk/security/app")
    wait(office, LATER)

    nina.send(form="/app")
    assert (nina.page.status_code, nina.heading) == (403, "Is it still you?")
    nina.send({})
    assert (nina.page.status_code, "Type your passphrase, or a code" in nina.text) == (422, True)
    nina.send({"passphrase": "not mine at all, sorry"})
    assert nina.page.status_code == 403
    assert "neither your passphrase nor a code" in nina.text
    nina.send({"passphrase": PASSPHRASE})

    assert (nina.page.status_code, nina.page.url.path) == (200, "/desk/security/app")
    nina.send(form="/app")
    assert nina.page.text.count('class="key"') == 1


def test_what_was_typed_is_given_back_and_no_secret_of_it(office: Office) -> None:
    nina = at_the_console(office)
    nina.open("/desk/security/app")
    wait(office, LATER)
    nina.send({"reason": "The old phone fell into the Thames.", "code": "123 456"}, form="/app")
    assert nina.page.status_code == 403
    assert "The old phone fell into the Thames." in nina.text
    assert "123 456" not in nina.page.text


def test_proving_it_leads_to_the_console_only(office: Office) -> None:
    nina = at_the_console(office)
    for onward in ("https://elsewhere.example/desk", "//elsewhere.example", "/my/x"):
        nina.open("/desk/confirm")
        answer = nina.send({"passphrase": PASSPHRASE, "next": onward}, follow=False)
        assert (onward, answer.status_code, answer.headers["location"]) == (onward, 303, "/desk")


def test_attempts_to_prove_it_are_counted(office: Office) -> None:
    joined(office)
    nina = signed_in(office)
    tried = [nina.post("/v1/session/confirm", json={"passphrase": f"wrong {n}"}).status_code for n in range(11)]
    assert tried == [403] * 10 + [429]


def test_every_other_session_ends_and_this_one_stays(office: Office) -> None:
    nina = at_the_console(office)
    other = sign_in(office).json()["token"]
    nina.open("/desk/security")
    assert nina.text.count("Since") == 2
    assert nina.text.count("This one") == 1

    nina.send(form="/sign-out-elsewhere")

    assert nina.page.status_code == 200
    assert "Nowhere else" in nina.text
    assert office.anybody.get("/v1/agency", headers=bearer(other)).status_code == 401
    assert office.priya.get("/v1/agency").status_code == 200


def test_the_list_of_sessions_names_this_one(office: Office) -> None:
    joined(office)
    first, second = signed_in(office), signed_in(office)
    listed = second.get("/v1/sessions").json()["data"]
    assert [one["current"] for one in listed] == [True, False]
    assert second.post("/v1/sessions/close-others").status_code == 204
    assert first.get("/v1/sessions").status_code == 401
    assert len(second.get("/v1/sessions").json()["data"]) == 1
