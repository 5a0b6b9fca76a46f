from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.debriefs.rules import (
    completeness,
    impossible_dates,
    keyed,
    named_concerns,
    next_reminder,
    reopened_as,
    same_name,
    telephone_amiss,
)
from app.debriefs.schemas.content import AgencyOnlyAnswers, Concern, DebriefAnswers
from app.debriefs.states import DEBRIEF, ENDED_WITHOUT
from app.interviews.rules import may_be_told

FULL: dict[str, Any] = {
    "people_met": [{"name": "Dana Whitfield"}],
    "role_as_described": "Product manager for meal planning",
    "organisation_facts": "not_discussed",
    "went_well": "The case",
    "difficult": "Managing people abroad",
    "concerns": [{"text": "No team this size"}],
    "appealed": "A team that ships every week",
    "fit": "Nine people across two cities",
    "interest": {"after": 5},
    "next_step": "A second meeting",
    "decision_expected": {"on": "2026-06-05"},
}
SHORT: dict[str, Any] = {
    "interest": {"after": 3},
    "concerns": "none_noticed",
    "next_step": "not_discussed",
    "decision_expected": {"precision": "unknown"},
    "availability": "From 1 September",
}


def answers(base: dict[str, Any], **changes: Any) -> DebriefAnswers:
    return DebriefAnswers.model_validate({**base, **changes})


def test_a_full_debrief_has_nine_required_items() -> None:
    result = completeness(answers(FULL), "full")

    assert (result.complete, result.answered, result.required) == (True, 9, 9)
    assert result.missing == result.thin == ()


def test_a_short_debrief_has_four_required_items() -> None:
    result = completeness(answers(SHORT), "short")

    assert (result.complete, result.answered, result.required) == (True, 4, 4)


def test_an_empty_debrief_names_everything_that_is_missing() -> None:
    full, short = completeness(DebriefAnswers(), "full"), completeness(DebriefAnswers(), "short")

    assert (full.complete, full.answered, full.required) == (False, 0, 9)
    assert [item.field for item in full.missing] == [
        "people_met",
        "role_as_described",
        "organisation_facts",
        "went_well",
        "difficult",
        "concerns",
        "appealed",
        "fit",
        "interest",
        "next_step",
        "decision_expected",
    ]
    assert [item.words for item in short.missing] == [
        "interest after the interview, from 1 to 5",
        "concerns, or that none were noticed",
        "what happens next",
        "when a decision is expected, or that no date was given",
        "availability",
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"people_met": [{"title": "Head of Product"}]}, "people_met"),
        ({"concerns": [{"kind": "skill"}]}, "concerns"),
        ({"interest": {"before": 4, "why": "The team"}}, "interest"),
        ({"fit": None}, "fit"),
        ({"decision_expected": {"source": "Dana Whitfield"}}, "decision_expected"),
        ({"went_well": "  "}, "went_well"),
    ],
)
def test_an_item_without_the_part_that_matters_is_missing(change: dict[str, Any], field: str) -> None:
    result = completeness(answers(FULL, **change), "full")

    assert [item.field for item in result.missing] == [field]
    assert (result.complete, result.answered) == (False, 8)


@pytest.mark.parametrize(
    "change",
    [
        {"role_as_described": "not_discussed"},
        {"concerns": "none_noticed"},
        {"decision_expected": "not_discussed"},
        {"fit": "not_discussed"},
    ],
)
def test_an_explicit_word_is_an_answer(change: dict[str, Any]) -> None:
    assert completeness(answers(FULL, **change), "full").complete


def test_a_one_word_answer_is_named_as_incomplete() -> None:
    result = completeness(answers(FULL, appealed="Everything!", fit="Team leadership"), "full")

    assert result.missing == ()
    assert [(item.field, item.words) for item in result.thin] == [
        ("appealed", "what appealed, in more than a word or two"),
        ("fit", "where the experience will be well used, in more than a word or two"),
    ]
    assert (result.complete, result.answered) == (False, 8)


def test_a_short_debrief_asks_no_more_than_its_own_items() -> None:
    assert completeness(answers(SHORT, appealed="Everything"), "short").complete


@pytest.mark.parametrize("text", ["very hands-on work", "很喜欢这个团队", "l’équipe et l’autonomie"])
def test_three_words_are_specific_enough_in_any_script(text: str) -> None:
    assert completeness(answers(FULL, appealed=text), "full").complete


def test_concerns_without_a_key_are_given_the_next_free_one() -> None:
    given_keys = answers(FULL, concerns=[{"text": "a"}, {"text": "b", "key": "c1"}, {"text": "c"}])

    assert keys_of(keyed(given_keys)) == ["c2", "c1", "c3"]
    assert keys_of(given_keys) == [None, "c1", None]


def test_a_key_used_twice_is_kept_by_the_first() -> None:
    twice = answers(FULL, concerns=[{"text": "a", "key": "c1"}, {"text": "b", "key": "c1"}])

    assert keys_of(keyed(twice)) == ["c1", "c2"]


