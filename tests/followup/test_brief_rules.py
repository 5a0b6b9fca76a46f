"""The call brief as a function of what was told and written: strengths, doubts with their answers, what to ask."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from app.debriefs.schemas.content import DebriefAnswers
from app.followup.rules import brief
from app.followup.rules.brief import Written
from app.followup.rules.questions import questions
from app.letters.schemas.content import LetterContent
from tests.make.debriefs import full_answers, short_answers

Json = dict[str, Any]
TODAY = date(2026, 11, 24)


def answers(**changes: Any) -> DebriefAnswers:
    return DebriefAnswers.model_validate(full_answers(**changes))


def doubt(**changes: Any) -> Json:
    return {"key": "c1", "text": "Managing people abroad.", "kind": "experience", **changes}


def letter(*, approved: bool = True, kind: Any = "strategic", **content: Any) -> Written:
    return Written(UUID(int=1), kind, approved, LetterContent.model_validate(content))


def answering(**given: Any) -> Written:
    return letter(paragraphs=[{"text": "Thank you."}, {"text": "At Corvid I led nine.", "answers": ["c1"]}], **given)


def asked(given: DebriefAnswers | None, *letters: Written) -> list[str]:
    found = brief.concerns(given or DebriefAnswers(), letters)
    return [one.words for one in questions(given, found, candidate="Alex", today=TODAY)]


def test_strengths_are_the_candidates_own_words_and_what_did_not_come_up_is_none() -> None:
    found = brief.strengths(answers(fit="not_discussed"))
    assert [(one.key, one.words) for one in found] == [
        ("went_well", "The case about supplier recalls. I have run one end to end.")
    ]


@pytest.mark.parametrize(
    ("room", "letters", "state", "words"),
    [
        ("yes", [], "answered", "Answered in the room"),
        ("partly", [], "partly", "Partly answered in the room"),
        ("no", [], "open", "Not answered yet"),
        (None, [], "open", "Not answered yet"),
        ("no", [answering()], "answered", "Answered in the strategic letter, paragraph 2"),
        (
            "partly",
            [answering(kind="thank_you", approved=False)],
            "answered",
            "Partly answered in the room; answered in the thank-you letter, paragraph 2, which is not approved yet",
        ),
        (
            None,
            [answering(approved=False, kind="thank_you"), answering()],
            "answered",
            "Answered in the strategic letter, paragraph 2",
        ),
        (
            None,
            [letter(text="Thank you.", left_out=[{"concern": "c1", "reason": "Priya raises it."}])],
            "left_out",
            "Left out of the letter on purpose: Priya raises it",
        ),
        (
            None,
            [letter(text="Thank you.", left_out=[{"concern": "c1"}])],
            "left_out",
            "Left out of the letter on purpose",
        ),
        (None, [letter(text="Thank you.")], "open", "Not answered yet"),
    ],
)
def test_each_concern_has_its_answer(room: str | None, letters: list[Written], state: str, words: str) -> None:
    (found,) = brief.concerns(answers(concerns=[doubt(answered_in_room=room)]), letters)
    assert (found.answer.state, found.answer.words) == (state, words)


def test_the_paragraph_that_answers_is_quoted() -> None:
    (found,) = brief.concerns(answers(concerns=[doubt()]), [answering()])
    assert (found.answer.paragraph, found.answer.quoted) == (2, "At Corvid I led nine.")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"on": "2026-12-04", "precision": "exact"}, "Friday 4 December 2026"),
        (
            {"on": "2026-12-04", "precision": "about", "source": "Dana Whitfield"},
            "about Friday 4 December 2026, as Dana Whitfield said",
        ),
        ({"precision": "unknown"}, "no date was given"),
        (None, "not answered"),
    ],
)
def test_the_decision_says_how_sure_it_is_and_who_said_so(given: Json | None, words: str) -> None:
    assert brief.decision(answers(decision_expected=given)).words == words


@pytest.mark.parametrize(
    ("changes", "question"),
    [
        ({"concerns": [doubt(stated_or_sensed="stated")]}, "How do you weigh “Managing people abroad”?"),
        (
            {"concerns": [doubt(raised_by="Dana", answered_in_room="no")]},
            "Dana: how do you weigh “Managing people abroad”?",
        ),
        (
            {"concerns": [doubt(stated_or_sensed="sensed")]},
            "Was “Managing people abroad” a doubt at all? Alex only sensed it.",
        ),
        ({"concerns": [doubt(answered_in_room="partly")]}, "Was the answer on “Managing people abroad” enough?"),
        ({"concerns": []}, "What gave you pause? Alex says nothing of doubts."),
        ({"next_step": "not_discussed"}, "What happens next, and who takes part?"),
        ({"decision_expected": {"precision": "unknown"}}, "When do you decide, and who does?"),
        (
            {"decision_expected": {"on": "2026-12-04", "precision": "about"}},
            "Is Friday 4 December still the day",
        ),
        (
            {"decision_expected": {"on": "2026-11-23", "precision": "exact"}},
            "Monday 23 November has passed: ",
        ),
        (
            {"questions_asked": [{"question": "Why leave?", "by_whom": "Tom"}]},
            "Tom: was the answer to “Why leave” enough? Alex does not say what it was.",
        ),
        ({"documents_or_references_asked": "Two references."}, "What do you still need? Two references."),
    ],
)
def test_what_is_open_becomes_a_question_to_the_client(changes: Json, question: str) -> None:
    assert any(one.startswith(question) for one in asked(answers(**changes)))


def test_nothing_is_asked_about_what_is_known() -> None:
    known = {
        "concerns": [doubt(answered_in_room="yes")],
        "decision_expected": {"on": "2026-12-04", "precision": "exact"},
        "questions_asked": [{"question": "Why leave?", "how_answered": "For the work."}],
    }
    assert asked(answers(**known)) == []
    assert asked(answers(**{**known, "concerns": "none_noticed"})) == []


def test_a_doubt_that_a_letter_answers_is_not_asked_about() -> None:
    given = answers(concerns=[doubt()], decision_expected={"on": "2026-12-04", "precision": "exact"})
    assert asked(given) == ["How do you weigh “Managing people abroad”?"]
    assert asked(given, answering()) == []


def test_without_an_account_there_is_still_something_to_ask() -> None:
    assert asked(None) == [
        "How was the meeting with Alex from your side?",
        "What gave you pause?",
        "What happens next, and who takes part?",
        "When do you decide, and who does?",
    ]


def test_the_points_to_pass_on_are_short_lines_and_a_short_debrief_has_its_own() -> None:
    given = DebriefAnswers.model_validate(short_answers())
    assert brief.points(given, []) == {
        "interest": "Interest: 4 of 5 now",
        "availability": "Availability: From Monday, four days a week.",
    }
    long = answers(went_well="word " * 200)
    assert all(len(words) <= 160 for words in brief.points(long, brief.concerns(long, [])).values())
