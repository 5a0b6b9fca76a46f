"""Nothing typed is lost: a visit ends in the middle, two windows meet, the browser dies, there is no network."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from app.core.clock import utc_now
from tests.browser import journey
from tests.browser.hand import Hand
from tests.browser.window import Windows
from tests.office import Office

TYPED = "They came back to the recall three times, and wrote something down."
THEIRS = "Saved on the laptop."


def test_what_is_typed_when_a_visit_has_ended_is_there_after_the_mailed_link(windows: Windows, office: Office) -> None:
    interview = office.held()
    page = windows.candidate(interview["id"], scripts=False)
    page.goto(f"/my/{interview['id']}/debrief/went")
    page.get_by_label("What went well?").fill(TYPED)
    office.clock.move_to(utc_now() + timedelta(hours=13))
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("kept")
    office.run_tasks()
    elsewhere = windows.open()
    journey.in_by_mail(windows, office, elsewhere)
    elsewhere.goto(f"/my/{interview['id']}/kept")
    Hand(elsewhere).press("Put it back")
    expect(elsewhere.get_by_label("What went well?")).to_have_value(TYPED)


def test_two_windows_that_wrote_the_same_answer_are_shown_both_texts(windows: Windows, office: Office) -> None:
    interview = office.held()
    here, there = (windows.candidate(interview["id"], scripts=False) for _ in range(2))
    for page in (here, there):
        page.goto(f"/my/{interview['id']}/debrief/went")
    there.get_by_label("What went well?").fill(THEIRS)
    Hand(there).press("Save and continue")
    here.get_by_label("What went well?").fill(TYPED)
    hand = Hand(here)
    hand.press("Save and continue")
    expect(here.get_by_text(TYPED)).to_be_visible()
    expect(here.get_by_text(THEIRS)).to_be_visible()
    here.get_by_label("Both, one below the other").check(force=True)
    hand.press("Keep these and go on")
    there.goto(f"/my/{interview['id']}/debrief/went")
    kept = there.get_by_label("What went well?").input_value()
    assert TYPED in kept
    assert THEIRS in kept


def test_a_browser_that_is_killed_while_typing_loses_nothing_that_was_said_to_be_saved(
    windows: Windows, office: Office, chromium: Browser
) -> None:
    interview = office.held()
    page = windows.candidate(interview["id"])
    page.goto(f"/my/{interview['id']}/debrief/went")
    page.get_by_label("What went well?").press_sequentially(TYPED)
    expect(page.locator("#saved")).to_contain_text("Saved")
    renderer = chromium.new_browser_cdp_session()
    killed = [
        one["id"] for one in renderer.send("SystemInfo.getProcessInfo")["processInfo"] if one["type"] == "renderer"
    ]
    for pid in killed:
        os.kill(pid, 9)
    elsewhere = windows.candidate(interview["id"])
    elsewhere.goto(f"/my/{interview['id']}/debrief/went")
    expect(elsewhere.get_by_label("What went well?")).to_have_value(TYPED)


@pytest.mark.whole_browser
def test_what_is_typed_offline_is_kept_on_the_device_and_saved_when_there_is_a_network(
    windows: Windows, office: Office
) -> None:
    interview = office.held()
    page = windows.candidate(interview["id"])
    page.goto(f"/my/{interview['id']}/debrief/went")
    page.context.set_offline(True)
    page.get_by_label("What went well?").press_sequentially(TYPED)
    expect(page.get_by_text("offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text("Saved")
    elsewhere = windows.candidate(interview["id"])
    elsewhere.goto(f"/my/{interview['id']}/debrief/went")
    expect(elsewhere.get_by_label("What went well?")).to_have_value(TYPED)


@pytest.mark.whole_browser
def test_a_visit_that_is_about_to_end_can_be_made_longer_with_one_press(windows: Windows, office: Office) -> None:
    interview = office.held()
    page = windows.candidate(interview["id"])
    page.clock.install(time=utc_now())
    page.goto(f"/my/{interview['id']}/debrief/went")
    page.clock.fast_forward("11:55:00")
    office.clock.move_to(utc_now() + timedelta(hours=11, minutes=55))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button").first.click()
    expect(dialog).to_be_hidden()
    office.clock.move_to(utc_now() + timedelta(hours=1))
    page.goto(f"/my/{interview['id']}/debrief/went")
    expect(page.get_by_label("What went well?")).to_be_visible()
