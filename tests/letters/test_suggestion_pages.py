"""A candidate answers suggested wording on its page, and shares parts of the debrief on another."""

import pytest

from tests.make import debriefs, loop
from tests.make import letters as make
from tests.make.suggestions import BETTER, suggested
from tests.make.visitor import Visitor
from tests.office import Office


def looking(office: Office) -> tuple[Visitor, loop.Loop]:
    """A candidate with a suggestion before them, where the letter's own address leads."""
    found = suggested(office)
    visitor = Visitor(office, found.interview["id"])
    visitor.open(f"/letters/{found.letter['id']}")
    return visitor, found


@pytest.mark.practice("P7")
def test_a_suggestion_is_shown_word_by_word_and_accepted_with_one_press_that_names_what_goes_to_whom(
    office: Office,
) -> None:
    """The page of a suggestion: what would change word by word, one press to accept it."""
    visitor, found = looking(office)
    assert visitor.heading == "Priya Nair suggests wording for your letter"
    for words in ("Dana asked twice about Porto.", "[removed: ", "Paragraph 3 · the words are Priya Nair’s"):
        assert words in visitor.text
    for who in ("Dana Whitfield, Head of Product, Meridian Foods", "Tom Achterberg, Head of Product, Meridian Foods"):
        assert who in visitor.text
    form = visitor.page

    visitor.send({"do": "accept"})

    assert visitor.heading == "Your letter is with Priya Nair"
    visitor.page = form
    visitor.send({"do": "accept"})
    assert visitor.heading == "Your letter is with Priya Nair"
    now = make.read(found.candidate, found.letter)
    assert now["content"]["paragraphs"][2]["text"] == BETTER
    assert {one["state"] for one in now["consents"]} == {"given"}
    assert "Look and agree" not in visitor.text


def test_ones_own_words_are_kept_with_a_reason_and_are_the_draft_again(office: Office) -> None:
    visitor, found = looking(office)
    form = visitor.page

    visitor.send({"do": "keep", "reason": "I was on that project, I did not lead it."}, form=1)

    assert visitor.heading == "Your letter"
    assert make.ANSWER in visitor.page.text
    visitor.page = form
    visitor.send({"do": "keep"}, form=1)
    assert visitor.heading == "Your letter"
    seen = office.priya.get(f"/v1/letters/{found.letter['id']}/versions").json()["data"][0]["suggestion"]
    assert (seen["answer"], seen["reason"]) == ("declined", "I was on that project, I did not lead it.")
    visitor.open(f"/letters/{found.letter['id']}/versions")
    assert "Suggested by Priya Nair" in visitor.text


def test_a_suggestion_is_answered_by_ones_own_link_alone(office: Office) -> None:
    found = suggested(office)
    visitor = Visitor(office, found.interview["id"], link="returned")
    assert visitor.open(f"/letters/{found.letter['id']}/suggestion").status_code == 403
    assert BETTER not in visitor.page.text
    visitor.open(f"/letters/{found.letter['id']}")
    assert BETTER not in visitor.page.text


def test_the_parts_of_the_debrief_that_are_ticked_are_shown_as_they_will_be_sent_and_then_sent(office: Office) -> None:
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    visitor.open("/summary")
    assert "Send that first" in visitor.text
    debriefs.submit(office.candidate(interview["id"]), interview["id"], **debriefs.confidences())
    visitor.open("/summary")
    assert "As it will be sent" not in visitor.text
    assert "GBP" not in visitor.page.text
    form = visitor.page
    people = make.people_of(interview)
    ticked = {"marked": ["went_well", "difficult"], "addressees": [people["Dana"]]}

    visitor.send({**ticked, "words.difficult": "I led people abroad for three years."})

    sheet = visitor.page.text.partition('<div class="letter-paper">')[2]
    assert "Summary of the interview with Alex Moreau" in sheet
    assert sheet.index("The case about supplier recalls") < sheet.index("I led people abroad for three years.")
    visitor.page = form
    assert visitor.send({**ticked, "marked": ["fit"]}).status_code == 409
    assert "changed in another window" in visitor.text
    visitor.open("/summary")
    assert visitor.send({"do": "send"}).status_code == 422
    assert "Take note of this first" in visitor.text
    visitor.send({"do": "send", "contact_policy_acknowledged": "yes"})
    assert visitor.heading == "Your summary is with Priya Nair"
    visitor.open("/summary")
    assert "It is with Priya Nair." in visitor.text


def test_of_an_interview_that_is_off_no_summary_is_made_and_what_was_typed_is_given_back(office: Office) -> None:
    interview = office.held()
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    visitor = Visitor(office, interview["id"])
    visitor.open("/summary")
    office.crm.delete("/v1/external/bullhorn/interviews/I-1")

    sent = {"marked": ["difficult"], "words.difficult": "I led people abroad for three years."}
    assert visitor.send(sent).status_code == 409
    assert "This interview is off, so no summary is made of it." in visitor.text
    assert "I led people abroad for three years." in visitor.text
    visitor.open("/summary")
    assert "What you typed" not in visitor.text
