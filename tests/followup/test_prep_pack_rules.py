"""What of an earlier round is worth having at hand; pure."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from app.debriefs.schemas.content import DebriefAnswers
from app.followup.rules import preparing as rules
from app.followup.rules.brief import Written
from app.followup.schemas.preparing import PackRound
from app.letters.schemas.content import LetterContent

LETTER = UUID(int=7)


def answers(**given: Any) -> DebriefAnswers:
    return DebriefAnswers.model_validate(given)


def doubt(**given: Any) -> dict[str, Any]:
    return {"key": "c1", "text": "A team this size", **given}


def written(**content: Any) -> Written:
    text = {"paragraphs": [{"text": "I led nine.", "answers": []}], "left_out": [], **content}
    return Written(LETTER, "strategic", approved=True, content=LetterContent.model_validate(text))


def one_round(**given: Any) -> PackRound:
    return PackRound.model_validate(
        {
            "interview_id": LETTER,
            "round": 1,
            "starts_at": datetime(2026, 11, 23, 15, tzinfo=UTC),
            "time_zone": "Europe/London",
            "people": [],
            "role_as_described": None,
            "questions": [],
            "concerns": [],
            "answered": 0,
            "promised": [],
            "to_say": [],
            "decision_on": None,
            "told": [],
            **given,
        }
    )


@pytest.mark.parametrize(
    ("room", "letter", "state"),
    [
        ("no", None, "open"),
        ("partly", None, "partly"),
        ("yes", None, None),
        ("no", written(paragraphs=[{"text": "I led nine.", "answers": ["c1"]}]), None),
        ("no", written(left_out=[{"concern": "c1", "reason": "Too long a story."}]), "left_out"),
    ],
)
def test_a_doubt_is_open_until_it_was_answered_in_the_room_or_in_a_letter(
    room: str, letter: Written | None, state: str | None
) -> None:
    given = answers(concerns=[doubt(answered_in_room=room)])
    left, answered = rules.open_concerns(given, [letter] if letter else [])
    assert [one.state for one in left] == ([state] if state else [])
    assert answered == (0 if state else 1)


def test_what_did_not_come_up_is_no_point() -> None:
    given = answers(
        unsaid="not_discussed",
        how_it_was_left="They ring on Friday.",
        terms_discussed={"start": "1 March", "place": "not_discussed"},
        questions_asked=[{"question": ""}, {"question": "Why here?", "how_answered": "not_discussed"}],
    )
    assert [(one.key, one.words) for one in rules.promised(given)] == [
        ("how_it_was_left", "They ring on Friday."),
        ("terms", "Start: 1 March"),
    ]
    assert rules.to_say(given) == []
    assert [(one.question, one.how_answered) for one in rules.asked(given)] == [("Why here?", None)]
    assert rules.open_concerns(answers(concerns="none_noticed"), []) == ([], 0)


def test_what_to_notice_again_follows_from_the_last_round_alone() -> None:
    assert rules.to_notice(None, meets=["Dana Whitfield"]) == []
    bare = rules.to_notice(one_round(), meets=[])
    assert [one.words for one in bare] == ["What comes next, who decides, and by when there is an answer."]
    dana = {"name": "Dana Whitfield", "title": None, "role_in_decision": None, "again": True}
    known = rules.to_notice(one_round(people=[dana], decision_on="2026-12-04"), meets=["dana whitfield"])
    assert [one.words for one in known] == ["What comes next, who decides, and whether the date still stands."]
    assert "people" in [one.about for one in rules.to_notice(one_round(people=[dana]), meets=["Ines Duarte"])]
