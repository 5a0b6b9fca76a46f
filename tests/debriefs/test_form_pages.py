"""The debrief's form as a candidate meets it: a list, a topic per page, check, one button, a confirmation."""

import pytest

from tests.make.debriefs import decide, path, submit, take
from tests.make.visitor import Visitor
from tests.office import Json, Office, text_of


@pytest.fixture
def interview(office: Office) -> str:
    held: str = office.held()["id"]
    return held


@pytest.fixture
def alex(office: Office, interview: str) -> Visitor:
    return Visitor(office, interview)


def standing(office: Office, interview: str) -> Json:
    found: Json = office.priya.get(path(interview)).json()
    return found


def stored(office: Office, interview: str) -> Json:
    found: Json = office.candidate(interview).get(path(interview)).json()
    return found


PEOPLE = {
    "people_met.1.role_in_decision": "Advises",
    "role_as_described": "Meal planning, half discovery and half delivery.",
    "organisation_facts": "Eleven people; the team moves to Leeds.",
}
WENT = {"went_well": "The case about recalls.", "difficult": "Managing people abroad."}
CONCERN = {
    "concerns.0.text": "No experience with a team abroad",
    "concerns.0.stated_or_sensed": "stated",
    "concerns.0.raised_by": "Dana Whitfield",
    "concerns.0.answered_in_room": "partly",
}
NEXT = {
    "appealed": "A team that ships every week.",
    "fit": "The recall at Corvid, end to end.",
    "interest.after": "5",
    "next_step": "A second meeting with finance.",
    "decision_expected.on": "2026-12-04",
}


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


def test_a_second_press_of_send_ends_on_the_confirmation(office: Office, interview: str, alex: Visitor) -> None:
    alex.open("/debrief/went")
    alex.send({**WENT, "do": "continue"})
    alex.open("/debrief/check")
    check = alex.page
    alex.send(follow=False)
    assert alex.page.status_code == 303
    alex.page = check
    alex.send()

    assert alex.heading == "Priya Nair has it"
    assert standing(office, interview)["version"] == 1
    assert "by 18:20 today (London time)" in alex.text
    alex.open("/debrief/went")
    assert alex.heading == "Priya Nair has it"


def test_nothing_at_all_is_not_sent_and_the_page_says_where_to_begin(
    office: Office, interview: str, alex: Visitor
) -> None:
    alex.open("/debrief/check")
    alex.send()
    assert (alex.page.status_code, standing(office, interview)["version"]) == (422, 0)
    assert "Nothing is written yet" in alex.text


def test_a_day_before_the_interview_is_warned_of_and_refused_with_everything_kept(
    office: Office, interview: str, alex: Visitor
) -> None:
    alex.open("/debrief/next")
    alex.send({**NEXT, "decision_expected.on": "2025-12-04", "do": "continue"})
    assert "lies too long before the interview" in alex.text

    alex.send()
    assert (alex.page.status_code, standing(office, interview)["version"]) == (422, 0)
    assert 'href="#decision_expected"' in alex.page.text
    alex.open("/debrief/next")
    alex.send({"decision_expected.on": "2026-12-04", "do": "continue"})
    alex.send()
    assert alex.heading == "Priya Nair has it"


def test_what_was_sent_back_is_filled_in_again_with_the_question_on_top(
    office: Office, interview: str, alex: Visitor
) -> None:
    submit(office.candidate(interview), interview, notice="Thirteen weeks")
    decide(office.priya, interview, "return", {"reason": "Who decides, Dana or Tom?"})

    alex.open("/debrief")
    assert "Priya Nair asks Who decides, Dana or Tom?" in alex.text
    alex.open("/debrief/people")
    assert "Who decides, Dana or Tom?" in alex.text
    alex.send({"people_met.0.role_in_decision": "Decides alone", "do": "later"})
    alex.open("/debrief/check")
    assert "Thirteen weeks" in alex.text
    alex.send()

    again = standing(office, interview)
    assert (again["version"], again["answers"]["people_met"][0]["role_in_decision"]) == (2, "Decides alone")
    assert again["answers"]["concerns"][0]["key"] == "c1"
    assert again["agency_only"]["notice"] == "Thirteen weeks"


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


def test_what_is_typed_after_it_was_sent_elsewhere_is_given_back(office: Office, interview: str, alex: Visitor) -> None:
    alex.open("/debrief/went")
    submit(office.candidate(interview), interview)
    alex.send({"went_well": "Something quite different.", "do": "continue"})

    assert alex.page.status_code == 409
    assert "Something quite different." in alex.text
    assert alex.heading == "Priya Nair has it already"


