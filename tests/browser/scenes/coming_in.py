"""How the agency's people come in, by a link, a passphrase, a code; and what they do for their own security."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
from playwright.sync_api import Page

from app.accounts.actions import sessions
from app.accounts.queries.rows import consultant
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Act, Scene
from tests.browser.scenes.doing import filling, press_first, pressing, sending, unfold, without_cookies
from tests.make.accounts import PASSPHRASE, bearer, invitation, invited, joined
from tests.make.factors import CodeApp, set_up
from tests.office import TLS, Json, Office, with_key

WORDS = "Please keep an eye on the letters to Meridian Foods while I am away."


def coming_in(office: Office) -> Iterator[Scene]:
    """From an invitation to a session, with a code app and without; every way in which it does not work."""
    office.confirm("admin")
    yield from _joining(office)
    vera = joined(office, "vera", name="Vera Vale", role="admin")
    token = _session(office, vera, signed_in=timedelta(hours=1))
    yield from _by_passphrase(office, vera)
    yield from _asked_again(token)
    yield from _setting_up_an_app(office)
    yield from _with_an_app(office)
    priya = token_of(office, "priya")
    yield Scene("desk-told-kept", "/desk/me?saved=yes", priya)
    yield Scene("desk-told-error", "/desk/me", priya, sending("/desk/me", {"notify": ""}))


def _joining(office: Office) -> Iterator[Scene]:
    link = f"/join/{invitation(office, invited(office, 'tess', name='Tess Adeyemi'))}"
    yield Scene("join", link)
    yield Scene("join-error", link, None, filling("Join", passphrase="short one"))
    yield Scene("join-without-cookies", link, None, without_cookies)
    yield Scene("join-ended", "/join/awi_nothing", None, filling("Join", passphrase=PASSPHRASE))


def _by_passphrase(office: Office, user: Json) -> Iterator[Scene]:
    typed = {"agency": office.name, "email": user["email"], "passphrase": PASSPHRASE[:-1]}
    yield Scene("sign-in", "/sign-in")
    yield Scene("sign-in-error", "/sign-in", None, press_first)
    yield Scene("sign-in-wrong", "/sign-in", None, filling("Sign in", **typed))
    yield Scene("desk-signed-out", "/desk/queue?assignee=me")
    yield Scene("desk-signed-out-typed", "/sign-in", None, sending("/desk/cover", {"note": WORDS}))


def _asked_again(token: str) -> Iterator[Scene]:
    pasted = {"people": "Jo Baker <jo@harcourt.example>\nKim Low <kim@harcourt.example>, manager"}
    yield Scene("desk-confirm", "/desk/users/invite", token)
    yield Scene("desk-confirm-error", "/desk/confirm?next=/desk/keys", token, press_first)
    yield Scene("desk-confirm-code", "/desk/confirm?next=/desk/keys", token, unfold)
    yield Scene("desk-confirm-typed", "/desk/confirm", token, sending("/desk/users/invite", pasted))


def _setting_up_an_app(office: Office) -> Iterator[Scene]:
    """Uwe has none before the last of these."""
    token = _session(office, joined(office, "uwe", name="Uwe Lang"))
    yield Scene("desk-security-without-app", "/desk/security", token)
    yield Scene("desk-code-app", "/desk/security/app", token)
    yield Scene("desk-code-app-asked", "/desk/security/app", token, _asked_of_everybody(office))
    yield Scene("desk-code-app-picture", "/desk/security/app", token, _begun)
    yield Scene("desk-code-app-error", "/desk/security/app", token, _wrong_code)
    yield Scene("desk-recovery-codes", "/desk/security/app", token, lambda page: _taken_into_use(office, page))


def _with_an_app(office: Office) -> Iterator[Scene]:
    """Lars has one, and signed in twice."""
    lars = joined(office, "lars", name="Lars Holm")
    token = _session(office, lars)
    _session(office, lars, signed_in=timedelta(hours=2))
    client = httpx.Client(
        base_url=office.premises.url, headers=bearer(token), verify=TLS, event_hooks={"request": [with_key]}
    )
    set_up(office, office.stack.enter_context(client))
    yield Scene("desk-security", "/desk/security", token)
    yield Scene("desk-security-asked", "/desk/security", token, _asked_of_everybody(office))
    yield Scene("desk-security-error", "/desk/security", token, _turned_off_where_it_is_asked(office))
    yield Scene("desk-recovery-codes-anew", "/desk/security", token, pressing("Make new recovery codes"))
    yield Scene("desk-code-app-moves", "/desk/security/app", token, _begun)
    yield Scene("sign-in-code", "/sign-in/code", None, unfold)
    yield Scene("sign-in-code-error", "/sign-in", None, _half_in(office, lars, ""))
    yield Scene("sign-in-code-wrong", "/sign-in", None, _half_in(office, lars, "12345"))


def _session(office: Office, user: Json, *, signed_in: timedelta = timedelta()) -> str:
    """The session of somebody who signed in so long ago."""
    actor = SystemActor(office.agency_id)
    with office.rows() as session:
        found = consultant(session, consultant_id=Prefixed("con").parse(user["id"]), actor=actor)
        return sessions.open_session(session, found, now=utc_now() - signed_in)[1].text


def _ask(office: Office, *roles: str) -> None:
    """Let the agency ask these roles for a code app."""
    answer = office.admin.patch("/v1/agency", json={"settings": {"totp_required": list(roles)}})
    assert answer.status_code == 200, answer.text


def _asked_of_everybody(office: Office) -> Act:
    def act(page: Page) -> None:
        _ask(office, "consultant")
        page.reload()
        _ask(office)

    return act


def _turned_off_where_it_is_asked(office: Office) -> Act:
    def act(page: Page) -> None:
        _ask(office, "consultant")
        pressing("Turn off")(page)
        _ask(office)

    return act


def _begun(page: Page) -> None:
    begin = page.get_by_role("button", name="picture to scan")
    if begin.count():
        pressing("picture to scan")(page)


def _wrong_code(page: Page) -> None:
    _begun(page)
    filling("Turn it on", code="123")(page)


def _taken_into_use(office: Office, page: Page) -> None:
    _begun(page)
    app = CodeApp(office, page.locator(".key").inner_text().replace(" ", ""))
    page.locator("#code").fill(app.code())
    with page.expect_navigation():
        page.locator("main form button").first.click()


def _half_in(office: Office, user: Json, code: str) -> Act:
    """Give the passphrase, then a code that is none."""

    def act(page: Page) -> None:
        filling("Sign in", agency=office.name, email=user["email"], passphrase=PASSPHRASE)(page)
        page.locator("#code").fill(code)
        pressing("Sign in")(page)

    return act
