"""Settings, look, notice, mail and the set-up list of the console, from a new agency to one that is set up."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene
from tests.make.mail import added_domain
from tests.make.pictures import logo, set_logo
from tests.office import Office


def setting_up(office: Office) -> Iterator[Scene]:
    """A new agency: nothing decided, something wrong, somebody else was quicker, all of it done."""
    token = token_of(office, "admin")

    def of(name: str, path: str = "", act: object = None) -> Scene:
        return Scene(f"desk-{name}", f"/desk/settings{path}", token, act)  # type: ignore[arg-type]

    yield Scene("desk-day-setting-up", "/desk", token)
    yield of("set-up", "/set-up")
    yield of("settings")
    yield of("settings-candidates", "/candidates")
    yield of("settings-candidates-error", "/candidates", _a_day_of_minutes)
    yield of("settings-letters", "/letters")
    yield of("settings-access", "/access")
    yield of("settings-look", "/look")
    yield of("settings-look-error", "/look", _yellow)
    yield of("settings-notice", "/notice")
    yield of("settings-notice-error", "/notice", _no_address)
    yield of("settings-mail", "/mail")
    yield of("settings-mail-error", "/mail", _free_mail)
    yield of("settings-calendars", "/calendars")
    yield of("settings-calendars-error", "/calendars", _no_day)
    day = {"kind": "off", "day": "2026-12-28", "last_day": "2026-12-31", "name": "Between the years"}
    for whose in ({"country": "GB", "subdivision": "SCT"}, {"country": "US"}):
        assert office.admin.post("/v1/calendar-days", json={**day, **whose}).status_code == 201
    yield of("settings-calendars-corrected", "/calendars?saved=day")
    yield Scene("desk-settings-refused", "/desk/settings", token_of(office, "priya"))
    yield of("settings-changed-meanwhile", "/desk", lambda page: _behind_their_back(office, page))
    assert set_logo(office, logo()).status_code == 200
    contact = {"data_protection_contact": "privacy@harcourt.example", "accent_colour": "#6b2d5c"}
    assert office.admin.patch("/v1/agency", json={"settings": contact}).status_code == 200
    added_domain(office)
    office.run_due()
    body = {"host": "smtp.harcourt.example", "port": 587, "tls": "starttls"}
    assert office.admin.put("/v1/agency/relay", json=body).status_code == 200
    yield of("settings-look-chosen", "/look")
    yield of("settings-notice-chosen", "/notice?saved=yes")
    yield of("settings-mail-named", "/mail", _looked_for)
    yield of("set-up-begun", "/set-up", lambda page: _sends_one(office, page))


def _keep(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this").click()


def _a_day_of_minutes(page: Page) -> None:
    page.get_by_label("Ask for the debrief").fill("soon")
    _keep(page)


def _yellow(page: Page) -> None:
    page.locator("#accent_colour").fill("#ffcc00")
    _keep(page)


def _no_address(page: Page) -> None:
    page.get_by_label("A page of your own").fill("harcourt.example/privacy")
    _keep(page)


def _no_day(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Add it").click()


def _free_mail(page: Page) -> None:
    page.locator("#domain").fill("gmail.com")
    with page.expect_navigation():
        page.get_by_role("button", name="Name it").click()


def _looked_for(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Check now").click()


def _behind_their_back(office: Office, page: Page) -> None:
    page.get_by_label("The desk opens").fill("07:15")
    stands = office.admin.get("/v1/agency").json()["settings"]["desk_opens"]
    other = "09:00" if stands.startswith("08") else "08:00"
    assert office.admin.patch("/v1/agency", json={"settings": {"desk_opens": other}}).status_code == 200
    _keep(page)


def _sends_one(office: Office, page: Page) -> None:
    page.locator("form[action$='/mail'] button").click()
    page.wait_for_load_state()
    office.run_tasks()
    page.goto("/desk/settings/set-up")
