"""One concern on its whole way, followed by its key: from the candidate's form to what they have at hand next time."""

from typing import Any

import pytest

from tests.make import heard, loop, rounds
from tests.make.debrief_form import CONCERN, NEXT, PEOPLE, WENT
from tests.make.desk import reviewing, says
from tests.make.letter_pages import ANSWER, THANKS, field_of, letter_path, said_in
from tests.make.visitor import AtDesk, Visitor
from tests.office import Office

Json = dict[str, Any]
WORDS = CONCERN["concerns.0.text"]
KEY = "c1"
SAID = "Porto and Dublin answer it; they want to hear how often he was there."


def told_on_the_form(office: Office, alex: Visitor) -> None:
    """Fill the whole form, with one concern, and send it."""
    alex.open("/debrief/people")
    for answers in (PEOPLE, WENT, CONCERN, NEXT):
        alex.send({**answers, "do": "continue"})
    alex.send()
    assert alex.heading == "Priya Nair has it"
    office.run_tasks()


def answered_in_the_letter(office: Office, alex: Visitor) -> Json:
    """Write a letter whose second paragraph answers it, send it, and agree that it goes."""
    alex.open("/letters/new")
    alex.send()
    alex.send({field_of(alex, "Thanks"): THANKS, field_of(alex, f"Your concern about “{WORDS}”"): ANSWER})
    said_in(alex, WORDS, "Answered in paragraph 2")
    alex.send({"contact_policy_acknowledged": "yes"})
    alex.open(f"/letters/{letter_path(alex).split('/')[2]}/agree")
    alex.send()
    assert alex.heading == "You have agreed"
    office.run_tasks()
    (letter,) = office.priya.get(f"/v1{alex.home.replace('/my', '/interviews')}/letters").json()["data"]
    found: Json = office.priya.get(loop.path_to(letter)).json()
    return found


@pytest.mark.practice("P5")
@pytest.mark.practice("P19")
def test_a_concern_keeps_its_key_from_the_form_to_the_pack_for_the_next_round(office: Office) -> None:
    """A candidate's doubt: named on the form, answered in a paragraph, ticked at the review, passed on when the client
    is rung, weighed by the client beside "was it one?", told of by a person, and at hand before the next round."""
    interview = office.held(interviewers=[office.interviewer("Dana Whitfield", phone="+1 212 555 0142")])
    home, at = f"/desk/interviews/{interview['id']}", f"/v1/interviews/{interview['id']}"
    alex, priya = Visitor(office, interview["id"]), AtDesk(office, "priya")

    told_on_the_form(office, alex)
    (named,) = office.priya.get(f"{at}/debrief").json()["answers"]["concerns"]
    assert (named["key"], named["text"]) == (KEY, WORDS)

    letter = answered_in_the_letter(office, alex)
    (covered,) = letter["coverage"]
    assert (covered["key"], covered["paragraph"], covered["state"]) == (KEY, 2, "answered")
    assert letter["content"]["paragraphs"][1] == {"text": ANSWER, "part": "concern", "answers": [KEY]}

    review = reviewing(office)
    says(review, f"✓ {WORDS} Answered in paragraph 2")
    review.send(form="/approve")
    says(review, "Priya Nair approved it at")

    priya.open(f"{home}/brief")
    says(priya, WORDS, "Partly answered in the room; answered in the strategic letter, paragraph 2")
    assert [one["key"] for one in office.priya.get(f"{at}/call-brief").json()["concerns"]] == [KEY]
    dana = interview["people"][0]["contact_id"]
    priya.send({"contact_id": dana, "passed_on": [f"concern.{KEY}"]}, form="/brief")

    priya.open(f"{home}/feedback")
    says(priya, WORDS, "Passed on when you rang.", "Was it one?")
    weighed = {"was_one": "yes", "words": SAID, "quotable": "yes"}
    priya.send({f"answers.concerns.0.{name}": given for name, given in weighed.items()}, form="/feedback")
    (feedback,) = office.priya.get(heard.feedback_path(interview["id"])).json()["data"]
    assert [(one["key"], one["was_one"]) for one in feedback["answers"]["concerns"]] == [(KEY, "yes")]
    (line,) = office.priya.get(f"{at}/call-brief").json()["heard"]
    assert line["concerns"] == {KEY: "yes"}

    second = rounds.next_round(office)
    pack = f"/v1/interviews/{second['id']}/prep-pack"
    (before,) = office.candidate(second["id"]).get(pack).json()["rounds"]
    assert (before["told"], before["answered"], before["concerns"]) == ([], 1, []), "nobody told them yet"
    priya.open(f"{home}/tell")
    priya.send({f"how.{feedback['id']}": "page"}, form="/tell")
    (after,) = office.candidate(second["id"]).get(pack).json()["rounds"]
    assert f"You had noticed a doubt: “{WORDS}”. They had it, too: “{SAID}”" in after["told"][0]["words"]
    prepares = Visitor(office, second["id"])
    prepares.open("/prepare")
    said_in(prepares, f"You had noticed a doubt: “{WORDS}”. They had it, too", SAID)
