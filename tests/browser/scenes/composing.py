"""A letter is written: which, to whom, in what words; two windows that met; the last look before it is sent."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.scenes.coming import Act, Came, Scene, after, at_client, begun, came, submitted, told
from tests.browser.scenes.doing import long, noting, pressing, sending, unfold, unticked
from tests.make import debriefs, letters, threads
from tests.office import Office

MINE = "What I have just written in this window, on the train."


def letters_begun(office: Office) -> Iterator[Scene]:
    """The list, and the choice."""
    found = told(office, "E-1")
    yield found.scene("letters-empty", "/letters")
    yield found.scene("letter-new", "/letters/new")
    people = sending(found.path("/letters/new"), {"kind": ""})
    yield found.scene("letter-new-error", "/letters/new", people)
    cool = told(office, "E-2", debriefs.full_answers(interest={"after": 2}))
    yield cool.scene("letter-new-thank-you", "/letters/new")
    alone = after(office, "E-3", interviewers=[])
    yield alone.scene("letter-new-nobody-named", "/letters/new")
    asks = after(office, "E-4", **at_client(office, "Orchard Bank", letter_policy="ask_first"))
    yield asks.scene("letter-new-ask-first", "/letters/new")
    letters.begin(asks.web, asks.interview, to=("Dana",))
    letters.begin(asks.web, asks.interview, to=("Tom",))
    yield asks.scene("letters-of-a-panel", "/letters")


def composer(office: Office) -> Iterator[Scene]:
    """The composer, empty and filled."""
    found = begun(office, "E-5")
    yield found.of_letter("letter-composer-empty")
    filled = begun(office, "E-6")
    filled.letter = letters.save(filled.web, filled.letter, letters.strategic("c1"))
    yield filled.of_letter("letter-composer")
    yield filled.of_letter("letter-composer-unfolded", act=unfold)
    yield filled.of_letter("letter-as-text", "?as=text")
    yield filled.of_letter("letter-versions-none", "/versions")
    yield filled.scene("letters", "/letters")
    handed = Came(filled.interview, came(office, filled.interview, link="returned").web, filled.letter)
    yield handed.of_letter("letter-composer-handed-over")
    yield handed.of_letter("letter-check-handed-over", "/check")
    thanks = begun(office, "E-7", kind="thank_you")
    thanks.letter = letters.save(thanks.web, thanks.letter, letters.thank_you())
    yield thanks.of_letter("letter-thank-you")
    yield thanks.of_letter("letter-check-thank-you", "/check")


def composer_errors(office: Office) -> Iterator[Scene]:
    """What is wrong in a letter is said, and two windows are shown both texts."""
    found = begun(office, "E-8")
    found.letter = letters.save(found.web, found.letter, letters.strategic("c1"))
    at = found.letter_path()
    yield found.of_letter("letter-error", act=_too_long("Save and continue"))
    yield found.of_letter("letter-as-text-error", "?as=text", _too_long("Save and continue"))
    met = {"was": "0", "content.text": f"{letters.THANKS}\n\n{MINE}", "do": "check"}
    yield found.of_letter("letter-conflict", act=sending(at, met))
    nothing = {"was": "0", "content.text": "", "do": "check"}
    yield found.of_letter("letter-conflict-no-words", act=sending(at, nothing))


def checking(office: Office) -> Iterator[Scene]:
    """The last look before it is sent."""
    found = begun(office, "E-9")
    yield found.of_letter("letter-check-empty", "/check")
    yield found.of_letter("letter-check-empty-sent", "/check", noting("Send it to Priya"))
    found = begun(office, "E-10")
    words = letters.strategic(left_out=[{"concern": "c1", "reason": "Better said by telephone."}])
    words["paragraphs"][1]["text"] += " Ring me on +44 20 7946 0991, [name]; I earn GBP 91,234."
    found.letter = letters.save(found.web, found.letter, words)
    yield found.of_letter("letter-check-warned", "/check", unfold)
    found = begun(office, "E-11")
    found.letter = letters.save(found.web, found.letter, letters.strategic())
    yield found.of_letter("letter-check", "/check")
    yield found.of_letter("letter-check-error", "/check", pressing("Send it to Priya"))
    stale = {"revision": "0", "do": "send", "contact_policy_acknowledged": "yes"}
    yield found.of_letter("letter-check-changed-elsewhere", "/check", sending(found.letter_path("/check"), stale))
    nobody = begun(office, "E-12")
    nobody.letter = letters.save(nobody.web, nobody.letter, letters.strategic("c1"), addressees=[])
    yield nobody.of_letter("letter-check-nobody", "/check")
    yield nobody.of_letter("letter-check-nobody-sent", "/check", noting("Send it to Priya"))


def came_back(office: Office) -> Iterator[Scene]:
    """It came back with a question, and with remarks beside it."""
    found = submitted(office, "E-13")
    threads.said(office.priya, found.letter["id"], "Which year was that?", version=1, paragraph=3, visibility="shared")
    letters.send_back(office.priya, found.letter, "Say what you did in Porto.\nBegin with it.")
    yield found.of_letter("letter-returned")
    yield found.of_letter("letter-returned-nothing-said", act=unticked("Save and continue"))
    yield found.scene("letters-returned", "/letters")
    yield found.scene("status-letter-returned")
    yield found.of_letter("agree-not-yet-returned", "/agree")


def summary(office: Office) -> Iterator[Scene]:
    """Parts of the debrief for the client."""
    untold = after(office, "E-14")
    yield untold.scene("summary-not-told", "/summary")
    found = told(office, "E-15")
    yield found.scene("summary", "/summary")
    yield found.scene("summary-error", "/summary", pressing("Save, and show it"))
    wrong = {"revision": "0", "marked": "went_well", "words.went_well": long(10_100), "do": "look"}
    yield found.scene("summary-words-error", "/summary", sending(found.path("/summary"), wrong))
    looked = told(office, "E-16")
    people = list(letters.people_of(looked.interview).values())
    looked.sends("/summary", revision="0", marked=["went_well", "difficult"], addressees=people, do="look")
    yield looked.scene("summary-as-sent", "/summary")
    yield looked.scene("summary-send-error", "/summary", pressing("Send it to Priya"))
    stale = {"revision": "0", "marked": "interest", "addressees": people, "do": "look"}
    yield looked.scene("summary-changed-elsewhere", "/summary", sending(looked.path("/summary"), stale))


def _too_long(button: str) -> Act:
    def act(page: Page) -> None:
        page.locator("main textarea.letter").nth(0).fill(long(20_100))
        pressing(button)(page)

    return act
