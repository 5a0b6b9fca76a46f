"""Nothing typed is lost: a page saves itself, two windows meet, a visit ends in the middle (rule 8)."""

import pytest

from tests.make.debriefs import path
from tests.make.visitor import SAME_ORIGIN, Visitor
from tests.office import Json, Office


@pytest.fixture
def phone(office: Office, interview: str) -> Visitor:
    return Visitor(office, interview)


@pytest.fixture
def laptop(office: Office, interview: str) -> Visitor:
    return Visitor(office, interview)


def answers(office: Office, interview: str) -> Json:
    found: Json = office.candidate(interview).get(path(interview)).json()["answers"] or {}
    return found


def test_a_page_that_saves_itself_says_when_on_the_candidates_clock_and_goes_on(
    office: Office, interview: str, phone: Visitor
) -> None:
    phone.open("/debrief/went")
    first = phone.send({"went_well": "The ca", "autosave": "1"}, follow=False)
    assert (first.status_code, first.headers["X-Saved-At"], first.headers["X-Revision"]) == (204, "16:20", "1")
    phone.open("/debrief/went")
    assert "✓ Saved 16:20" in phone.text
    was = first.headers["X-Was"]
    assert phone.form().fields["was"] == [was]
    again = phone.send({"went_well": "The case.", "was": was, "autosave": "1"}, follow=False)
    assert (again.status_code, again.headers["X-Revision"]) == (204, "2")
    assert answers(office, interview)["went_well"] == "The case."


def test_an_unchanged_page_that_saves_itself_does_nothing(office: Office, interview: str, phone: Visitor) -> None:
    phone.open("/debrief/concerns")
    nothing = phone.send({"autosave": "1"}, follow=False)
    assert (nothing.status_code, "X-Saved-At" in nothing.headers) == (204, False)
    assert office.priya.get(path(interview)).json()["state"] == "requested"


def test_a_page_that_saves_itself_says_in_words_what_it_cannot_keep(
    office: Office, interview: str, phone: Visitor
) -> None:
    phone.open("/debrief/went")
    refused = phone.send({"went_well": "A bell\x07 rang", "autosave": "1"}, follow=False)
    assert refused.status_code == 422
    assert "invisible control character" in refused.json()["words"]


def test_a_page_does_not_save_itself_over_what_another_window_saved(
    office: Office, interview: str, phone: Visitor, laptop: Visitor
) -> None:
    phone.open("/debrief/went")
    laptop.open("/debrief/went")
    laptop.send({"went_well": "Typed on the laptop.", "do": "continue"})

    itself = phone.send({"went_well": "Typed on the phone.", "autosave": "1"}, follow=False)
    assert (itself.status_code, "nothing is lost" in itself.json()["words"]) == (409, True)
    assert answers(office, interview)["went_well"] == "Typed on the laptop."


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("mine", "Typed on the phone."),
        ("theirs", "Typed on the laptop."),
        ("both", "Typed on the laptop.\n\nTyped on the phone."),
    ],
)
def test_of_two_texts_the_one_that_is_chosen_stands_and_the_rest_of_both_windows_too(
    office: Office, interview: str, phone: Visitor, laptop: Visitor, choice: str, kept: str
) -> None:
    phone.open("/debrief/went")
    laptop.open("/debrief/went")
    laptop.send({"went_well": "Typed on the laptop.", "difficult": "Only on the laptop.", "do": "continue"})
    phone.send({"went_well": "Typed on the phone.", "unsaid": "Only on the phone.", "do": "continue"})

    assert phone.page.status_code == 409
    assert phone.heading == "Which text do you want to keep?"
    assert "Typed on the phone. What was saved meanwhile Typed on the laptop." in phone.text
    assert "Only on the laptop." not in phone.text
    phone.send({"take.went_well": choice})

    assert phone.heading == "Was there anything they seemed unsure about?"
    both = answers(office, interview)
    assert (both["went_well"], both["difficult"], both["unsaid"]) == (kept, "Only on the laptop.", "Only on the phone.")


def test_windows_on_different_topics_do_not_meet(
    office: Office, interview: str, phone: Visitor, laptop: Visitor
) -> None:
    phone.open("/debrief/went")
    laptop.open("/debrief/concerns")
    laptop.send({"concerns.0.text": "No team abroad", "do": "continue"})
    phone.send({"went_well": "The case.", "do": "continue"})
    assert phone.heading == "Was there anything they seemed unsure about?"
    assert answers(office, interview)["concerns"][0]["text"] == "No team abroad"


def test_lists_of_two_windows_are_joined_without_a_row_twice(
    office: Office, interview: str, phone: Visitor, laptop: Visitor
) -> None:
    phone.open("/debrief/concerns")
    laptop.open("/debrief/concerns")
    laptop.send({"concerns.0.text": "No team abroad", "do": "continue"})
    phone.send({"concerns.0.text": "No team abroad", "concerns.1.text": "Pay", "do": "continue"})
    assert "Both, one below the other" in phone.text
    phone.send({"take.concerns": "both"})
    assert [one["text"] for one in answers(office, interview)["concerns"]] == ["No team abroad", "Pay"]


def test_a_press_of_check_and_send_over_newer_answers_shows_them_first(
    office: Office, interview: str, phone: Visitor, laptop: Visitor
) -> None:
    phone.open("/debrief/went")
    phone.send({"went_well": "The case.", "do": "later"})
    phone.open("/debrief/check")
    laptop.open("/debrief/went")
    laptop.send({"difficult": "The last question.", "do": "continue"})

    phone.send()
    assert (phone.page.status_code, "The last question." in phone.text) == (409, True)
    assert office.priya.get(path(interview)).json()["state"] == "draft"
    phone.send()
    assert phone.heading == "Priya Nair has it"


def test_a_form_of_another_site_saves_nothing(office: Office, interview: str, phone: Visitor) -> None:
    sent = {"went_well": "Forged.", "do": "continue"}
    forged = phone.web.post(f"{phone.home}/debrief/went", data=sent, headers=SAME_ORIGIN)
    assert forged.status_code == 403
    assert answers(office, interview) == {}


def test_two_texts_that_are_too_long_together_are_said_and_kept(
    office: Office, interview: str, phone: Visitor, laptop: Visitor
) -> None:
    phone.open("/debrief/went")
    laptop.open("/debrief/went")
    laptop.send({"went_well": "l" * 3_000, "do": "continue"})
    phone.send({"went_well": "p" * 3_000, "do": "continue"})
    phone.send({"take.went_well": "both"})

    assert (phone.page.status_code, 'href="#went_well"' in phone.page.text) == (422, True)
    assert phone.form().fields["went_well"] == ["p" * 3_000]
    assert answers(office, interview)["went_well"] == "l" * 3_000
