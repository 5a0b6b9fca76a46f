"""A user joins, sets up a code app and signs in with it, in a real window; each page on the way is looked at."""

import pytest
from playwright.sync_api import Page

from tests.browser.looking import faults_of, walk_of
from tests.browser.window import DESK, PHONE, Windows
from tests.make.accounts import PASSPHRASE, invitation, invited
from tests.make.factors import CodeApp
from tests.office import Office

SIZES = [
    pytest.param(PHONE, id="phone"),
    pytest.param(DESK, id="desk", marks=pytest.mark.whole_browser),
]


class Looked:
    """The faults of the pages that were looked at, by where they are."""

    def __init__(self) -> None:
        """Begin with none."""
        self.faults: list[str] = []

    def at(self, page: Page) -> None:
        self.faults += [f"{page.url} {page.title()}: {one}" for one in faults_of(page)]


def joined_by_link(office: Office, page: Page, looked: Looked) -> str:
    """Nina joins by her link, after a passphrase that is refused; return her address."""
    user = invited(office)
    page.goto(f"/join/{invitation(office, user)}")
    looked.at(page)
    page.fill("#passphrase", "short one")
    page.get_by_role("button", name="Join").click()
    looked.at(page)
    page.fill("#passphrase", PASSPHRASE)
    show = page.get_by_role("button", name="Show what I typed")
    show.click()
    assert page.locator("#passphrase").get_attribute("type") == "text"
    page.get_by_role("button", name="Hide what I typed").click()
    assert page.locator("#passphrase").get_attribute("type") == "password"
    page.get_by_role("button", name="Join").click()
    page.get_by_role("heading", name="My day").wait_for()
    return str(user["email"])


def app_set_up(office: Office, page: Page, looked: Looked) -> CodeApp:
    """Set the app up, after a code that is wrong."""
    page.goto("/desk/security")
    looked.at(page)
    page.get_by_role("link", name="Set it up").click()
    looked.at(page)
    page.get_by_role("button", name="picture to scan").click()
    app = CodeApp(office, page.locator(".key").inner_text().replace(" ", ""))
    assert page.locator("img.qr").evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    page.fill("#code", "123")
    page.get_by_role("button", name="Turn it on").click()
    looked.at(page)
    page.fill("#code", app.code())
    page.get_by_role("button", name="Turn it on").click()
    assert page.locator(".codes li").count() == 10
    looked.at(page)
    return app


@pytest.mark.parametrize("size", SIZES)
def test_joining_and_signing_in_with_a_code_are_pages_for_everybody(
    office: Office, windows: Windows, size: dict[str, int]
) -> None:
    looked, page = Looked(), windows.open(size=size)
    email = joined_by_link(office, page, looked)
    app = app_set_up(office, page, looked)
    page.get_by_role("link", name="I have kept them").click()
    looked.at(page)
    looked.faults += walk_of(page)[1]
    page.goto("/desk/confirm?next=/desk/security")
    looked.at(page)

    other = windows.open(size=size)
    other.goto("/desk")
    other.fill("#agency", office.name)
    other.fill("#email", email)
    other.fill("#passphrase", PASSPHRASE)
    other.get_by_role("button", name="Sign in").click()
    other.get_by_text("Your app is not at hand?").click()
    looked.at(other)
    other.fill("#code", app.next_code())
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.get_by_role("heading", name="My day").wait_for()

    assert looked.faults == []
