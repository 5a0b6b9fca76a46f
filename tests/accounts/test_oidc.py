"""The agency's own people sign in with the provider of the installation, and prove by it again who they are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text

from app.accounts.queries.oidc import agency_at_door
from app.adapters.oidc import provider_of
from app.core.db import AgencySession, Database
from app.main import create_app
from tests.adapters.oidc_provider import CLIENT, SECRET, Behaviour, OidcProvider
from tests.make.accounts import PASSPHRASE, bearer, invitation, invited, joined, sign_in, wait
from tests.make.factors import set_up
from tests.make.visitor import SAME_ORIGIN, AtDesk, Browser
from tests.office import TLS, Office, Premises
from tests.serving import serving

Json = dict[str, Any]
BACK = "/sign-in/back"


@pytest.fixture(scope="module")
def provider() -> Iterator[OidcProvider]:
    with OidcProvider() as running:
        yield running


@pytest.fixture(scope="module")
def served(premises: Premises, provider: OidcProvider) -> FastAPI:
    """The web process with a provider."""
    changes = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SecretStr(SECRET),
        "oidc_name": "Harcourt ID",
        "oidc_second_factor": "amr=mfa",
    }
    settings = premises.settings.model_copy(update=changes)
    return create_app(settings, database_url=premises.cluster.url_for("afterword_app", "afterword_shared"))


@pytest.fixture(scope="module")
def doors(premises: Premises, served: FastAPI) -> Iterator[Premises]:
    with serving(served) as url:
        yield replace(premises, url=url, settings=served.state.settings)


@pytest.fixture
def house(doors: Premises, provider: OidcProvider) -> Iterator[Office]:
    with Office.open(doors) as opened:
        provider.now = Behaviour(person=person(opened, "nina"))
        yield opened


def person(office: Office, who: str, **changes: Any) -> Json:
    """Somebody as the provider knows them."""
    return {
        "sub": f"{who} of {office.name}",
        "email": f"{who}@{office.name}.example",
        "email_verified": True,
        **changes,
    }


def set_out(browser: Browser, office: Office, *, onward: str = "") -> str:
    """Press the button of the provider; return where that leads."""
    browser.open(f"/sign-in?next={onward}")
    fields = {"agency": office.name, "next": browser.form().fields["next"][0]}
    return led_to(browser, "/sign-in/elsewhere", fields)


def led_to(browser: Browser, path: str, fields: Json) -> str:
    browser.page = browser.web.post(path, data=fields, headers=SAME_ORIGIN)
    assert browser.heading == "On to sign in", browser.text
    (_, _, link) = browser.page.text.partition('class="button" href="')
    return link.partition('"')[0].replace("&amp;", "&")


def way_back(place: str) -> str:
    """Sign in at the provider; return where the browser is sent back to, on our site."""
    back = urlsplit(httpx.get(place, verify=TLS).headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"http://afterword.example{BACK}"
    return f"{back.path}?{back.query}"


def come(office: Office, *, onward: str = "") -> Browser:
    """Whoever the provider signs in goes the whole way in a browser of their own."""
    browser = Browser(office, "")
    browser.open(way_back(set_out(browser, office, onward=onward)))
    return browser


def refused(browser: Browser, status: int = 401) -> str:
    """What the page says that lets nobody in."""
    assert (browser.page.status_code, browser.heading) == (status, "Sign in")
    assert "afterword-desk" not in browser.web.cookies
    return browser.text


def test_who_was_invited_comes_in_by_a_confirmed_address_and_is_known_by_their_account_from_then_on(
    house: Office, provider: OidcProvider
) -> None:
    user = invited(house)
    link = invitation(house, user)

    nina = come(house, onward="/desk/security?from=mail")
    assert (nina.page.status_code, nina.page.url.path, nina.page.url.query) == (200, "/desk/security", b"from=mail")
    assert house.trail(user["id"]) == ["consultant.invited", "consultant.linked"]
    spent = house.anybody.post("/v1/invitations/accept", json={"token": link, "passphrase": PASSPHRASE})
    assert spent.status_code == 401

    provider.now.person = person(house, "nina", email="n.newcomer@elsewhere.example", email_verified=False)
    again = come(house)
    assert (again.page.status_code, again.heading) == (200, "My day")
    assert house.trail(user["id"]) == ["consultant.invited", "consultant.linked"], "linked once"
    again.send(form="/sign-out")
    assert again.open("/desk").status_code == 401
    assert nina.open("/desk").status_code == 200

    assert house.admin.post(f"/v1/consultants/{user['id']}/deactivate").status_code == 200
    assert nina.open("/desk").status_code == 401
    assert "nobody of this agency is invited" in refused(come(house))


def test_only_a_confirmed_address_at_which_somebody_was_invited_lets_in_and_nobody_is_made(
    house: Office, provider: OidcProvider
) -> None:
    nina, gone = joined(house), invited(house, "gone")
    assert house.admin.post(f"/v1/consultants/{gone['id']}/deactivate").status_code == 200
    before = len(house.admin.get("/v1/consultants").json()["data"])
    words = {
        "no e-mail address that is confirmed as yours": person(house, "nina", email_verified=False),
        "Have it confirmed there, or use your passphrase": person(house, "nina", email_verified=None, email=None),
        "Ask an administrator of your agency to invite you": person(house, "stranger"),
        "nobody of this agency is invited": person(house, "gone"),
    }
    for said, somebody in words.items():
        provider.now.person = somebody
        assert said in refused(come(house)), somebody
    provider.now.person = person(house, "nina")
    assert come(house).heading == "My day"
    provider.now.person = person(house, "nina", sub="another account")
    assert "Here you are known by another account" in refused(come(house))
    assert sign_in(house).status_code == 200, "the passphrase still lets in"
    assert len(house.admin.get("/v1/consultants").json()["data"]) == before
    assert house.trail(nina["id"]).count("consultant.linked") == 1

    ada = AtDesk(house, "admin")
    ada.open(f"/users/{nina['id']}")
    ada.send(form="/account")
    assert "They come by whichever account they use next" in ada.text
    assert "Take the account away" not in ada.text
    for _ in range(2):
        assert house.admin.delete(f"/v1/consultants/{nina['id']}/provider-account").status_code == 200, "harmless"
    assert house.priya.delete(f"/v1/consultants/{nina['id']}/provider-account").status_code == 403
    assert come(house).heading == "My day"
    assert house.trail(nina["id"])[-2:] == ["consultant.unlinked", "consultant.linked"]


def test_a_way_back_fits_to_one_that_was_begun_in_this_browser_once_within_ten_minutes(
    house: Office, provider: OidcProvider
) -> None:
    invited(house)
    nina, mallory = Browser(house, ""), Browser(house, "")
    assert "opened a second time" in refused_at(mallory, way_back(set_out(nina, house))), "no cookie"
    foreign = way_back(set_out(mallory, house))
    set_out(nina, house)
    assert "not begun in this browser" in refused_at(nina, foreign)
    assert "Begin again" in refused_at(nina, way_back(set_out(nina, house)).replace("iss=http", "iss=https"))
    assert "opened a second time" in refused_at(nina, foreign), "the cookie was used up"

    back = way_back(set_out(nina, house))
    wait(house, timedelta(minutes=10))
    assert "longer than ten minutes" in refused_at(nina, back)

    back = way_back(set_out(nina, house))
    carried = nina.web.cookies["afterword-elsewhere"]
    assert nina.open(back).status_code == 200
    thief = Browser(house, "")
    thief.web.cookies.set("afterword-elsewhere", carried)
    posted = len(provider.posted)
    assert "opened a second time" in refused_at(thief, back)
    assert len(provider.posted) == posted, "the provider is not asked either"


def refused_at(browser: Browser, path: str) -> str:
    browser.open(path)
    return refused(browser)


def test_what_goes_wrong_at_the_provider_is_said_with_what_to_do_and_logged_without_a_name(
    house: Office, provider: OidcProvider, served: FastAPI, capfd: pytest.CaptureFixture[str]
) -> None:
    invited(house)
    nina = provider.now.person
    provider.now = Behaviour(person=nina, error="access_denied")
    assert "You were not let in with Harcourt ID. Try again, or use your passphrase" in refused(come(house))
    provider.now = Behaviour(person=nina, says={"nonce": "another"})
    assert "What came back from Harcourt ID could not be checked" in refused(come(house))
    provider.now = Behaviour(person=nina, down=frozenset({"token"}))
    assert "We cannot reach Harcourt ID. Try again in a few minutes" in refused(come(house), 503)
    served.state.provider = provider_of(house.premises.settings)
    provider.now = Behaviour(person=nina, down=frozenset({".well-known/openid-configuration"}))
    browser = Browser(house, "")
    for _ in range(2):
        browser.page = browser.web.post("/sign-in/elsewhere", data={"agency": house.name}, headers=SAME_ORIGIN)
        assert "We cannot reach Harcourt ID" in refused(browser, 503)
    provider.now = Behaviour(person=nina)
    assert come(house).heading == "My day"
    logged = "".join(capfd.readouterr())
    assert "invalid_claim nonce" in logged
    assert not [nina[name] for name in ("sub", "email") if nina[name] in logged]


def test_the_way_leads_from_our_own_page_to_the_console_only(house: Office, office: Office) -> None:
    invited(house)
    browser = Browser(house, "")
    for onward in ("https://elsewhere.example/desk", "//elsewhere.example", "/desk/../my/x", "/desk\\elsewhere"):
        place = led_to(browser, "/sign-in/elsewhere", {"agency": house.name, "next": onward})
        answer = browser.web.get(way_back(place))
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk"), onward
    nobody = Browser(house, "")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {}):
        assert nobody.web.post("/sign-in/elsewhere", data={"agency": house.name}, headers=headers).status_code == 403
    for agency, words in {"nowhere": "No agency signs in under this name", "": "Write the name"}.items():
        nobody.page = nobody.web.post("/sign-in/elsewhere", data={"agency": agency}, headers=SAME_ORIGIN)
        assert words in refused(nobody, 422)
    without = Browser(office, "")
    assert "Harcourt ID" not in without.open("/sign-in").text
    for answer in (without.web.get(BACK), without.web.post("/sign-in/elsewhere", headers=SAME_ORIGIN)):
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_a_second_factor_there_counts_only_where_the_settings_say_so_and_ours_is_asked_otherwise(
    house: Office, provider: OidcProvider
) -> None:
    user = joined(house)
    token = sign_in(house).json()["token"]
    web = house.stack.enter_context(
        httpx.Client(base_url=house.premises.url, headers=bearer(token), verify=TLS, timeout=30)
    )
    app = set_up(house, web)
    provider.now.says = {"amr": ["pwd", "sms"]}
    nina = come(house, onward="/desk/cover")
    assert (nina.page.url.path, nina.heading) == ("/sign-in/code", "Your code")
    assert "afterword-desk" not in nina.web.cookies
    assert "consultant.linked" not in house.trail(user["id"]), "linked with the code only"
    assert nina.send({"code": "000000"}).status_code == 401
    nina.send({"code": app.next_code()})
    assert (nina.page.status_code, nina.page.url.path) == (200, "/desk/cover")
    assert "consultant.linked" in house.trail(user["id"])
    provider.now.says = {"amr": ["pwd", "mfa"]}
    assert come(house).heading == "My day"


def test_whose_role_must_have_a_code_app_sets_it_up_unless_the_provider_asked_for_a_second_factor(
    house: Office, provider: OidcProvider
) -> None:
    invited(house)
    asked = house.admin.patch("/v1/agency", json={"settings": {"totp_required": ["consultant"]}})
    assert asked.status_code == 200, asked.text
    nina = come(house)
    assert nina.heading != "My day"
    assert nina.page.url.path in {"/desk/confirm", "/desk/security/app"}
    provider.now.says = {"amr": ["mfa"]}
    assert come(house).heading == "My day"


def test_what_matters_asks_again_and_a_fresh_sign_in_by_ones_own_account_proves_it(
    house: Office, provider: OidcProvider
) -> None:
    invited(house, role="admin")
    nina = come(house)
    assert nina.open("/desk/keys/new").status_code == 403, "signed in at the provider two hours ago"
    assert nina.heading == "Is it still you?"
    assert "Sign in with Harcourt ID again" in nina.text
    given = {name: values[0] for name, values in nina.form("/desk/confirm").fields.items()}

    def proved(**behaviour: Any) -> httpx.Response:
        provider.now = Behaviour(**{"person": person(house, "nina"), **behaviour})
        return nina.open(way_back(led_to(nina, "/desk/confirm/elsewhere", given)))

    stale = proved(says={"auth_time": int(house.opened_at.timestamp()) - 120})
    assert (stale.status_code, nina.heading) == (403, "Is it still you?")
    assert "not told that you signed in there just now" in nina.text
    assert proved(says={"auth_time": None}).status_code == 403
    assert proved(person=person(house, "priya")).status_code == 403
    assert "not the account by which you sign in here" in nina.text
    assert nina.open("/desk/keys/new").status_code == 403

    assert (proved().status_code, nina.page.url.path) == (200, "/desk/keys/new")
    wait(house, timedelta(minutes=10))
    assert nina.open("/desk/keys/new").status_code == 403
    back = way_back(led_to(nina, "/desk/confirm/elsewhere", given))
    nina.open("/desk")
    nina.send(form="/sign-out")
    nina.open(back)
    assert (nina.page.status_code, nina.heading) == (401, "Sign in")
    assert "Your session ended meanwhile" in nina.text


def test_where_there_is_but_one_agency_nobody_needs_to_name_it(office: Office) -> None:
    cluster = office.premises.cluster
    db = Database(cluster.url_for("postgres", "afterword_shared"))
    with db.engine.connect() as connection, AgencySession(connection) as session:
        assert agency_at_door(session, f" {office.name.upper()} ") == office.agency_id
        assert agency_at_door(session, "nowhere") is None
        others = text("DELETE FROM sign_in_name WHERE agency_id <> :agency_id")
        session.execute(others, {"agency_id": office.agency_id})
        assert agency_at_door(session, "") == office.agency_id
        session.rollback()
    db.dispose()
