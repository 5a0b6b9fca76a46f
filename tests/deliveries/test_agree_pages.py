"""Agreeing and taking back on the candidate's pages: this document, these people, that time; too late is said."""

import pytest

from tests.make import letters, summaries
from tests.make.loop import (
    NOW,
    Loop,
    approve,
    by_name,
    delivery,
    let_it_go,
    letter_agreed,
    letter_approved,
    letter_submitted,
    mail_server,
)
from tests.make.visitor import Visitor
from tests.office import Office


def at_the_letter(office: Office, loop: Loop, page: str = "agree", *, link: str = "sent") -> Visitor:
    visitor = Visitor(office, loop.interview["id"], link=link)
    visitor.open(f"/letters/{loop.letter['id']}/{page}")
    return visitor


def states(office: Office, loop: Loop) -> dict[str, str]:
    return {one["name"].split()[0]: one["state"] for one in letters.read(office.priya, loop.letter)["consents"]}


def assert_nothing_by_a_handed_over_link(office: Office, loop: Loop) -> None:
    visitor = at_the_letter(office, loop, link="returned")

    assert visitor.page.status_code == 403
    assert visitor.heading == "This takes your own link"
    assert letters.words_of(loop.letter["content"]).split("\n")[0] not in visitor.page.text
    sent = visitor.web.post(
        f"{visitor.home}/letters/{loop.letter['id']}/agree",
        data={"csrf": visitor.form(0).fields["csrf"][0], "people": loop.people["Dana"], "sha256": "0" * 64},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert sent.status_code == 403
    assert states(office, loop) == {"Dana": "not_given"}


@pytest.mark.practice("P11")
def test_what_would_be_sent_stands_with_who_gets_it_and_when_and_one_button_agrees(office: Office) -> None:
    """Before agreeing the candidate reads when it would go: at both ends, on what condition, and why then.

    Agreeing twice does it once, and the page says since when.
    """
    loop = letter_submitted(office)

    visitor = at_the_letter(office, loop)

    assert visitor.heading == "This is the letter they will get"
    assert letters.words_of(loop.letter["content"]).split("\n")[0] in visitor.page.text
    for words in (
        "Dana Whitfield, Head of Product",
        "Tom Achterberg, Head of Product",
        "At Meridian Foods, through Priya. Your address and number are left out.",
        "If Priya approves by then: Tuesday 08:30 in New York, 13:30 your time. Half an hour before their day begins",
        "Nothing is sent until you agree and Priya approves.",
    ):
        assert words in visitor.text
    before = visitor.page
    for _ in range(2):
        visitor.page = before
        visitor.send(form=f"/{loop.letter['id']}/agree")
        assert visitor.heading == "You have agreed"
    assert "Exactly this letter may go to Dana Whitfield and Tom Achterberg, and to nobody else." in visitor.text
    assert states(office, loop) == {"Dana": "given", "Tom": "given"}
    visitor.open(f"/letters/{loop.letter['id']}/agree")
    assert "You have agreed to exactly this." in visitor.text
    assert "Take it back" in visitor.text


def test_agreeing_for_one_person_leaves_the_other_to_be_agreed_to(office: Office) -> None:
    """And taken back for one, it is not ticked again for them, and stands for the other."""
    loop = letter_submitted(office)
    visitor = at_the_letter(office, loop)
    agree = f"/{loop.letter['id']}/agree"

    assert visitor.send({"people": []}).status_code == 422
    assert "Choose at least one person whom it goes to" in visitor.text
    visitor.send({"people": loop.people["Dana"]})

    assert states(office, loop) == {"Dana": "given", "Tom": "not_given"}
    visitor.open(f"/letters{agree}")
    assert visitor.form("/agree").fields["people"] == [loop.people["Tom"]]
    assert "You agreed on Monday 16:2" in visitor.text
    visitor.send(form=agree)
    assert states(office, loop) == {"Dana": "given", "Tom": "given"}

    visitor.open(f"/letters/{loop.letter['id']}/withdraw")
    visitor.send({"what": "people", "people": loop.people["Dana"]}, form="/withdraw")
    assert "The letter does not go to Dana Whitfield." in visitor.text
    assert "To Tom Achterberg it goes as you agreed; to nobody else, unless you agree again." in visitor.text
    visitor.open(f"/letters{agree}")
    assert "people" not in visitor.form(agree).fields
    assert visitor.send(form=agree).status_code == 422
    assert states(office, loop) == {"Dana": "withdrawn", "Tom": "given"}


def test_a_newer_version_is_shown_before_anybody_can_agree_to_the_old_one(office: Office) -> None:
    """And by a link that was handed over nothing is shown or agreed to."""
    loop = letter_submitted(office, to=("Dana",))
    assert_nothing_by_a_handed_over_link(office, loop)
    visitor = at_the_letter(office, loop)
    letters.send_back(office.priya, loop.letter, "Say which role.")
    read = letters.read(loop.candidate, loop.letter)
    before = visitor.page
    visitor.send()
    assert visitor.heading == "There is nothing to agree to now"
    assert "Say which role." in visitor.text
    newer = letters.strategic(paragraphs=[letters.paragraph("I want the role of Product Manager.")])
    assert letters.submit(loop.candidate, letters.save(loop.candidate, read, newer)).status_code == 200

    visitor.page = before
    assert visitor.send().status_code == 409
    assert "There is a newer version." in visitor.text
    assert "I want the role of Product Manager." in visitor.text
    assert states(office, loop) == {"Dana": "not_given"}
    visitor.send()
    assert states(office, loop) == {"Dana": "given"}


@pytest.mark.practice("P7")
def test_a_letter_that_is_not_forwarded_says_so_with_the_reason_and_asks_for_no_yes(office: Office) -> None:
    """The page says that the consultant decided not to forward it, and why, in the consultant's words."""
    loop = letter_agreed(office, to=("Dana",))
    path = f"/v1/letters/{loop.letter['id']}"
    seen = office.priya.get(path).headers["ETag"]
    body = {"reason": "They decided on Friday; a call is better."}
    assert office.priya.post(f"{path}/not-forwarded", json=body, headers={"If-Match": seen}).status_code == 204

    visitor = at_the_letter(office, loop)

    assert "Priya decided not to forward it, and says why." in visitor.text
    assert "They decided on Friday; a call is better." in visitor.text
    assert "I agree" not in visitor.text


def test_a_summary_is_agreed_to_and_taken_back_as_a_letter_is(office: Office) -> None:
    at = summaries.submitted(office, to=("Dana",))
    visitor = at_the_letter(office, at.loop)

    assert visitor.heading == "This is the summary they will get"
    visitor.send()
    assert "Exactly this summary may go to Dana Whitfield" in visitor.text
    visitor.open(f"/letters/{at.letter['id']}/withdraw")
    visitor.send({"what": "people"})
    assert "The summary does not go to Dana Whitfield." in visitor.text


def test_taking_it_back_names_what_stops_and_stops_it(office: Office) -> None:
    """What changed since the page was opened is looked at again before; and it is taken back once however often."""
    loop = letter_agreed(office)
    visitor = at_the_letter(office, loop, "withdraw")
    loop.deliveries = by_name(loop, approve(office.priya, loop).json()["deliveries"])

    assert visitor.send({"what": "all"}).status_code == 409
    assert "Something changed meanwhile." in visitor.text
    for never in ("9" * 5_000, "²", ""):
        assert visitor.send({"what": "all", "seen": never}).status_code == 409
    assert "It goes on Tuesday 08:30 in New York, 13:30 your time." in visitor.text
    assert visitor.send({"what": "people", "people": []}).status_code == 422
    visitor.send({"what": "people", "people": loop.people["Dana"]})

    assert visitor.heading == "Taken back"
    assert "The letter does not go to Dana Whitfield." in visitor.text
    assert "What you agreed to for Tom Achterberg stands as it was." in visitor.text
    assert states(office, loop) == {"Dana": "withdrawn", "Tom": "given"}
    now = {name: delivery(office, loop, name)["state"] for name in loop.deliveries}
    assert now == {"Dana": "cancelled", "Tom": "scheduled"}

    before = visitor.open(f"/letters/{loop.letter['id']}/withdraw")
    for _ in range(2):
        visitor.page = before
        visitor.send({"what": "all"})
        assert visitor.heading == "Taken back"
    assert letters.read(office.priya, loop.letter)["state"] == "withdrawn"
    assert office.trail(loop.letter["id"]).count("letter.withdrawn") == 1


def test_what_went_to_everybody_is_not_offered_to_be_taken_back(office: Office) -> None:
    """While Tom's waits it is, with what comes too late; a page opened before it went says the same when sent."""
    loop = letter_agreed(office)
    went = approve(office.priya, loop, people=[loop.people["Dana"]], **NOW)
    assert went.status_code == 200, went.text
    loop.deliveries = by_name(loop, went.json()["deliveries"])
    let_it_go(office, loop, "Dana")
    took = "Their mail server took it for Dana Whitfield on Monday 23 November 2026, 16:2"
    visitor = at_the_letter(office, loop, "withdraw")
    assert visitor.heading == "Take the letter back"
    assert took in visitor.text
    before = visitor.page
    went = approve(office.priya, loop, people=[loop.people["Tom"]], **NOW)
    assert went.status_code == 200, went.text
    loop.deliveries |= by_name(loop, went.json()["deliveries"])
    let_it_go(office, loop, "Tom")

    for page in ("", f"/letters/{loop.letter['id']}/agree", f"/letters/{loop.letter['id']}/agreed"):
        assert "Take it back" not in visitor.open(page).text
    visitor.page = before
    for what in ("all", "people"):
        assert visitor.send({"what": what}).status_code == 409
        assert visitor.heading == "It has gone"
        visitor.page = before
    visitor.open(f"/letters/{loop.letter['id']}/withdraw")
    assert took in visitor.text
    assert "Their mail server took it for Tom Achterberg on" in visitor.text
    assert "ring Priya Nair" in visitor.text
    assert "write another letter" in visitor.text
    assert letters.read(office.priya, loop.letter)["state"] == "approved"
    assert "letter.withdrawn" not in office.trail(loop.letter["id"])


def test_in_doubt_it_is_taken_back_as_far_as_it_can_be(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    with mail_server(office, "drop_before_answer"):
        assert let_it_go(office, loop, "Dana")["state"] == "in_doubt"
    visitor = at_the_letter(office, loop, "withdraw")

    assert "Too late for" in visitor.text
    visitor.send({"what": "all"})
    assert visitor.heading == "Taken back, as far as it could be"
    assert "tell Priya Nair if they should explain it" in visitor.text
