"""The debrief's form as a candidate meets it: a list of topics, a page for each, or one short page."""

import pytest

from tests.make.debrief_form import CONCERN, NEXT, PEOPLE, WENT, standing, stored
from tests.make.visitor import Visitor
from tests.office import Office


@pytest.fixture
def alex(office: Office, interview: str) -> Visitor:
    return Visitor(office, interview)


def test_the_whole_form_is_seven_pages_and_says_each_time_what_comes_next(
    office: Office, interview: str, alex: Visitor
) -> None:
    alex.open("/debrief")
    assert alex.heading == "How did it go at Meridian Foods?"
    headings = [alex.heading]
    alex.open("/debrief/people")
    for answers in (PEOPLE, WENT, CONCERN, NEXT):
        headings.append(alex.heading)
        assert alex.send({**answers, "do": "continue"}).status_code == 200, alex.text
    headings.append(alex.heading)
    assert "✓ Nothing is missing" in alex.text
    alex.send()
    headings.append(alex.heading)

    assert headings == [
        "How did it go at Meridian Foods?",
        "Who did you meet, and what did they tell you?",
        "What went well, and what was difficult?",
        "Was there anything they seemed unsure about?",
        "Do you want it, and what happens next?",
        "Check your answers",
        "Priya Nair has it",
    ]
    sent = standing(office, interview)
    assert (sent["state"], sent["version"], sent["completeness"]["complete"]) == ("submitted", 1, True)
    assert sent["answers"]["concerns"][0]["raised_by"] == "Dana Whitfield"
    assert sent["id"] in alex.text


def test_a_topic_saves_its_own_answers_and_the_list_says_what_is_begun_and_done(
    office: Office, interview: str, alex: Visitor
) -> None:
    alex.open("/debrief/went")
    alex.send({"went_well": "The case about recalls.", "do": "later"})

    assert alex.heading == "How did it go at Meridian Foods?"
    assert "2 How it went Two answers in your own words. Two minutes. Begun" in alex.text
    assert "3 Concerns What they doubted, said or sensed. Two minutes. Not begun" in alex.text
    alex.open("/debrief/concerns")
    alex.send({"concerns": "none_noticed", "do": "later"})
    assert "3 Concerns What they doubted, said or sensed. Two minutes. ✓ Done" in alex.text
    answers = stored(office, interview)["answers"]
    assert (answers["went_well"], answers["concerns"]) == ("The case about recalls.", "none_noticed")
    assert office.trail(standing(office, interview)["id"])[-1] == "debrief.drafted"


def test_whom_the_agency_announced_stands_there_and_the_candidate_corrects_it(
    office: Office, interview: str, alex: Visitor
) -> None:
    alex.open("/debrief/people")
    assert alex.form().fields["people_met.0.name"] == ["Dana Whitfield"]
    assert alex.form().fields["people_met.1.name"] == ["Tom Achterberg"]

    alex.send({"people_met.1.name": "Thom Achterberg", "do": "add-people_met"})
    assert alex.form().fields["people_met.2.name"] == [""]
    alex.send({"people_met.2.name": "Ines Duarte", "do": "continue"})

    names = [person["name"] for person in stored(office, interview)["answers"]["people_met"]]
    assert names == ["Dana Whitfield", "Thom Achterberg", "Ines Duarte"]
    alex.open("/debrief/concerns")
    assert "Ines Duarte" in alex.text


def test_rows_are_added_and_removed_by_buttons_that_keep_everything_typed(
    office: Office, interview: str, alex: Visitor
) -> None:
    alex.open("/debrief/concerns")
    alex.send({"concerns.0.text": "Never led a team", "concerns.0.kind": "experience", "do": "add-concerns"})
    typed = {"concerns.1.text": "Lives far away", "concerns.1.raised_by_other": "The receptionist"}
    alex.send({**typed, "do": "add-concerns"})
    kept = alex.form().fields
    assert (kept["concerns.0.kind"], kept["concerns.1.raised_by_other"]) == (["experience"], ["The receptionist"])
    assert kept["concerns.2.text"] == [""]

    alex.send({"do": "remove-concerns-0"})
    assert alex.form().fields["concerns.0.text"] == ["Lives far away"]
    assert [concern["text"] for concern in stored(office, interview)["answers"]["concerns"]] == ["Lives far away"]
    alex.send({"do": "continue"})
    (concern,) = stored(office, interview)["answers"]["concerns"]
    assert (concern["raised_by"], concern["key"]) == ("The receptionist", "c2")


def test_a_text_that_is_too_long_is_said_beside_it_and_nothing_is_lost(
    office: Office, interview: str, alex: Visitor
) -> None:
    alex.open("/debrief/went")
    alex.send({"went_well": "x" * 4_001, "difficult": "The second question.", "do": "continue"})

    assert alex.page.status_code == 422
    assert "<title>Error: " in alex.page.text
    assert 'href="#went_well"' in alex.page.text
    assert alex.form().fields["went_well"] == ["x" * 4_001]
    assert alex.form().fields["difficult"] == ["The second question."]
    assert stored(office, interview)["state"] == "requested"


def test_an_answer_that_did_not_come_up_is_an_answer(office: Office, interview: str, alex: Visitor) -> None:
    alex.open("/debrief/people")
    alex.send({"role_as_described": ["", "not_discussed"], "organisation_facts": "Eleven people.", "do": "later"})
    assert "1 The interview Names, the role in their words, the company. Three minutes. ✓ Done" in alex.text
    alex.open("/debrief/next")
    alex.send({"terms_discussed": "not_discussed", "decision_expected.precision": "unknown", "do": "continue"})

    answers = stored(office, interview)["answers"]
    assert (answers["role_as_described"], answers["terms_discussed"]["start"]) == ("not_discussed", "not_discussed")
    assert "What is the role, as they described it? This did not come up." in alex.text
    assert "They gave no date" in alex.text
    alex.open("/debrief/next")
    assert alex.form().fields["terms_discussed"] == ["not_discussed"]


def test_a_short_debrief_is_one_page_that_saves_and_sends_at_once(office: Office) -> None:
    interview = office.held(debrief_profile="short")["id"]
    alex = Visitor(office, interview)
    alex.open("/debrief")
    assert alex.heading == "How did it go?"
    typed = {"interest.after": "4", "concerns": "none_noticed", "next_step": ["They ring on Monday.", ""]}
    alex.send({**typed, "decision_expected.on": "2025-01-01", "do": "later"})
    assert alex.form().fields["interest.after"] == ["4"]

    alex.send({"availability": ["From Monday.", ""], "do": "send"})
    assert (alex.page.status_code, "lies too long before the interview" in alex.text) == (422, True)
    form = alex.page
    alex.send({"decision_expected.on": "", "decision_expected.precision": "unknown", "do": "send"})
    assert alex.heading == "Priya Nair has it"
    sent = standing(office, interview)
    assert (sent["version"], sent["completeness"]["complete"]) == (1, True)

    alex.page = form
    alex.send({"decision_expected.on": "", "decision_expected.precision": "unknown", "do": "send"})
    assert (alex.heading, standing(office, interview)["version"]) == ("Priya Nair has it", 1)
