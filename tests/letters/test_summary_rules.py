"""What a summary is built from: the marked answers of the account, and nothing that only the agency reads (rule 4)."""

import ast
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.core.ids import new_id, public_id
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers
from app.letters.rules import summary as rules
from app.letters.rules.summary import marks_in, rebuilt, shareable, summary_of
from app.letters.schemas.content import LetterContent
from app.letters.schemas.summary import HEADINGS, Mark, SummaryContent, SummaryIn, content_of
from tests.make.debriefs import full_answers

SOMEBODY = public_id("prs", new_id())


def answers(**changes: Any) -> DebriefAnswers:
    return DebriefAnswers.model_validate(full_answers(**changes))


def text_of(field: str, **changes: Any) -> str | None:
    found = {one.field: one.text for one in shareable(answers(**changes))}
    return found.get(field)


def summed(*marks: Mark, of: DebriefAnswers | None = None) -> SummaryContent:
    return summary_of(of or answers(), marks, debrief_version=1, taken_down=False)


def test_every_answer_of_the_account_was_decided_on_and_none_that_only_the_agency_reads() -> None:
    assert set(HEADINGS) == set(DebriefAnswers.model_fields)
    assert set(HEADINGS).isdisjoint(AgencyOnlyAnswers.model_fields)


def test_what_builds_a_summary_cannot_name_the_confidences() -> None:
    tree = ast.parse(Path(rules.__file__).read_text())
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}

    assert "DebriefAnswers" in imported
    assert {name for name in names | imported if "AgencyOnly" in name or "onfidence" in name} == set()


@pytest.mark.parametrize("field", sorted(AgencyOnlyAnswers.model_fields))
def test_an_answer_for_the_agency_cannot_be_marked_and_is_named(field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        SummaryIn.model_validate({"marked": [{"field": field}], "addressees": [SOMEBODY]})

    (error,) = refused.value.errors()
    assert error["loc"] == ("marked", 0, "field")
    assert error["msg"] == f"{field} is read by your agency only: it is never shared with a client"


def test_an_unknown_answer_and_one_marked_twice_are_refused() -> None:
    with pytest.raises(ValidationError, match="this names no answer of the debrief"):
        Mark(field="salary")
    with pytest.raises(ValidationError, match="went_well is marked twice"):
        SummaryIn.model_validate({"marked": [{"field": "went_well"}, {"field": "went_well"}], "addressees": []})


def test_nothing_is_in_a_summary_that_was_not_marked() -> None:
    content = summed(Mark(field="appealed"), Mark(field="interest"))

    assert [one.field for one in content.paragraphs] == ["interest", "appealed"]
    assert summed().paragraphs == []


def test_blank_words_leave_the_answer_as_it_stands_and_others_take_its_place() -> None:
    content = summed(Mark(field="went_well", words="  "), Mark(field="difficult", words="I can say more about Porto."))

    assert [(one.text, one.own_words) for one in content.paragraphs] == [
        ("The case about supplier recalls. I have run one end to end.", False),
        ("I can say more about Porto.", True),
    ]
    assert marks_in(content) == [
        Mark(field="went_well"),
        Mark(field="difficult", words="I can say more about Porto."),
    ]


def test_a_newer_debrief_changes_what_stands_and_leaves_the_candidates_own_words() -> None:
    content = summed(Mark(field="went_well"), Mark(field="difficult", words="Porto."), Mark(field="appealed"))

    newer = rebuilt(content, answers(went_well="All of it.", appealed=None), debrief_version=2, taken_down=False)

    assert [one.text for one in newer.paragraphs] == ["All of it.", "Porto."]
    assert newer.debrief_version == 2


def test_what_was_stored_is_read_back_as_what_it_was() -> None:
    content = summed(Mark(field="went_well"))

    assert content_of(content.model_dump(mode="json")) == content
    assert type(content_of({"paragraphs": [{"text": "Dear Dana"}]})) is LetterContent
    assert content_of({}) == LetterContent()


def test_a_summary_longer_than_any_letter_can_still_be_read() -> None:
    questions = [{"question": "Why?", "how_answered": "x" * 4_000}] * 40
    content = summed(Mark(field="questions_asked"), of=answers(questions_asked=questions))

    assert len(content.paragraphs[0].text) > 100_000
    assert content_of(content.model_dump(mode="json")) == content


@pytest.mark.parametrize(
    ("field", "changes", "text"),
    [
        ("people_met", {}, "Dana Whitfield, Head of Product\nTom Achterberg, Engineering Manager"),
        ("interest", {}, "5 out of 5 now, 3 out of 5 before the interview.\nThe roadmap is theirs to decide."),
        ("interest", {"interest": {"why": "The roadmap."}}, "The roadmap."),
        ("interest", {"interest": {"before": 2}}, "2 out of 5 before the interview."),
        ("interest", {"interest": {}}, None),
        (
            "concerns",
            {},
            "Managing people in another country (raised by Dana Whitfield; partly answered in the room)",
        ),
        (
            "concerns",
            {"concerns": [{"text": "Too senior?", "stated_or_sensed": "sensed"}, {"text": "", "kind": "fit"}]},
            "Too senior? (my own impression)",
        ),
        ("concerns", {"concerns": "none_noticed"}, None),
        ("decision_expected", {}, "About 4 December 2026, from Dana Whitfield."),
        ("decision_expected", {"decision_expected": {"on": date(2026, 12, 4)}}, "4 December 2026."),
        ("decision_expected", {"decision_expected": "not_discussed"}, "No date was given."),
        ("decision_expected", {"decision_expected": {"precision": "about"}}, None),
        (
            "questions_asked",
            {"questions_asked": [{"question": "Why us?", "how_answered": "The team.", "by_whom": "Tom"}, {}]},
            "Why us? (Tom)\nThe team.",
        ),
        ("terms_discussed", {"terms_discussed": {"start": "1 March", "place": "not_discussed"}}, "Start: 1 March"),
        ("terms_discussed", {"terms_discussed": "not_discussed"}, None),
        ("went_well", {"went_well": "not_discussed"}, None),
        ("availability", {}, None),
    ],
)
def test_an_answer_is_shown_as_the_client_would_read_it_or_not_at_all(
    field: str, changes: dict[str, Any], text: str | None
) -> None:
    assert text_of(field, **changes) == text


def test_answers_that_may_harm_come_with_a_word_of_caution() -> None:
    told = answers(
        own_reservations="The travel.",
        client_interest="Very.",
        concerns=[{"text": "Asked", "stated_or_sensed": "stated"}, {"text": "Felt", "stated_or_sensed": "sensed"}],
    )
    cautions = {one.field: one.caution for one in shareable(told)}

    cautioned = {field for field, caution in cautions.items() if caution}
    assert cautioned == {"difficult", "concerns", "unsaid", "client_interest", "own_reservations"}
    assert (cautions["concerns"] or "").startswith("Nobody is noted as having said one of these.")
    assert {one.field for one in shareable(answers()) if one.caution} == {"difficult", "unsaid"}


def test_the_role_that_somebody_plays_in_the_decision_stays_with_the_agency() -> None:
    everything = summed(*(Mark(field=field) for field in HEADINGS))

    assert "Decides" not in "\n".join(one.text for one in everything.paragraphs)
