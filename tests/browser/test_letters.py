"""Letters on pages: Word good, warned and refused; agreeing, taking back, too late; one to each of a panel."""

from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from app.core.clock import utc_now
from tests.browser.hand import Hand
from tests.browser.window import Windows
from tests.make import debriefs, loop, word_files
from tests.office import Json, Office

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def told(office: Office, ref: str = "I-1") -> Json:
    """An interview that is over and told about."""
    interview = office.held(ref)
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    return interview


def begun(windows: Windows, interview: Json, *, scripts: bool = True) -> Page:
    """The page on which a letter was begun from the list of letters."""
    page = windows.candidate(interview["id"], scripts=scripts)
    page.goto(f"/my/{interview['id']}/letters")
    hand = Hand(page)
    hand.press("Write a letter")
    hand.press("Begin writing")
    return page


def uploaded(office: Office, page: Page, content: bytes, name: str = "letter.docx") -> None:
    """Upload a file and let the worker read it; the page looks again by itself."""
    at = page.url.partition("?")[0].partition("/word")[0]
    page.goto(f"{at}/word")
    file: FilePayload = {"name": name, "mimeType": WORD, "buffer": content}
    page.get_by_label("Word file").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Upload it").click()
    office.run_tasks()
    expect(page.get_by_role("heading", name="We are reading your file")).to_be_hidden()


@pytest.mark.whole_browser
def test_a_letter_that_was_agreed_to_is_taken_back_in_time(windows: Windows, office: Office) -> None:
    planned = loop.letter_approved(office)
    page = windows.candidate(planned.interview["id"])
    page.goto(f"/my/{planned.interview['id']}/letters/{planned.letter['id']}/withdraw")
    Hand(page).press("Take the whole letter back")
    assert heading(page) == "Taken back"
    office.travel(utc_now() + timedelta(days=3))
    assert office.mails(office.address("dana", "meridian")) == []


@pytest.mark.whole_browser
def test_what_has_gone_cannot_be_called_back_and_the_page_says_so(windows: Windows, office: Office) -> None:
    sent = loop.letter_approved(office, approval=loop.NOW)
    office.travel(utc_now() + timedelta(minutes=2))
    page = windows.candidate(sent.interview["id"], scripts=False)
    page.goto(f"/my/{sent.interview['id']}/letters/{sent.letter['id']}/withdraw")
    assert heading(page) == "It has gone"
    expect(page.get_by_role("main")).to_contain_text("Their mail server took it for Dana Whitfield on")
    expect(page.get_by_role("link", name="write another letter")).to_be_visible()
    assert page.get_by_role("button").count() == 0


@pytest.mark.whole_browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_word_file_is_shown_back_warned_about_or_refused_with_the_way_out(
    windows: Windows, office: Office, scripts: bool
) -> None:
    page = begun(windows, told(office), scripts=scripts)
    uploaded(office, page, word_files.letter())
    expect(page.get_by_role("main")).to_contain_text(word_files.WISH)
    uploaded(office, page, letters_with_a_comment())
    expect(page.get_by_role("heading", name="What we did with your file")).to_be_visible()
    uploaded(office, page, b"%PDF-1.7", "letter.pdf")
    assert heading(page) == "We cannot take this file"
    expect(page.get_by_role("link", name="Choose another file")).to_be_visible()
    uploaded(office, page, word_files.letter())
    Hand(page).press("Use this text")
    expect(page.get_by_role("main")).to_contain_text(word_files.WISH)


def letters_with_a_comment() -> bytes:
    """A letter with a tracked insertion."""
    inserted = f'<w:ins w:author="A" w:id="1">{word_files.run("and more")}</w:ins>'
    return word_files.built(word_files.said(word_files.THANKS) + word_files.paragraph(inserted))


@pytest.mark.whole_browser
def test_a_panel_of_two_gets_a_letter_each(windows: Windows, office: Office) -> None:
    interview = told(office)
    page = windows.candidate(interview["id"])
    page.goto(f"/my/{interview['id']}/letters/new")
    hand = Hand(page)
    for box in page.locator("input[name=addressees]").all():
        hand.take(box)
    hand.choose("One letter, or several?", "One letter to each")
    hand.press("Begin writing")
    made = office.candidate(interview["id"]).get(f"/v1/interviews/{interview['id']}/letters").json()["data"]
    assert sorted(len(one["addressees"]) for one in made) == [1, 1]
    assert {one["addressees"][0]["name"] for one in made} == {"Dana Whitfield", "Tom Achterberg"}


def test_an_error_takes_the_focus_and_leads_to_its_field(windows: Windows, office: Office) -> None:
    interview = office.held()
    page = windows.candidate(interview["id"], scripts=False)
    page.goto(f"/my/{interview['id']}/debrief/went")
    page.get_by_label("What was difficult?").fill("x" * 4_001)
    page.get_by_role("button", name="Save and continue").click()
    assert page.title().startswith("Error: ")
    summary = page.get_by_role("alert")
    assert summary.evaluate("(e) => e === document.activeElement")
    summary.get_by_role("link").click()
    assert page.get_by_label("What was difficult?").evaluate("(e) => e === document.activeElement")
    expect(page.get_by_label("What was difficult?")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("What was difficult?")).to_have_value("x" * 4_001)
