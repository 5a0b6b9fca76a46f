"""A candidate begins a letter and writes it on its pages: begun by interest, guided by their debrief."""

import pytest

from tests.make import debriefs
from tests.make.letter_pages import ANSWER, THANKS, field_of, held, letter_path, said_in, writing
from tests.make.visitor import Visitor
from tests.office import Office


@pytest.mark.parametrize("policy", ["ask_first", "not_accepted"])
def test_the_clients_letter_policy_stands_on_top_and_says_what_carries_the_points(office: Office, policy: str) -> None:
    visitor = Visitor(office, held(office, client={"name": "Meridian Foods", "letter_policy": policy})["id"])

    visitor.open("/letters")

    if policy == "ask_first":
        said_in(visitor, "wants to be asked before a letter comes", "Write a letter")
        return
    said_in(visitor, "takes no letters", "Priya Nair rings them", "Open my debrief")
    assert "/letters/new" not in visitor.page.text
    assert visitor.open("/letters/new").status_code == 409


@pytest.mark.practice("P10")
@pytest.mark.parametrize(
    ("after", "suggested", "reason"),
    [
        (5, "strategic", "You said 5 of 5: a strategic letter is worth the hour."),
        (2, "thank_you", "You said 2 of 5: a few lines of thanks keep the door open."),
    ],
)
def test_the_kind_of_letter_is_suggested_by_the_stated_interest_with_the_reason(
    office: Office, after: int, suggested: str, reason: str
) -> None:
    """The page that begins a letter suggests the kind by the stated interest, and says why."""
    visitor = Visitor(office, held(office, answers=debriefs.full_answers(interest={"after": after}))["id"])
    visitor.open("/letters")
    said_in(visitor, "welcomes a letter", "Write the same day or the next", "the morning after")

    visitor.open("/letters/new")

    said_in(visitor, reason)
    assert visitor.form().fields["kind"] == [suggested]
    assert visitor.page.text.index(f'value="{suggested}"') < visitor.page.text.index('name="addressees"')
    visitor.send()
    assert visitor.heading == ("Your letter" if suggested == "strategic" else "Your thank-you note")


@pytest.mark.practice("P9")
def test_the_composer_offers_each_part_with_the_debriefs_own_words_and_each_concern_its_paragraph(
    office: Office,
) -> None:
    """The composer: each part with the debrief's own words beside it, each concern with a paragraph of its own."""
    visitor = writing(office)
    concern = "Your concern about “Managing people in another country”"
    parts = ["Thanks", "Why I want this role", "The point we discussed", "Why I fit", concern]
    parts += ["What I did not get to say", "A question that follows on", "Happy to supply anything further"]
    places = [visitor.page.text.index(f">{part}") for part in parts]
    assert places == sorted(places)
    said_in(visitor, "Dana Whitfield raised it", "You noted: “That I speak Portuguese with the Porto team every day.”")

    visitor.send({field_of(visitor, "Thanks"): THANKS, field_of(visitor, concern): ANSWER})

    assert visitor.heading == "Your letter as it will be sent"
    said_in(visitor, THANKS, "Answered in paragraph 2", "No sentence says that you want this role")
    visitor.open(letter_path(visitor).removesuffix("/check"))
    assert visitor.form().fields[field_of(visitor, concern)] == [ANSWER]


def test_a_concern_is_left_out_with_a_reason_or_placed_in_the_paragraph_that_answers_it(office: Office) -> None:
    visitor = writing(office)
    visitor.send({"content.paragraphs.0.text": THANKS, "content.left_out.0.reason": "Priya raises it herself"})
    said_in(visitor, "Left out", "(Priya raises it herself)")

    visitor.send({"answered.c1": "1", "do": "place"})

    assert visitor.heading == "Your letter as it will be sent"
    said_in(visitor, "Answered in paragraph 1")


def test_one_text_keeps_the_words_the_parts_and_what_answers_a_concern(office: Office) -> None:
    visitor = writing(office)
    concern = field_of(visitor, "Your concern about")
    visitor.send({"content.paragraphs.0.text": THANKS, concern: ANSWER, "do": "text"})
    assert visitor.form().fields["content.text"] == [f"{THANKS}\n\n{ANSWER}"]

    visitor.send({"content.text": f"{THANKS}\n\n{ANSWER} Nobody left.", "do": "parts"})

    assert visitor.form().fields[field_of(visitor, "Thanks")] == [THANKS]
    assert visitor.form().fields[field_of(visitor, "Your concern about")] == [f"{ANSWER} Nobody left."]


def test_a_panel_of_two_gets_one_letter_each_and_a_second_press_begins_no_more(office: Office) -> None:
    visitor = Visitor(office, held(office)["id"])
    visitor.open("/letters/new")
    form = visitor.page
    visitor.send({"each": "yes"})
    said_in(visitor, "Strategic letter to Dana Whitfield", "Strategic letter to Tom Achterberg", "You are writing")

    visitor.page = form
    visitor.send({"each": "yes"})

    assert visitor.text.count("Strategic letter to Dana Whitfield You are writing") == 1
    assert visitor.page.text.count("Go on writing") == 2
