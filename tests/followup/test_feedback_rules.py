"""What may be quoted of the client's words, and when a candidate is to hear of them; pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory.rules import WorkingTime
from app.followup.rules.feedback import RECOMMENDATIONS, draft, in_a_line, items_of
from app.followup.rules.hours import a_working_day_after, after_work_of
from app.followup.schemas.feedback import FeedbackAnswers
from tests.make import heard

LONDON = WorkingTime(time_zone="Europe/London", work_starts=time(8), work_ends=time(19), country="GB")
MONDAY = date(2026, 11, 23)
TEXT = ("interest", "qualifications", "who_else", "terms", "references", "next_step", "other_openings")
KINDS = st.sampled_from(["yes", "no", "not_raised", None])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("noted", "due"),
    [
        ("2026-11-23T09:00", "2026-11-23T13:00"),
        ("2026-11-23T15:00", "2026-11-23T19:00"),
        ("2026-11-23T16:20", "2026-11-24T09:20"),
        ("2026-11-23T21:00", "2026-11-24T12:00"),
        ("2026-11-24T05:00", "2026-11-24T12:00"),
        ("2026-11-27T18:00", "2026-11-30T11:00"),
        ("2026-12-24T17:00", "2026-12-29T10:00"),
    ],
)
def test_the_clock_counts_the_hours_in_which_the_desk_is_open(noted: str, due: str) -> None:
    assert after_work_of(timedelta(hours=4), LONDON, since=at(noted)) == at(due)


def test_more_hours_than_a_day_has_run_on_into_the_next_and_a_working_day_later_is_the_same_hour() -> None:
    assert after_work_of(timedelta(hours=40), LONDON, since=at("2026-11-23T08:00")) == at("2026-11-26T15:00")
    assert a_working_day_after(at("2026-11-27T09:20"), LONDON) == at("2026-11-30T09:20")
    assert a_working_day_after(at("2026-11-27T20:00"), LONDON) == at("2026-11-30T19:00")
    assert a_working_day_after(at("2026-12-24T10:00"), LONDON) == at("2026-12-29T10:00")


def test_a_draft_says_in_plain_sentences_what_may_be_quoted_and_nothing_else() -> None:
    concerns = [{"key": "c1", "concern": "Managing people abroad.", "was_one": "no", "words": "x", "quotable": True}]
    answers = FeedbackAnswers.model_validate(heard.answers(concerns=concerns))
    assert draft(answers, client="Meridian Foods", heard_on=MONDAY).split("\n\n") == [
        "I spoke with Meridian Foods on Monday 23 November about your interview.",
        "On how interested they are: “The case on recalls was the best they heard.”",
        "You had noticed a doubt: “Managing people abroad”. They did not have it: “x.”",
        "Dana Whitfield expects to decide about Friday 4 December 2026.",
        "On what happens next: “A second meeting with the finance director.”",
    ]
    assert [item.key for item in items_of(answers) if not item.quotable] == ["qualifications", "further.n1"]
    assert (
        in_a_line(answers)
        == "Yes; no concern: Managing people abroad; a concern of their own: The pace may be slow for him"
    )


SURE = [
    ({"precision": "unknown", "by": "Dana"}, "They name no date for their decision; Dana decides."),
    ({"precision": "unknown"}, "They name no date for their decision."),
    ({"by": "Dana"}, "Dana decides."),
    ({"on": "2026-12-04", "precision": "exact"}, "They expect to decide on Friday 4 December 2026."),
]


@pytest.mark.parametrize(("decision", "words"), SURE)
def test_a_decision_is_told_as_surely_as_it_was_said(decision: dict[str, object], words: str) -> None:
    answers = FeedbackAnswers.model_validate({"decision": {**decision, "quotable": True}})
    assert draft(answers, client="Meridian", heard_on=MONDAY).endswith(f"\n\n{words}")


@given(st.data())
def test_no_word_that_may_not_be_quoted_is_in_a_draft_and_the_recommendation_never_is(data: st.DataObject) -> None:
    """Each item holds a word of its own, so that it is known where a word of the draft comes from."""
    may = st.booleans()
    said: dict[str, Any] = {
        name: {"words": f"said{name}", "quotable": data.draw(may)} for name in TEXT if data.draw(may)
    }
    concerns: list[Any] = [
        {"key": f"c{n}", "was_one": data.draw(KINDS), "words": f"doubt{n}", "quotable": data.draw(may)}
        for n in range(data.draw(st.integers(0, 3)))
    ]
    further: list[Any] = [
        {"words": f"pause{n}", "quotable": data.draw(may)} for n in range(data.draw(st.integers(0, 3)))
    ]
    wanted = data.draw(st.sampled_from(sorted(RECOMMENDATIONS)))
    given_all = {**said, "concerns": concerns, "further_concerns": further, "recommendation": wanted}

    answers = FeedbackAnswers.model_validate(given_all)
    found = draft(answers, client="Meridian", heard_on=MONDAY)

    for one in [*said.values(), *concerns, *further]:
        assert (str(one["words"]) in found) == one["quotable"]
    assert found == draft(answers.model_copy(update={"recommendation": None}), client="Meridian", heard_on=MONDAY)
    assert bool(found) == any(item.quotable for item in items_of(answers))
