"""What a candidate does on the pages, step by step, as a person would."""

from playwright.sync_api import Page, expect

from tests.browser.hand import Hand
from tests.browser.window import Windows, come_in
from tests.make import letters
from tests.office import Office

PEOPLE = {"role_as_described": "Half discovery, half delivery.", "organisation_facts": "Eleven people, in Leeds."}
WENT = "The case about supplier recalls: I have run one end to end."
DIFFICULT = "They asked twice about managing people in another country."
CONCERN = "Managing people in another country"
APPEALED = "A product that people eat every day, and a team that ships every week."
FIT = "Nine people across Porto and Dublin for three years; the recall at Corvid."


def in_by_mail(windows: Windows, office: Office, page: Page) -> None:
    """Open the link of the newest mail and press its button."""
    come_in(page, windows.mailed_link(office.address("alex")))


def say_it_went_ahead(hand: Hand, home: str) -> None:
    """Answer the first question with yes."""
    hand.page.goto(f"{home}/interview")
    hand.choose("Your interview", "Yes")
    hand.press("Go on")


def tell_how_it_went(hand: Hand) -> None:
    """Fill every required answer of the full form, from its task list to the page that asks to send it."""
    hand.press("Begin")
    hand.write("The role, as they described it", PEOPLE["role_as_described"])
    hand.write("What did you learn about the company", PEOPLE["organisation_facts"])
    hand.press("Save and continue")
    hand.write("What went well?", WENT)
    hand.write("What was difficult?", DIFFICULT)
    hand.press("Save and continue")
    hand.write("What was it?", CONCERN)
    hand.choose("Did they say it, or did you sense it?", "They said it")
    hand.choose("Who raised it?", "Dana Whitfield")
    hand.choose("Did you answer it in the room?", "Partly")
    hand.choose("What kind of doubt?", "Experience")
    hand.press("Save and continue")
    hand.write("What appealed to you?", APPEALED)
    hand.write("Where will your experience be well used?", FIT)
    hand.choose("How interested are you now?", "5")
    hand.write("Why?", "The roadmap is theirs to decide.")
    hand.write("What happens next?", "A second meeting with the finance director.")
    hand.write("The day", "2026-12-12")
    hand.choose("How sure is that?", "About then")
    hand.write("Who said so?", "Dana Whitfield")
    hand.press("Save and continue")


def send_the_account(hand: Hand) -> None:
    """Press the one button of the page that shows all answers."""
    hand.press("Send it to Priya Nair")


def write_a_letter_and_agree(hand: Hand) -> None:
    """From the page that says the account was sent to the one that says what was agreed to."""
    hand.press("Write your letter")
    hand.press("Write a letter")
    hand.press("Begin writing")
    areas = hand.page.locator("textarea.letter")
    for place, text in enumerate((letters.THANKS, letters.INTEREST)):
        hand.write_into(areas.nth(place), text)
    hand.press("Save and continue")
    hand.take(hand.page.get_by_label("I have read this"))
    hand.press("Send it to Priya Nair")
    hand.press("Look and agree")
    expect(hand.page.locator(".letter-paper")).to_contain_text("meal-planning roadmap")
    hand.press("I agree: send exactly this letter")
