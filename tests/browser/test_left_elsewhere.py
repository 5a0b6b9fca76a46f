"""A visit that ended in one window, on purpose, while something is typed in another."""

import pytest
from playwright.sync_api import expect

from tests.browser.hand import Hand
from tests.browser.window import Windows, come_in
from tests.office import Office

TYPED = "They came back to the recall three times."


@pytest.mark.whole_browser
def test_what_is_typed_after_leaving_in_another_window_is_kept_on_the_device_and_said_so(
    windows: Windows, office: Office
) -> None:
    interview = office.held()
    page = windows.candidate(interview["id"])
    path = f"/my/{interview['id']}/debrief/went"
    page.goto(path)
    other = page.context.new_page()
    other.goto(f"/my/{interview['id']}/not-me")
    Hand(other).press("I am done on this device")
    page.get_by_label("What went well?").press_sequentially(TYPED)
    expect(page.locator("#saved")).to_contain_text("kept on this device")
    expect(page.locator("#saved")).to_be_in_viewport()
    come_in(page, windows.mailed_link(office.address("alex")))
    page.goto(path)
    expect(page.get_by_label("What went well?")).to_have_value(TYPED)


@pytest.mark.whole_browser
def test_what_is_typed_on_after_two_windows_met_is_there_when_the_page_is_loaded_again(
    windows: Windows, office: Office
) -> None:
    interview = office.held()
    path = f"/my/{interview['id']}/debrief/went"
    here, there = windows.candidate(interview["id"]), windows.candidate(interview["id"], scripts=False)
    for page in (here, there):
        page.goto(path)
    there.get_by_label("What went well?").fill("Saved on the laptop.")
    Hand(there).press("Save and continue")
    here.get_by_label("What went well?").press_sequentially(TYPED)
    expect(here.get_by_role("button", name="Show both texts")).to_be_visible()
    here.get_by_label("What was difficult?").press_sequentially("The salary.")
    here.goto(path)
    expect(here.get_by_label("What was difficult?")).to_have_value("The salary.")
    Hand(here).press("Save and continue")
    expect(here.get_by_text(TYPED)).to_be_visible()
    expect(here.get_by_text("Saved on the laptop.")).to_be_visible()


@pytest.mark.whole_browser
def test_what_was_typed_offline_meets_what_another_device_saved_and_neither_is_lost(
    windows: Windows, office: Office
) -> None:
    interview = office.held()
    path = f"/my/{interview['id']}/debrief/went"
    here, there = windows.candidate(interview["id"]), windows.candidate(interview["id"], scripts=False)
    for page in (here, there):
        page.goto(path)
    here.context.set_offline(True)
    here.get_by_label("What went well?").press_sequentially(TYPED)
    expect(here.locator("#saved")).to_contain_text("offline")
    there.get_by_label("What went well?").fill("Saved on the laptop.")
    Hand(there).press("Save and continue")
    again = here.context.new_page()
    here.close()
    again.context.set_offline(False)
    again.goto(path)
    expect(again.get_by_label("What went well?")).to_have_value(TYPED)
    Hand(again).press("Save and continue")
    expect(again.get_by_text(TYPED)).to_be_visible()
    expect(again.get_by_text("Saved on the laptop.")).to_be_visible()
