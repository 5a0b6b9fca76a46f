"""What the form asks and says: the practices as a candidate meets them on its pages."""

import pytest

from tests.make.debriefs import path
from tests.make.visitor import Visitor
from tests.office import Json, Office


def told(office: Office, pages: dict[str, Json]) -> tuple[Visitor, Json]:
    """Fill these topics of a fresh interview, look at the answers once more and send them: what Priya reads."""
    interview = office.held()["id"]
    alex = Visitor(office, interview)
    for topic, answers in pages.items():
        alex.open(f"/debrief/{topic}")
        alex.send({**answers, "do": "continue"})
    alex.open("/debrief/check")
    check = alex.page
    alex.send()
    alex.page = check
    return alex, office.priya.get(path(interview)).json()


@pytest.mark.practice("P1")
def test_the_form_says_when_it_is_too_early_and_asks_as_soon_as_the_interview_is_over(office: Office) -> None:
    """On the form's first page: not before the interview has begun, then at once, with the reason and how long it
    takes."""
    interview = office.announce()
    alex = Visitor(office, interview["id"])
    alex.open("/debrief")
    assert alex.heading == "Tell us when it is over"
    assert "Come back right after it" in alex.text

    office.held()
    alex = Visitor(office, interview["id"])
    alex.open("/debrief")
    assert alex.heading == "How did it go at Meridian Foods?"
    assert "Say it while it is fresh" in alex.text
    assert "about ten minutes. What you type is kept" in alex.text


@pytest.mark.practice("P2")
def test_the_form_asks_for_names_the_role_in_their_words_and_the_company(office: Office) -> None:
    """On the first topic of the form: the people who were announced stand there, the role and the company are asked."""
    told_of = {
        "people_met.0.role_in_decision": "Decides",
        "role_as_described": "Half discovery, half delivery.",
        "organisation_facts": "Eleven people move to Leeds.",
    }
    alex, read = told(office, {"people": told_of})

    assert "Dana Whitfield · Head of Product · Decides" in alex.text
    assert read["answers"]["people_met"][0]["role_in_decision"] == "Decides"
    assert read["answers"]["role_as_described"] == "Half discovery, half delivery."
    assert read["answers"]["organisation_facts"] == "Eleven people move to Leeds."


@pytest.mark.practice("P3")
def test_the_form_asks_what_went_well_what_was_difficult_for_each_concern_and_for_the_unsaid(office: Office) -> None:
    """On two topics of the form; each concern with who raised it, whether it was said or sensed, and the answer."""
    concern = {
        "concerns.0.text": "Managing people abroad",
        "concerns.0.kind": "experience",
        "concerns.0.stated_or_sensed": "sensed",
        "concerns.0.raised_by": "Tom Achterberg",
        "concerns.0.answered_in_room": "no",
    }
    went = {"went_well": "The case.", "difficult": "The last question.", "unsaid": "That I speak Portuguese."}
    alex, read = told(office, {"went": went, "concerns": concern})

    assert "Experience · I sensed it · raised by Tom Achterberg · answered in the room: no" in alex.text
    answers = read["answers"]
    assert {name: answers[name] for name in went} == went
    assert answers["concerns"][0]["raised_by"] == "Tom Achterberg"


@pytest.mark.practice("P4")
def test_a_one_word_answer_is_named_before_sending_and_never_blocks(office: Office) -> None:
    """On the form's last page, before the button: what appealed and the fit in more than a word, with the way there."""
    alex, read = told(office, {"next": {"appealed": "Everything", "fit": "Nine people across Porto and Dublin."}})

    assert "You can send it as it is" in alex.text
    assert "what appealed, in more than a word or two" in alex.text
    assert "/debrief/next#appealed" in alex.page.text
    assert "where the experience will be well used, in more" not in alex.text
    assert (read["state"], read["answers"]["appealed"]) == ("submitted", "Everything")


@pytest.mark.practice("P13")
def test_the_form_asks_what_happens_next_and_when_they_decide_how_surely_and_who_said_so(office: Office) -> None:
    """On the form's last topic: the next step, the day of the decision, how sure it is, who said it."""
    expected = {
        "next_step": "A second meeting with finance.",
        "decision_expected.on": "2026-12-04",
        "decision_expected.precision": "about",
        "decision_expected.source": "Dana Whitfield",
    }
    alex, read = told(office, {"next": expected})

    assert "About Friday 4 December 2026 · said by Dana Whitfield" in alex.text
    assert read["answers"]["next_step"] == "A second meeting with finance."
    day = {"on": "2026-12-04", "precision": "about", "source": "Dana Whitfield"}
    assert read["answers"]["decision_expected"] == day
