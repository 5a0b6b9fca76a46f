from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from app.debriefs.schemas.content import AgencyOnlyAnswers, Concern, DebriefAnswers, Interest


def refused(answers: dict[str, Any]) -> list[tuple[tuple[int | str, ...], str]]:
    with pytest.raises(ValidationError) as caught:
        DebriefAnswers.model_validate(answers)
    return [(error["loc"], error["type"]) for error in caught.value.errors()]


def test_an_empty_debrief_is_a_valid_draft() -> None:
    assert DebriefAnswers.model_validate({}).model_dump(exclude_defaults=True) == {}


def test_the_published_example_is_valid_and_comes_back_as_it_was() -> None:
    schema = DebriefAnswers.model_json_schema()
    example = schema["examples"][0]

    answers = DebriefAnswers.model_validate(example)

    assert answers.model_dump(mode="json", exclude_none=True, exclude_defaults=True) == example
    assert DebriefAnswers.model_validate_json(answers.model_dump_json()) == answers


def test_a_half_filled_concern_is_a_valid_draft() -> None:
    answers = DebriefAnswers.model_validate({"concerns": [{"kind": "skill", "text": ""}]})

    assert answers.concerns == [Concern(kind="skill")]


def test_no_concerns_noticed_is_an_answer_of_its_own() -> None:
    answers = DebriefAnswers.model_validate({"concerns": "none_noticed"})

    assert answers.concerns == "none_noticed"
    assert answers.model_dump(mode="json")["concerns"] == "none_noticed"
    assert refused({"concerns": "not at all"}) == [(("concerns",), "list_type")]


def test_an_error_in_a_concern_names_its_place_in_the_request() -> None:
    assert refused({"concerns": [{"text": "a"}, {"text": "b", "kind": "weather"}]}) == [
        (("concerns", 1, "kind"), "literal_error")
    ]


def test_blank_form_fields_are_no_answers() -> None:
    answers = DebriefAnswers.model_validate(
        {
            "appealed": "  \r\n ",
            "people_met": "",
            "concerns": None,
            "interest": {"before": "", "after": "4", "why": " "},
            "decision_expected": {"on": "", "precision": ""},
        }
    )

    assert answers.appealed is None
    assert answers.people_met == []
    assert answers.concerns == []
    assert answers.interest == Interest(after=4)
    assert answers.decision_expected is not None
    assert answers.decision_expected.on is None


def test_texts_are_stripped_and_keep_their_lines() -> None:
    answers = DebriefAnswers.model_validate({"appealed": "  the team\r\nthe product "})

    assert answers.appealed == "the team\nthe product"


def test_a_name_is_one_line() -> None:
    answers = DebriefAnswers.model_validate({"people_met": [{"name": " Dana \n Whitfield "}]})

    assert answers.people_met[0].name == "Dana Whitfield"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a\x00b", "control_character"),
        ("a\x1b[2J", "control_character"),
        ("a\x85b", "control_character"),
        ("a\u202eb", "direction_control"),
        ("a\u2067b", "direction_control"),
        ("\ud800", "string_unicode"),
        ("a" * 4001, "string_too_long"),
        (7, "string_type"),
    ],
)
def test_a_text_that_nobody_types_is_refused(text: object, kind: str) -> None:
    assert refused({"appealed": text}) == [(("appealed",), kind)]
    assert refused({"people_met": [{"name": text}]}) == [(("people_met", 0, "name"), kind)]


@pytest.mark.parametrize(
    "text", ["a\tb\nc", "naïve café", "很喜欢这个团队", "العمل مع الفريق", "👩‍💻 fine", "a" * 4000]
)
def test_a_text_in_any_script_is_kept(text: str) -> None:
    assert DebriefAnswers.model_validate({"appealed": text}).appealed == text


def test_a_refusal_says_what_to_do() -> None:
    with pytest.raises(ValidationError, match=r"U\+0000\)\. Delete it, or type the text again"):
        DebriefAnswers.model_validate({"fit": "\x00"})


def test_an_unknown_item_is_refused() -> None:
    assert refused({"salary_or_rate": "65,000"}) == [(("salary_or_rate",), "extra_forbidden")]


@pytest.mark.parametrize("after", [0, 6, "much", 3.5])
def test_interest_is_a_whole_number_from_one_to_five(after: object) -> None:
    assert [loc for loc, _ in refused({"interest": {"after": after}})] == [("interest", "after")]
    assert DebriefAnswers.model_validate({"interest": {"after": 5}}).interest == Interest(after=5)


def test_what_was_not_discussed_is_said_so() -> None:
    answers = DebriefAnswers.model_validate(
        {
            "next_step": "not_discussed",
            "decision_expected": "not_discussed",
            "terms_discussed": "not_discussed",
        }
    )

    assert answers.next_step == "not_discussed"
    assert answers.decision_expected is not None
    assert answers.decision_expected.precision == "unknown"
    assert answers.terms_discussed is not None
    assert answers.terms_discussed.place == "not_discussed"


@pytest.mark.parametrize("key", ["C1", "c 1", "", "x" * 21, "../1"])
def test_a_concern_key_is_short_and_plain(key: str) -> None:
    if key == "":
        assert Concern.model_validate({"key": key}).key is None
        return
    assert refused({"concerns": [{"key": key, "text": "a"}]}) == [(("concerns", 0, "key"), "string_pattern_mismatch")]


def test_there_is_an_end_to_lists() -> None:
    assert refused({"concerns": [{"text": "a"}] * 21}) == [(("concerns",), "too_long")]
    assert refused({"people_met": [{"name": "a"}] * 21}) == [(("people_met",), "too_long")]


def test_agency_only_answers_are_apart() -> None:
    answers = AgencyOnlyAnswers.model_validate({"other_offer_by": "2026-06-05", "notice": " Three months "})

    assert answers.other_offer_by == date(2026, 6, 5)
    assert answers.notice == "Three months"
    assert not set(AgencyOnlyAnswers.model_fields) & set(DebriefAnswers.model_fields)


def test_every_question_has_words_for_people() -> None:
    for model in (DebriefAnswers, AgencyOnlyAnswers):
        assert [name for name, field in model.model_fields.items() if not field.title] == []
