"""The second factor: set up by a code, asked for at sign-in, taken once, lost and found again."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx

from app.core.clock import utc_now
from tests.accounts.test_sign_in_pages import details
from tests.make.accounts import bearer, joined, sign_in, wait
from tests.make.factors import CodeApp, set_up, signed_in
from tests.make.visitor import Browser
from tests.office import TLS, Office, text_of

Json = dict[str, Any]


def nina_in(office: Office) -> Browser:
    """Nina at the console, just signed in."""
    joined(office)
    nina = Browser(office, "")
    nina.open("/sign-in")
    nina.send(details(office))
    assert nina.page.url.path in {"/desk", "/desk/security/app"}
    return nina


def app_of(office: Office, nina: Browser) -> CodeApp:
    """Set the app up at the console, from the key that the page gives."""
    nina.open("/desk/security/app")
    nina.send(form="/app")
    key = re.search(r'class="key">([^<]+)<', nina.page.text)
    assert key
    app = CodeApp(office, key[1].replace(" ", ""))
    nina.send({"code": app.code()}, form="/app/code")
    assert nina.heading == "Keep these recovery codes"
    app.recovery = re.findall(r"<li><code>([^<]+)</code>", nina.page.text)
    return app


def at_the_code(office: Office) -> Browser:
    """A new window in which Nina has given her passphrase."""
    nina = Browser(office, "")
    nina.open("/desk/security")
    nina.send(details(office))
    assert (nina.page.url.path, nina.heading) == ("/sign-in/code", "Your code")
    assert "afterword-desk" not in nina.web.cookies
    return nina


def newcomer(office: Office) -> httpx.Client:
    """Nina, who has joined, with a session of her own."""
    joined(office)
    return signed_in(office)


def test_a_code_app_is_set_up_and_then_asked_for(office: Office) -> None:
    nina = nina_in(office)
    app = app_of(office, nina)
    assert len(set(app.recovery)) == 10

    again = at_the_code(office)
    again.send({"code": app.next_code()})

    assert (again.page.status_code, again.page.url.path) == (200, "/desk/security")
    assert "10 of 10 recovery codes are left" in again.text
    listed = office.admin.get("/v1/consultants").json()["data"]
    user = next(one for one in listed if one["name"] == "Nina Newcomer")
    assert office.trail(user["id"])[-1] == "consultant.totp_set_up"


def test_the_picture_is_ours_and_holds_no_script(office: Office) -> None:
    nina = nina_in(office)
    assert nina.web.get("/desk/security/app/picture").status_code == 404
    nina.open("/desk/security/app")
    nina.send(form="/app")
    picture = nina.web.get("/desk/security/app/picture")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text.startswith("<svg")
    assert "script" not in picture.text
    assert "no-store" in picture.headers["cache-control"]


def test_a_wrong_code_turns_nothing_on(office: Office) -> None:
    nina = nina_in(office)
    nina.open("/desk/security/app")
    nina.send(form="/app")
    before = nina.page.text
    nina.send({"code": "000000"}, form="/app/code")
    assert nina.page.status_code == 422
    assert "The app shows another code now" in nina.text
    assert re.findall(r'class="key">[^<]+<', nina.page.text) == re.findall(r'class="key">[^<]+<', before)
    assert sign_in(office).status_code == 200


def test_scripts_send_the_code_with_the_passphrase(office: Office) -> None:
    app = set_up(office, newcomer(office))
    without = sign_in(office)
    assert (without.status_code, without.json()["code"]) == (401, "code_required")
    wrong = sign_in(office, code="000000")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_code")
    assert sign_in(office, passphrase="not the passphrase", code=app.code()).json()["code"] == "wrong_sign_in"
    assert sign_in(office, code=app.next_code()).status_code == 200


def test_a_code_is_taken_once_and_for_half_a_minute_on_either_side(office: Office) -> None:
    app = set_up(office, newcomer(office))
    used = app.code()
    assert sign_in(office, code=used).json()["code"] == "wrong_code"
    early = app.code(at=utc_now() + timedelta(seconds=30))
    assert sign_in(office, code=early).status_code == 200
    assert sign_in(office, code=early).json()["code"] == "wrong_code"
    wait(office, timedelta(minutes=3))
    late = app.code(at=utc_now() - timedelta(seconds=30))
    assert sign_in(office, code=late).status_code == 200
    assert sign_in(office, code=app.code(at=utc_now() - timedelta(seconds=90))).json()["code"] == "wrong_code"


def test_a_recovery_code_lets_in_once_and_its_user_is_told(office: Office) -> None:
    joined(office)
    app = set_up(office, signed_in(office))
    nina = at_the_code(office)

    nina.send({"recovery": app.recovery[3].upper().replace("-", " ")})

    assert nina.page.url.path == "/desk/security"
    assert "9 of 10 recovery codes are left" in nina.text
    office.run_tasks()
    told = office.mails(f"nina@{office.name}.example")[-1]
    assert told["Subject"] == "A recovery code was used for your account"
    assert "/desk/security" in text_of(told)
    assert sign_in(office, code=app.recovery[3]).json()["code"] == "wrong_code"


def test_of_several_who_send_the_same_code_at_once_one_is_let_in(office: Office) -> None:
    app = set_up(office, newcomer(office))
    code = app.next_code()
    body = {**details(office), "code": code}

    def come_in(_: int) -> int:
        return httpx.post(f"{office.premises.url}/v1/sign-in", json=body, verify=TLS, timeout=30).status_code

    with ThreadPoolExecutor(4) as racers:
        assert sorted(racers.map(come_in, range(4))) == [200, 401, 401, 401]


def test_codes_are_counted_and_then_refused_for_a_while(office: Office) -> None:
    app = set_up(office, newcomer(office))
    nina = at_the_code(office)
    for _ in range(10):
        nina.send({"code": "000000"})
        assert nina.page.status_code == 401
    nina.send({"code": app.next_code()}, follow=False)
    assert nina.page.status_code == 429
    assert "Retry-After" in nina.page.headers


def test_the_passphrase_alone_opens_nothing_and_its_word_ends_after_ten_minutes(office: Office) -> None:
    app = set_up(office, newcomer(office))
    nina = at_the_code(office)
    assert nina.web.get("/desk").status_code == 401
    stranger = Browser(office, "")
    stranger.open("/sign-in/code")
    stranger.send({"code": app.code()})
    assert (stranger.page.status_code, stranger.heading) == (401, "Sign in")
    carried = nina.web.cookies["afterword-halfway"]
    wait(office, timedelta(minutes=10))
    nina.web.cookies.set("afterword-halfway", carried)
    nina.send({"code": app.code()})
    assert (nina.page.status_code, nina.heading) == (401, "Sign in")
    assert "afterword-desk" not in nina.web.cookies


def test_what_carries_the_passphrase_over_cannot_be_made_up(office: Office) -> None:
    set_up(office, newcomer(office))
    nina = at_the_code(office)
    carried = nina.web.cookies["afterword-halfway"]
    nina.web.cookies.set("afterword-halfway", carried[:-6] + "AAAAA=")
    nina.send({"code": "123456"})
    assert nina.page.status_code == 401
    assert nina.heading == "Sign in"


def test_new_recovery_codes_end_the_former_ones(office: Office) -> None:
    nina = nina_in(office)
    app = app_of(office, nina)
    nina.open("/desk/security")
    nina.send(form="/recovery-codes")
    fresh = re.findall(r"<li><code>([^<]+)</code>", nina.page.text)
    assert not set(fresh) & set(app.recovery)
    assert sign_in(office, code=app.recovery[0]).status_code == 401
    assert sign_in(office, code=fresh[0]).status_code == 200


def test_it_is_turned_off_by_its_user_and_not_where_the_agency_asks_for_it(office: Office) -> None:
    nina = nina_in(office)
    app = app_of(office, nina)
    require(office, "consultant")
    nina.open("/desk/security")
    assert "cannot be turned off" in nina.text
    token = sign_in(office, code=app.next_code()).json()["token"]
    refused = office.anybody.delete("/v1/second-factor", headers=bearer(token))
    assert (refused.status_code, refused.json()["code"]) == (409, "totp_is_required")
    require(office)
    nina.open("/desk/security")
    nina.send(form="/off")
    assert "Set it up" in nina.text
    assert sign_in(office).status_code == 200


def test_who_must_have_it_sets_it_up_before_anything_else(office: Office) -> None:
    require(office, "consultant")
    nina = nina_in(office)
    assert nina.page.url.path == "/desk/security/app"
    assert "Your agency asks your role for this" in nina.text
    token = sign_in(office).json()["token"]
    refused = office.anybody.get("/v1/clients", headers=bearer(token))
    assert (refused.status_code, refused.json()["code"]) == (403, "totp_required")

    app_of(office, nina)

    assert nina.open("/desk").status_code == 200
    assert nina.heading == "My day"
    assert office.anybody.get("/v1/clients", headers=bearer(token)).status_code == 200
    assert office.manager.get("/v1/clients").status_code == 200


def require(office: Office, *roles: str) -> None:
    """Ask these roles for a code app."""
    answer = office.admin.patch("/v1/agency", json={"settings": {"totp_required": list(roles)}})
    assert answer.status_code == 200, answer.text
