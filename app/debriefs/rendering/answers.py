"""Answers in words, as a candidate reads them again: what each was asked, and what they said."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from app.core.local_time import day_month
from app.debriefs.schemas.content import NONE_NOTICED, NOT_DISCUSSED, AgencyOnlyAnswers, DebriefAnswers

AGENCY_ONLY: Final = "agency_only."
_NOTHING: Final[tuple[Any, ...]] = (None, "", [], {})
NOT_SAID: Final = "This did not come up."
QUESTIONS: Final[Mapping[str, str]] = {
    **{name: info.title or name for name, info in DebriefAnswers.model_fields.items()},
    **{AGENCY_ONLY + name: info.title or name for name, info in AgencyOnlyAnswers.model_fields.items()},
    "role_as_described": "What is the role, as they described it?",
    "first_impression": "What was your first impression?",
    "agenda": "What happened, in order?",
    "questions_asked": "Which questions were you asked?",
    "terms_discussed": "Which terms came up?",
    "tests_or_tasks": "Was there a test or a task?",
    "documents_or_references_asked": "Did they want documents or references?",
    "own_reservations": "What makes you hesitate?",
    AGENCY_ONLY + "other_processes": "Which other processes are you in?",
    AGENCY_ONLY + "other_offer_by": "By when must you answer another offer?",
    AGENCY_ONLY + "salary_or_rate": "Which salary or rate was named, or do you want?",
    AGENCY_ONLY + "notice": "What is your notice period?",
    AGENCY_ONLY + "inappropriate_question": "Was there a question out of place?",
}
"""What each answer was asked, by its name; agency-only ones begin with `AGENCY_ONLY`."""
KINDS: Final = (
    ("skill", "A skill"),
    ("experience", "Experience"),
    ("motivation", "Motivation"),
    ("fit", "Fit with the team"),
    ("logistics", "Place or travel"),
    ("salary", "Salary"),
    ("other", "Something else"),
)
HEARD: Final = (("stated", "They said it"), ("sensed", "I sensed it"))
ANSWERED: Final = (("yes", "Yes"), ("partly", "Partly"), ("no", "No"))
SURENESS: Final = (("exact", "That day"), ("about", "About then"), ("unknown", "They gave no date"))


def values_of(answers: DebriefAnswers, agency_only: AgencyOnlyAnswers | None = None) -> dict[str, Any]:
    """Hold answers by name in one flat mapping; an answer that says nothing is None, so that two can be compared."""
    confided = agency_only.model_dump(mode="json") if agency_only else {}
    named = answers.model_dump(mode="json") | {AGENCY_ONLY + name: value for name, value in confided.items()}
    return {name: _said(value) for name, value in named.items()}


def in_words(name: str, value: Any) -> str:
    """Say one answer; empty where there is none."""
    if not value:
        return ""
    if value == NOT_DISCUSSED:
        return NOT_SAID
    return _SAYING.get(name, str)(value)


def _said(value: Any) -> Any:
    if isinstance(value, dict) and all(part is None for part in value.values()):
        return None
    return None if value in _NOTHING else value


def _people(people: list[dict[str, Any]]) -> str:
    return "\n".join(_joined(person["name"], person["title"], person["role_in_decision"]) for person in people)


def _concerns(concerns: list[dict[str, Any]] | str) -> str:
    if isinstance(concerns, str):
        return "None that I noticed." if concerns == NONE_NOTICED else concerns
    return "\n\n".join(_concern(concern) for concern in concerns)


def _concern(concern: dict[str, Any]) -> str:
    answered = dict(ANSWERED).get(concern["answered_in_room"])
    round_it = _joined(
        dict(KINDS).get(concern["kind"]),
        dict(HEARD).get(concern["stated_or_sensed"]),
        f"raised by {concern['raised_by']}" if concern["raised_by"] else None,
        f"answered in the room: {answered.lower()}" if answered else None,
    )
    return "\n".join(part for part in (concern["text"], round_it) if part)


def _interest(interest: dict[str, Any]) -> str:
    before, after = interest["before"], interest["after"]
    scale = _joined(f"{before} of 5 before" if before else None, f"{after} of 5 now" if after else None)
    return "\n".join(part for part in (scale, interest["why"]) if part)


def _decision(expected: dict[str, Any]) -> str:
    on, precision = expected["on"], expected["precision"]
    about = "About " if precision == "about" else ""
    day = f"{about}{_day(on)}" if on else None
    no_date = "They gave no date" if precision == "unknown" else None
    return _joined(day, no_date, f"said by {expected['source']}" if expected["source"] else None)


def _questions(asked: list[dict[str, Any]]) -> str:
    return "\n\n".join(
        "\n".join(part for part in (_joined(one["question"], one["by_whom"]), one["how_answered"]) if part)
        for one in asked
    )


def _terms(terms: dict[str, Any]) -> str:
    if set(terms.values()) == {NOT_DISCUSSED}:
        return NOT_SAID
    names = {"title": "Job title", "start": "Start", "place": "Place"}
    return "\n".join(f"{names[part]}: {said}" for part, said in terms.items() if said)


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day_month(day)} {day.year}"


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


_SAYING: Final[Mapping[str, Callable[[Any], str]]] = {
    "people_met": _people,
    "concerns": _concerns,
    "interest": _interest,
    "decision_expected": _decision,
    "questions_asked": _questions,
    "terms_discussed": _terms,
    AGENCY_ONLY + "other_offer_by": _day,
}
