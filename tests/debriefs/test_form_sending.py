"""The end of the debrief's form: check, one button, a confirmation, and what a page says when it is over."""

import pytest

from tests.make.debrief_form import NEXT, WENT, standing
from tests.make.debriefs import decide, path, submit, take
from tests.make.visitor import Visitor
from tests.office import Office, text_of


@pytest.fixture
def alex(office: Office, interview: str) -> Visitor:
    return Visitor(office, interview)


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
    alex.open("/debrief/next")
    dates = ("decision_expected.on", "agency_only.other_offer_by")
    asked = ("When will you hear?", "By when must you answer another offer?")
    alex.send({**dict.fromkeys(dates, "soon"), "do": "continue"})
    wrong = "Write the date as day, month and year"
    assert alex.page.status_code == 422
    for name, question in zip(dates, asked, strict=True):
        assert f'<a href="#{name.replace(".", "-")}">{question} {wrong}</a>' in alex.page.text
    alex.send({**dict.fromkeys(dates, "2025-12-04"), "do": "continue"})
    alex.send()
    same = "Thursday 4 December 2025 lies too long before the interview; check the day and the year"
    assert [alex.page.text.count(f"{question} {same}</a>") for question in asked] == [1, 1]
    alex.open("/debrief/next")
    alex.send({"agency_only.other_offer_by": "", "do": "continue"})

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


def test_what_was_sent_is_read_again_and_once_accepted_added_to(office: Office, interview: str, alex: Visitor) -> None:
    """By the candidate's own link; what only the agency reads stands on neither page (rule 4)."""
    submit(office.candidate(interview), interview, notice="Thirteen weeks")
    handed_over = Visitor(office, interview, link="returned")
    for heading in ("Priya Nair has it", "Priya Nair has accepted it"):
        alex.open("/debrief")
        assert alex.heading == heading
        assert "What you told" in alex.text
        assert "Product manager for meal planning; half discovery, half delivery." in alex.text
        assert "What you marked for Harcourt & Lane only is with them, and not shown here." in alex.text
        assert "Thirteen weeks" not in alex.text
        assert "meal planning" not in handed_over.open("/debrief").text
        decide(office.priya, interview, "accept")
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
