"""What of the client's words may be quoted to the candidate, and a draft made of nothing else (P17); pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.core.errors import FieldError
from app.core.local_time import day_month, local
from app.debriefs.schemas.content import ConcernKind
from app.followup.rules.brief import bare, shortened
from app.followup.schemas.feedback import (
    ClientDecision,
    ClientFeedbackIn,
    ConcernHeard,
    FeedbackAnswers,
    FurtherConcern,
    Recommendation,
    Said,
)

SAME_NOTE_FOR: Final = timedelta(minutes=10)
CLOCKS_DIFFER: Final = timedelta(minutes=2)
HEARD_BEFORE: Final = timedelta(days=366)
RECOMMENDATIONS: Final[Mapping[Recommendation, str]] = {
    "strong_yes": "Strong yes",
    "yes": "Yes",
    "no": "No",
    "definitely_not": "Definitely not",
    "no_decision": "No decision yet",
}
IN_A_LINE: Final = 300
_WEIGHED: Final = {"yes": "a concern", "no": "no concern", "not_raised": "not raised"}
WAS_ONE: Final = {"yes": "It was a concern", "no": "It was none", "not_raised": "It did not come up"}
KINDS: Final[Mapping[ConcernKind, str]] = {
    "skill": "A skill",
    "experience": "Experience",
    "motivation": "Motivation",
    "fit": "Fit with the team",
    "logistics": "Place, travel or start",
    "salary": "Pay",
    "other": "Something else",
}
ITEMS: Final[Mapping[str, str]] = {
    "interest": "How interested are they?",
    "qualifications": "What do they say of the qualifications?",
    "who_else": "Who else met them?",
    "terms": "Which terms came up?",
    "references": "References or documents they want",
    "next_step": "What happens next?",
    "other_openings": "Other openings they spoke of",
}
"""What is asked for in words, with the question."""
_BEGIN: Final = {
    "interest": "On how interested they are",
    "qualifications": "On what you bring",
    "who_else": "On who else met you",
    "terms": "On the terms",
    "references": "On references and documents",
    "next_step": "On what happens next",
    "other_openings": "On other openings",
}


@dataclass(frozen=True)
class Item:
    """One thing that the client said, as the agency reads it, and whether it may be quoted; ``key`` names it."""

    key: str
    title: str
    words: str
    quotable: bool


def items_of(answers: FeedbackAnswers) -> list[Item]:
    """Return everything that was said, in the order in which it was asked; without the recommendation."""
    return [
        *_said(answers, "interest", "qualifications"),
        *(item for one in answers.concerns if (item := _concern(one))),
        *_further(answers.further_concerns),
        *_said(answers, "who_else", "terms", "references"),
        *_decision(answers.decision),
        *_said(answers, "next_step", "other_openings"),
    ]


def is_empty(answers: FeedbackAnswers) -> bool:
    """Whether nothing at all was said."""
    return answers.recommendation is None and not items_of(answers)


def draft(answers: FeedbackAnswers, *, client: str, heard_on: date) -> str:
    """Write what the candidate may be told, only of what may be quoted, for the consultant to edit; "" for nothing.

    The recommendation is no part of it: what the client decides is told as an outcome (P18).
    """
    lines = [*_draft_lines(answers)]
    if not lines:
        return ""
    return "\n\n".join([f"I spoke with {client} on {day_month(heard_on)} about your interview.", *lines])


def amiss_in(
    given: ClientFeedbackIn, known: Mapping[str, str], *, not_before: datetime, now: datetime
) -> list[FieldError]:
    """Name what cannot be; ``known`` are the concerns of the debrief by their keys."""
    found = []
    if given.contact_id is None and given.spoke_with is None:
        found.append(FieldError("#/contact_id", "Say who said it"))
    if given.contact_id and given.spoke_with:
        found.append(FieldError("#/spoke_with", "Name one person: a contact, or somebody new"))
    if given.heard_at is not None and given.heard_at > now + CLOCKS_DIFFER:
        found.append(FieldError("#/heard_at", "Has not come yet; say when you heard it"))
    if given.heard_at is not None and given.heard_at < not_before:
        found.append(FieldError("#/heard_at", "Lies before the interview; say when you heard it"))
    if given.none_given and not is_empty(given.answers):
        found.append(FieldError("#/none_given", "Something is written below: take this tick away, or clear the rest"))
    if not given.none_given and is_empty(given.answers):
        found.append(
            FieldError("#/answers/interest/words", "Write down something they said, or that they said nothing")
        )
    return [*found, *_amiss_in_concerns(given.answers, known)]


def as_kept(answers: FeedbackAnswers, known: Mapping[str, str]) -> FeedbackAnswers:
    """Return the answers as they are kept: without what holds none, each concern with its words as they stand now.

    So it can be read when a later version of the debrief says it differently.
    """
    said = {name: one if (one := getattr(answers, name)) and one.words else None for name in ITEMS}
    decided = answers.decision if answers.decision and decision_words(answers.decision) else None
    kept = [one.model_copy(update={"concern": known[one.key]}) for one in answers.concerns if one.was_one or one.words]
    further = [one for one in answers.further_concerns if one.words]
    return answers.model_copy(update={**said, "decision": decided, "concerns": kept, "further_concerns": further})


def in_a_line(answers: FeedbackAnswers) -> str:
    """Say in a line what it comes to, for whoever of the agency reads on."""
    wanted = answers.recommendation
    told = [
        *([RECOMMENDATIONS[wanted]] if wanted else []),
        *(f"{_WEIGHED[one.was_one]}: {bare(one.concern or one.key)}" for one in answers.concerns if one.was_one),
        *(f"a concern of their own: {bare(one.words)}" for one in answers.further_concerns if one.words),
    ]
    line = "; ".join(told) or next((item.words for item in items_of(answers)), "")
    return shortened(f"{line[:1].upper()}{line[1:]}", IN_A_LINE)


def _said(answers: FeedbackAnswers, *names: str) -> Iterator[Item]:
    for name in names:
        given: Said | None = getattr(answers, name)
        if given is not None and given.words:
            yield Item(name, ITEMS[name], given.words, given.quotable)


def _concern(one: ConcernHeard) -> Item | None:
    was = WAS_ONE.get(one.was_one or "")
    words = ". ".join(part for part in (was, one.words) if part)
    title = f"On “{bare(one.concern or one.key)}”"
    return Item(f"concern.{one.key}", title, words, one.quotable) if words else None


def _further(found: list[FurtherConcern]) -> Iterator[Item]:
    for number, one in enumerate(found, start=1):
        if one.words:
            kind = f": {KINDS[one.kind].lower()}" if one.kind else ""
            yield Item(f"further.n{number}", f"A concern of their own{kind}", one.words, one.quotable)


def _decision(given: ClientDecision | None) -> Iterator[Item]:
    words = decision_words(given) if given else ""
    if given is not None and words:
        yield Item("decision", "When do they decide?", words, given.quotable)


def decision_words(given: ClientDecision) -> str:
    """Say when they decide and who does: "About Friday 4 December 2026; Dana Whitfield decides"."""
    day = ""
    if given.on is not None:
        day = f"{'About ' if given.precision == 'about' else ''}{day_month(given.on)} {given.on.year}"
    elif given.precision == "unknown":
        day = "They name no date"
    return "; ".join(part for part in (day, f"{given.by} decides" if given.by else "") if part)


def _draft_lines(answers: FeedbackAnswers) -> Iterator[str]:
    yield from _draft_of(answers, "interest", "qualifications")
    yield from (line for one in answers.concerns if one.quotable and (line := _concern_told(one)))
    for further in answers.further_concerns:
        if further.quotable and further.words:
            yield f"Something else gave them pause: {quoted(further.words)}"
    yield from _draft_of(answers, "who_else", "terms", "references")
    yield from _decision_told(answers.decision)
    yield from _draft_of(answers, "next_step", "other_openings")


def _draft_of(answers: FeedbackAnswers, *names: str) -> Iterator[str]:
    for name in names:
        given: Said | None = getattr(answers, name)
        if given is not None and given.quotable and given.words:
            yield f"{_BEGIN[name]}: {quoted(given.words)}"


def _concern_told(one: ConcernHeard) -> str:
    """Tell of a doubt that the candidate had named themselves."""
    named = f"“{bare(one.concern or '')}”" if one.concern else "what you had noticed"
    begun = {
        "yes": f"You had noticed a doubt: {named}. They had it, too",
        "no": f"You had noticed a doubt: {named}. They did not have it",
        "not_raised": f"You had noticed a doubt: {named}. It did not come up",
    }.get(one.was_one or "", f"On {named}" if one.words else "")
    if not begun:
        return ""
    return f"{begun}: {quoted(one.words)}" if one.words else f"{begun}."


def _decision_told(given: ClientDecision | None) -> Iterator[str]:
    if given is None or not given.quotable:
        return
    who = given.by or "They"
    if given.on is not None:
        about = "about " if given.precision == "about" else "on "
        yield f"{who} {'expects' if given.by else 'expect'} to decide {about}{day_month(given.on)} {given.on.year}."
    elif given.precision == "unknown":
        yield f"They name no date for their decision{f'; {given.by} decides' if given.by else ''}."
    elif given.by:
        yield f"{given.by} decides."


def quoted(words: str) -> str:
    """Put words between marks, as a sentence that ends."""
    line = " ".join(words.split())
    return f"“{line}”" if line.endswith((".", "?", "!", "…")) else f"“{line}.”"


def _amiss_in_concerns(answers: FeedbackAnswers, known: Mapping[str, str]) -> list[FieldError]:
    gone = [number for number, one in enumerate(answers.concerns) if one.key not in known]
    twice = len({one.key for one in answers.concerns}) < len(answers.concerns)
    found = [
        FieldError(f"#/answers/concerns/{number}/key", "The debrief no longer names this concern; look at it again")
        for number in gone
    ]
    return [*found, *([FieldError("#/answers/concerns", "Names a concern twice")] if twice else [])]


def heard_day(heard_at: datetime, zone: str) -> date:
    """The day on which it was heard, where the agency is."""
    return local(heard_at, zone).date()
