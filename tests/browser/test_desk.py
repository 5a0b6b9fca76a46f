"""The desk as it is worked: by keyboard alone, in two windows at once, on a phone; no fault in any state."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.core.clock import utc_now
from tests.browser.scenes.at_desk import token_of
from tests.browser.window import DESK, Windows
from tests.make import debriefs
from tests.make.loop import letter_agreed, received
from tests.office import Office

SOON_MS = 3_000
"""Within what time a window shows what another did."""


def seated(windows: Windows, who: str, path: str, *, size: dict[str, int] = DESK) -> Page:
    """A window of one of the office's cast, signed in."""
    page = windows.open(size=size)
    url = windows.office.premises.settings.public_url
    cookie = {"name": "afterword-desk", "value": token_of(windows.office, who), "url": url, "httpOnly": True}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(path)
    return page


class Keyboard:
    """Presses keys on a page and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def go(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.press(key)


def test_a_letter_is_approved_from_the_queue_in_at_most_six_keys(office: Office, windows: Windows) -> None:
    loop = letter_agreed(office)
    page = seated(windows, "priya", "/desk/queue")
    keys = Keyboard(page)

    keys.press("j")
    keys.go("Enter")
    keys.press("a")
    expect(page.get_by_role("button", name="Approve and send")).to_be_focused()
    keys.go("Enter")

    expect(page.get_by_text("Priya Nair approved it at")).to_be_visible()
    assert keys.pressed <= 6
    assert office.trail(loop.letter["id"]).count("letter.approved") == 1


@pytest.mark.whole_browser
def test_five_items_are_cleared_by_the_keyboard_alone(office: Office, windows: Windows) -> None:
    letter_agreed(office, "I-1")
    for number in range(2, 6):
        interview = office.held(f"I-{number}", round=number)
        debriefs.submit(office.candidate(interview["id"]), interview["id"])
    page = seated(windows, "priya", "/desk/queue")
    keys = Keyboard(page)
    keys.press("j")
    keys.go("Enter")
    for left in range(4, -1, -1):
        if left == 2:
            keys.press("r")
            page.keyboard.type("What did Dana say about the finance director?")
            keys.press("Tab")
        else:
            keys.press("a")
        keys.go("Enter")
        expect(page.get_by_text("Priya Nair")).not_to_have_count(0)
        if left:
            keys.go("j")
    expect(page.get_by_text("Nothing else waits for you")).to_be_visible()
    assert office.priya.get("/v1/review-items").json()["data"] == []


def test_a_second_window_sees_the_decision_of_the_first_and_its_own_is_refused(
    office: Office, windows: Windows
) -> None:
    loop = letter_agreed(office)
    first = seated(windows, "priya", "/desk/queue")
    first.get_by_role("link", name="Alex Moreau").click()
    first.wait_for_load_state()
    second = seated(windows, "manager", first.url)
    expect(second.get_by_text("Priya Nair is looking")).to_be_visible(timeout=SOON_MS)

    first.get_by_role("button", name="Approve and send").click()
    expect(second.locator("#live").get_by_text("Priya Nair approved it at")).to_be_visible(timeout=SOON_MS)
    second.get_by_role("button", name="Approve and send").click()

    expect(second.get_by_role("alert")).to_contain_text("Priya Nair approved version 1")
    assert office.trail(loop.letter["id"]).count("letter.approved") == 1


@pytest.mark.whole_browser
def test_undo_sends_nothing(office: Office, windows: Windows) -> None:
    letter_agreed(office)
    page = seated(windows, "priya", "/desk/queue")
    page.get_by_role("link", name="Alex Moreau").click()
    page.get_by_role("button", name="Approve and send").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Stopped: a consultant cancelled it").first).to_be_visible()
    office.travel(utc_now() + timedelta(days=2))
    assert received(office) == []


@pytest.mark.whole_browser
def test_keys_can_be_turned_off_on_this_device_and_never_act_while_somebody_types(
    office: Office, windows: Windows
) -> None:
    letter_agreed(office)
    page = seated(windows, "priya", "/desk/queue")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("j?c")
    expect(page.get_by_role("searchbox")).to_have_value("j?c")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_label("Use keys on this device").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Alex Moreau")).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_label("Use keys on this device")).not_to_be_checked()