def test_a_key_of_an_earlier_version_is_not_given_to_another_concern() -> None:
    assert keys_of(keyed(answers(FULL), used={"c1", "c2"})) == ["c3"]


def test_none_noticed_needs_no_keys() -> None:
    none = answers(FULL, concerns="none_noticed")

    assert keyed(none) == none
    assert named_concerns(none) == []


@given(st.lists(st.sampled_from([None, "c1", "c2", "c5", "pay"]), max_size=20))
def test_keys_are_unique_and_stay(keys: list[str | None]) -> None:
    once = keyed(DebriefAnswers(concerns=[Concern(key=key, text="a") for key in keys]))

    assert len(set(keys_of(once))) == len(keys)
    assert None not in keys_of(once)
    assert keyed(once) == once


def keys_of(some: DebriefAnswers) -> list[str | None]:
    return [concern.key for concern in named_concerns(some)]


NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("sent", "now", "expected"),
    [
        (0, NOON - HOUR, NOON),
        (0, NOON + HOUR, NOON + HOUR),
        (1, NOON + HOUR, NOON + 9 * HOUR),
        (2, NOON + 10 * HOUR, None),
    ],
    ids=["the first waits", "a missed one goes out at once", "the second waits", "there is no third"],
)
def test_the_next_reminder_is_the_first_that_was_not_sent(sent: int, now: datetime, expected: datetime | None) -> None:
    assert next_reminder([NOON, NOON + 9 * HOUR], sent=sent, awake=now, now=now) == expected


def test_two_missed_reminders_are_one() -> None:
    now = NOON + 10 * HOUR
    assert next_reminder([NOON, NOON + 9 * HOUR], sent=0, awake=now, now=now) == now
    assert next_reminder([NOON, NOON + 9 * HOUR], sent=2, awake=now, now=now) is None


def test_an_interview_can_be_told_of_once_it_has_begun_also_when_it_is_moved_afterwards() -> None:
    assert not may_be_told("scheduled", NOON, NOON - HOUR)
    assert may_be_told("scheduled", NOON, NOON)
    assert may_be_told("awaiting_debrief", NOON + 24 * HOUR, NOON)


def test_one_name_has_one_form() -> None:
    assert same_name("  dana   WHITFIELD ") == same_name("Dana Whitfield")
    assert same_name("Dana Whitfield") != same_name("Dana Whitefield")


INTERVIEW_AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("decision", "amiss"),
    [
        ("2026-11-22", True),
        ("2026-11-23", False),
        ("2028-11-23", False),
        ("2206-12-04", True),
        (None, False),
    ],
)
def test_a_decision_before_the_interview_or_in_another_age_is_named(decision: str | None, amiss: bool) -> None:
    told = answers(FULL, decision_expected={"on": decision, "precision": "exact"})
    found = impossible_dates(told, None, interview_at=INTERVIEW_AT)
    assert [error.pointer for error in found] == (["#/answers/decision_expected/on"] if amiss else [])


@pytest.mark.parametrize(
    ("offer", "amiss"), [("2026-10-24", False), ("2026-10-23", True), ("2026-12-11", False), ("2126-12-11", True)]
)
def test_another_offer_that_has_long_lapsed_is_named(offer: str, amiss: bool) -> None:
    confided = AgencyOnlyAnswers.model_validate({"other_offer_by": offer})
    found = impossible_dates(answers(SHORT), confided, interview_at=INTERVIEW_AT)
    assert [error.pointer for error in found] == (["#/agency_only/other_offer_by"] if amiss else [])


def test_nobodys_own_calendar_makes_the_interviews_day_an_impossible_one() -> None:
    """In Honolulu it is still Sunday when Monday's interview begins in Sydney."""
    told = answers(FULL, decision_expected={"on": "2026-11-22"})
    assert impossible_dates(told, None, interview_at=datetime(2026, 11, 22, 22, tzinfo=UTC)) == []
    assert impossible_dates(told, None, interview_at=datetime(2026, 11, 23, 9, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    ("taken", "begins", "amiss"),
    [(NOON, NOON - HOUR, False), (NOON + HOUR, NOON - HOUR, True), (NOON - 2 * HOUR, NOON - HOUR, True)],
)
def test_a_call_that_is_still_to_come_or_came_too_early_is_named(
    taken: datetime, begins: datetime, amiss: bool
) -> None:
    assert bool(telephone_amiss(taken_at=taken, not_before=begins, now=NOON)) is amiss


def test_a_call_before_an_interview_that_was_moved_ahead_may_have_been() -> None:
    assert telephone_amiss(taken_at=NOON - HOUR, not_before=NOON + HOUR, now=NOON) == []


@pytest.mark.parametrize(
    ("version", "has_draft", "state"),
    [(0, False, "requested"), (0, True, "draft"), (1, False, "changes_requested"), (1, True, "changes_requested")],
)
def test_a_debrief_that_is_opened_again_is_what_it_was(version: int, has_draft: bool, state: str) -> None:
    assert reopened_as(version=version, has_draft=has_draft) == state
    assert all(state in DEBRIEF.table[ended] for ended in ENDED_WITHOUT)