def test_before_the_interview_and_after_it_ended_otherwise_the_page_says_so_in_words(office: Office) -> None:
    interview = office.announce()["id"]
    alex = Visitor(office, interview)
    alex.open("/debrief")
    assert alex.heading == "Tell us when it is over"
    assert "Monday 23 November 2026, 10:00 in New York, 15:00 your time" in alex.text
    held = office.held("I-2", round=2)["id"]
    sam = Visitor(office, held)
    sam.open("/debrief")
    sam.open("/debrief/decline")
    stale = sam.page
    sam.send({"reason": "I took another offer."})
    assert sam.heading == "You chose not to say how it went"
    sam.page = stale
    sam.send()
    assert sam.heading == "You chose not to say how it went"
    closed = office.priya.get(path(held)).json()
    assert (closed["state"], closed["close_reason"]) == ("declined", "I took another offer.")


def test_an_accepted_debrief_offers_to_add_something_new(office: Office, interview: str, alex: Visitor) -> None:
    submit(office.candidate(interview), interview)
    decide(office.priya, interview, "accept")
    alex.open("/debrief")
    assert alex.heading == "Priya Nair has accepted it"
    assert f'href="/my/{interview}/new"' in alex.page.text


def test_by_a_link_that_was_handed_over_nothing_stored_is_shown_and_nothing_is_lost(
    office: Office, interview: str, alex: Visitor
) -> None:
    alex.open("/debrief/went")
    alex.send({"went_well": "What Alex wrote at home.", "do": "continue"})
    alex.open("/debrief/concerns")
    alex.send({"concerns.0.text": "No team abroad", "do": "continue"})
    alex.open("/debrief/next")
    alex.send({"agency_only.notice": "Thirteen weeks", "interest.why": "The roadmap.", "do": "continue"})

    handed = Visitor(office, interview, link="returned")
    for page in ("", "/people", "/went", "/concerns", "/next", "/check"):
        handed.open(f"/debrief{page}")
        assert "at home" not in handed.page.text
        assert "Thirteen weeks" not in handed.page.text
    handed.open("/debrief/went")
    assert "This page starts empty" in handed.text
    handed.send({"difficult": "Managing people abroad.", "do": "continue"}, form="/went")
    handed.open("/debrief/went")
    assert handed.form("/went").fields["difficult"] == [""]
    handed.send({"went_well": "The case.", "do": "continue"}, form="/went")
    handed.open("/debrief/people")
    handed.send({"do": "continue"}, form="/people")
    handed.open("/debrief/people")
    handed.send({"do": "continue"}, form="/people")
    handed.open("/debrief/concerns")
    handed.send({"concerns": "none_noticed", "do": "continue"}, form="/concerns")
    handed.open("/debrief/next")
    handed.send({"interest.after": "4", "do": "continue"}, form="/next")
    handed.open("/debrief/check")
    handed.send(form="/check")

    assert handed.heading == "Priya Nair has it"
    sent = standing(office, interview)
    assert sent["answers"]["went_well"] == "What Alex wrote at home.\n\nThe case."
    assert sent["answers"]["difficult"] == "Managing people abroad."
    assert sent["agency_only"]["notice"] == "Thirteen weeks"
    assert [person["name"] for person in sent["answers"]["people_met"]] == ["Dana Whitfield", "Tom Achterberg"]
    assert sent["answers"]["concerns"][0]["text"] == "No team abroad"
    assert (sent["answers"]["interest"]["after"], sent["answers"]["interest"]["why"]) == (4, "The roadmap.")


def test_the_candidate_gets_a_copy_by_mail_without_what_only_the_agency_reads(office: Office, interview: str) -> None:
    submit(office.candidate(interview), interview, notice="Thirteen weeks")
    office.run_tasks()
    mail = office.mails(office.address("alex"))[-1]
    words = text_of(mail)
    assert mail["Subject"] == "Your copy: how it went at Meridian Foods"
    assert "The case about supplier recalls." in words
    assert "Managing people in another country" in words
    assert "Thirteen weeks" not in mail.as_string()
    assert len(office.mails(office.address("alex"))) == 2

    elsewhere = office.held("I-3", round=3)["id"]
    before = len(office.mails(office.address("alex")))
    take(office.priya, elsewhere)
    office.run_tasks()
    assert "Your copy" not in " ".join(mail["Subject"] for mail in office.mails(office.address("alex"))[before:])
