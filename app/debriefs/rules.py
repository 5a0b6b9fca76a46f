"""Whether a debrief says enough to ring the client with, and how its concerns keep their names (P3, P4, P5)."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final

from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.errors import FieldError
from app.core.local_time import day_month
from app.debriefs.schemas.content import (
    NONE_NOTICED,
    NOT_DISCUSSED,
    AgencyOnlyAnswers,
    Concern,
    DebriefAnswers,
    DebriefProfile,
)

FEWEST_WORDS: Final = 3
REVIEW_WITHIN: Final = timedelta(hours=2)
MOST_ADDENDA: Final = 50
"""Of one debrief: more than anybody has news; whoever was handed a link could else fill the desk."""
_WESTERNMOST: Final = timedelta(hours=12)
_OFFER_LAPSED: Final = timedelta(days=30)
_FORESEEABLE: Final = timedelta(days=2 * 366)

REQUIRED: Final[dict[DebriefProfile, tuple[tuple[str, ...], ...]]] = {
    "full": (
        ("people_met",),
        ("role_as_described",),
        ("organisation_facts",),
        ("went_well",),
        ("difficult",),
        ("concerns",),
        ("appealed", "fit"),
        ("interest",),
        ("next_step", "decision_expected"),
    ),
    "short": (("interest",), ("concerns",), ("next_step", "decision_expected"), ("availability",)),
}
"""The required items of each profile, each with the fields that together answer it."""

_WORDS: Final = {
    "people_met": "the people met, by name",
    "role_as_described": "the role as the interviewer described it",
    "organisation_facts": "facts about the company and the department",
    "went_well": "what went well",
    "difficult": "what was difficult",
    "concerns": "concerns, or that none were noticed",
    "appealed": "what appealed",
    "fit": "where the experience will be well used",
    "interest": "interest after the interview, from 1 to 5",
    "next_step": "what happens next",
    "decision_expected": "when a decision is expected, or that no date was given",
    "availability": "availability",
}
_SPECIFIC: Final = ("appealed", "fit")

# Chinese, Japanese, Korean and Thai script is counted by the character: a sentence there has no spaces.
_WORD: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class MissingItem:
    """A field of `DebriefAnswers` that still lacks an answer, and its name as it stands in a sentence."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what is required is there. Informs, and never blocks.

    `answered` and `required` count items; an item of two fields may be missing both, so `missing` and `thin` can be
    longer than the difference. `thin` holds answers too short to be specific; their items are not answered.
    """

    complete: bool
    answered: int
    required: int
    missing: tuple[MissingItem, ...]
    thin: tuple[MissingItem, ...]


def completeness(answers: DebriefAnswers, profile: DebriefProfile) -> Completeness:
    """Name what a debrief of this profile still lacks.

    An item counts when it is answered or explicitly `not_discussed`. What appealed and the fit need three words: a
    one-word answer is named as incomplete, never blocked. Source: P4, P5; 2-domain "Debrief content".
    """
    items = REQUIRED[profile]
    fields = [field for item in items for field in item]
    missing = tuple(MissingItem(field, _WORDS[field]) for field in fields if not is_answered(field, answers))
    thin = tuple(
        MissingItem(field, f"{_WORDS[field]}, in more than a word or two")
        for field in fields
        if field in _SPECIFIC and _is_thin(getattr(answers, field))
    )
    lacking = {item.field for item in missing + thin}
    answered = sum(1 for item in items if lacking.isdisjoint(item))
    return Completeness(answered == len(items), answered, len(items), missing, thin)


def is_answered(field: str, answers: DebriefAnswers) -> bool:
    """Whether a field of `DebriefAnswers` holds an answer; a group counts by the part that matters."""
    match field:
        case "people_met":
            return any(person.name for person in answers.people_met)
        case "concerns":
            return answers.concerns == NONE_NOTICED or bool(named_concerns(answers))
        case "interest":
            return answers.interest is not None and answers.interest.after is not None
        case "decision_expected":
            expected = answers.decision_expected
            return expected is not None and (expected.on is not None or expected.precision == "unknown")
        case _:
            return bool(getattr(answers, field))


def named_concerns(answers: DebriefAnswers) -> list[Concern]:
    """Return the concerns that have words; an empty list also where none were noticed."""
    if isinstance(answers.concerns, str):
        return []
    return [concern for concern in answers.concerns if concern.text]


def keyed(answers: DebriefAnswers, *, used: Collection[str] = ()) -> DebriefAnswers:
    """Return the answers with a key on every concern, each key once; keys already there are kept.

    `used` are keys of earlier versions: a new concern never takes one, since a letter may still answer the old one.
    """
    if isinstance(answers.concerns, str):
        return answers
    taken = {*used, *(concern.key for concern in answers.concerns)}
    free = (key for key in (f"c{number}" for number in count(1)) if key not in taken)
    seen: set[str] = set()
    concerns = []
    for concern in answers.concerns:
        key = concern.key if concern.key and concern.key not in seen else next(free)
        seen.add(key)
        concerns.append(concern.model_copy(update={"key": key}))
    return answers.model_copy(update={"concerns": concerns})


def review_due_at(submitted_at: datetime) -> datetime:
    """Return until when the consultant reads a debrief: the client is rung with it the same day. Source: P12."""
    return submitted_at + REVIEW_WITHIN


def reminders_due(times: Sequence[datetime], now: datetime) -> int:
    """Count the reminders that should have gone out by now; those that were missed are not made up for (P15)."""
    return sum(1 for moment in times if moment <= now)


def next_reminder(times: Sequence[datetime], *, sent: int, awake: datetime, now: datetime) -> datetime | None:
    """Return when the next reminder goes out: one that is due at ``awake``, which is now or the end of the night."""
    if reminders_due(times, now) > sent:
        return awake
    return next((moment for moment in times if moment > now), None)


def impossible_dates(
    answers: DebriefAnswers, agency_only: AgencyOnlyAnswers | None, *, interview_at: datetime
) -> list[FieldError]:
    """Name the dates that cannot be right, each by its place in what was written.

    A draft keeps them, since nothing typed is lost; submitting refuses them. The interview's day is the earliest
    that any calendar shows at its start, so that nobody's own day is refused.
    """
    the_day = (interview_at - _WESTERNMOST).date()
    decision = answers.decision_expected.on if answers.decision_expected else None
    offer = agency_only.other_offer_by if agency_only else None
    dates = {
        "#/answers/decision_expected/on": (decision, the_day),
        "#/agency_only/other_offer_by": (offer, the_day - _OFFER_LAPSED),
    }
    found = []
    for pointer, (given, earliest) in dates.items():
        if given is not None and given < earliest:
            words = f"{_named(given)} lies too long before the interview; check the day and the year"
            found.append(FieldError(pointer, words))
        if given is not None and given > the_day + _FORESEEABLE:
            words = f"{_named(given)} is more than two years after the interview; check the year"
            found.append(FieldError(pointer, words))
    return found


def _named(day: date) -> str:
    return f"{day_month(day)} {day.year}"


def telephone_amiss(*, taken_at: datetime, not_before: datetime, now: datetime) -> list[FieldError]:
    """Name what cannot be in a call: one that has not happened yet, or one before there was anything to tell."""
    if taken_at > now:
        return [FieldError("#/taken_at", "has not come yet; say when you spoke")]
    if taken_at < not_before <= now:  # an interview that was moved ahead may have been told about before
        return [FieldError("#/taken_at", "lies before there was anything to tell; say when you spoke")]
    return []


def reopened_as(*, version: int, has_draft: bool) -> str:
    """Return the state of a debrief that is opened again: what it was before it ended."""
    if version > 0:
        return "changes_requested"
    return "draft" if has_draft else "requested"


def read_by_a_person(actor: Actor) -> bool:
    """Whether a person reads the answer: a key hands it on to another system, in whose name it may ask (rule 4)."""
    return isinstance(actor, CandidateActor) or (isinstance(actor, ConsultantActor) and actor.via_key_id is None)


def same_name(one: str) -> str:
    """Return the form in which two spellings of one name are equal, whatever their case and spaces."""
    return " ".join(one.split()).casefold()


def _is_thin(text: str | None) -> bool:
    return text is not None and text != NOT_DISCUSSED and len(_WORD.findall(text)) < FEWEST_WORDS
