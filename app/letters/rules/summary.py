"""A summary for the client, built from the answers that the candidate marked, and from nothing else (rule 4).

What is built here comes from `DebriefAnswers`, the account that may be shared. The agency-only answers are another
type and another table, and nothing here takes them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.core.local_time import MONTH_NAMES
from app.debriefs.rules import named_concerns
from app.debriefs.schemas.content import (
    NOT_DISCUSSED,
    Concern,
    DebriefAnswers,
    DecisionExpected,
    Interest,
    QuestionAsked,
    TermsDiscussed,
)
from app.letters.schemas.summary import HEADINGS, Mark, SummaryContent, SummarySection

_CAUTIONS: Final = {
    "difficult": "They may not have noticed. Share it where you can say what you would answer today.",
    "unsaid": "As it stands, it says what you did not manage to say. Put it as something you want to add, or keep it "
    "for your letter.",
    "client_interest": "People rarely like to read how interested they seemed. Your consultant has it from your "
    "debrief.",
    "own_reservations": "On paper, reservations are read before anybody can talk them over with you. Your consultant "
    "can raise them for you.",
}
_IN_THE_ROOM: Final = {"yes": "answered in the room", "partly": "partly answered in the room", "no": "still open"}


@dataclass(frozen=True, slots=True)
class Shareable:
    """An answer that the candidate may mark: what was asked, and the words as the client would read them."""

    field: str
    title: str
    heading: str
    text: str
    caution: str | None


def shareable(answers: DebriefAnswers) -> list[Shareable]:
    """List the answers with words to share, in the order in which the client would read them.

    What was not discussed, or not noticed, leaves nothing to share. Source: P3, P5.
    """
    return [
        Shareable(field, DebriefAnswers.model_fields[field].title or heading, heading, text, _caution(field, answers))
        for field, heading in HEADINGS.items()
        if (text := _text_of(field, answers))
    ]


def summary_of(
    answers: DebriefAnswers, marks: Sequence[Mark], *, debrief_version: int, taken_down: bool
) -> SummaryContent:
    """Put the marked answers together, each as it stands or in the words given for the client.

    A mark on an answer that is not there any more is passed over.
    """
    wanted = {mark.field: mark for mark in marks}
    sections = [
        SummarySection(
            text=wanted[one.field].words or one.text,
            field=one.field,
            heading=one.heading,
            own_words=wanted[one.field].words is not None,
        )
        for one in shareable(answers)
        if one.field in wanted
    ]
    return SummaryContent(paragraphs=sections, debrief_version=debrief_version, taken_down=taken_down)


def marks_in(content: SummaryContent) -> list[Mark]:
    """Read back what was marked, with the words that were given for the client."""
    return [Mark(field=one.field, words=one.text if one.own_words else None) for one in content.paragraphs]


def rebuilt(
    content: SummaryContent, answers: DebriefAnswers, *, debrief_version: int, taken_down: bool
) -> SummaryContent:
    """Put the same marks on a newer debrief: what is still marked follows the account, what was submitted does not."""
    return summary_of(answers, marks_in(content), debrief_version=debrief_version, taken_down=taken_down)


def _caution(field: str, answers: DebriefAnswers) -> str | None:
    if field != "concerns":
        return _CAUTIONS.get(field)
    own = sum(1 for concern in named_concerns(answers) if concern.stated_or_sensed != "stated")
    if not own:
        return None
    which = "one of these" if own == 1 else f"{own} of these"
    return (
        f"Nobody is noted as having said {which}. What the client did not think of may become a doubt by being named: "
        "leave it out in words of your own, or answer it in your letter."
    )


def _text_of(field: str, answers: DebriefAnswers) -> str:
    match field:
        case "people_met":
            named = (person for person in answers.people_met if person.name)
            return "\n".join(", ".join(filter(None, (person.name, person.title))) for person in named)
        case "concerns":
            return "\n\n".join(_concern(concern) for concern in named_concerns(answers))
        case "interest":
            return _interest(answers.interest)
        case "decision_expected":
            return _decision(answers.decision_expected)
        case "questions_asked":
            return "\n\n".join(_question(one) for one in answers.questions_asked if one.question)
        case "terms_discussed":
            return "\n".join(_terms(answers.terms_discussed))
        case _:
            return _said(getattr(answers, field))


def _said(text: str | None) -> str:
    return "" if text is None or text == NOT_DISCUSSED else text


def _concern(concern: Concern) -> str:
    notes = (
        f"raised by {concern.raised_by}" if concern.raised_by else "",
        "my own impression" if concern.stated_or_sensed == "sensed" else "",
        _IN_THE_ROOM.get(concern.answered_in_room or "", ""),
    )
    said = "; ".join(filter(None, notes))
    return f"{_said(concern.text)} ({said})" if said else _said(concern.text)


def _interest(interest: Interest | None) -> str:
    if interest is None:
        return ""
    numbers = (
        f"{interest.after} out of 5 now" if interest.after else "",
        f"{interest.before} out of 5 before the interview" if interest.before else "",
    )
    rated = ", ".join(filter(None, numbers))
    return "\n".join(filter(None, (f"{rated}." if rated else "", _said(interest.why))))


def _decision(expected: DecisionExpected | None) -> str:
    if expected is None or (expected.on is None and expected.precision != "unknown"):
        return ""
    if expected.on is None:
        return "No date was given."
    day = f"{expected.on.day} {MONTH_NAMES[expected.on.month - 1]} {expected.on.year}"
    named = f"About {day}" if expected.precision == "about" else day
    return f"{named}, from {expected.source}." if expected.source else f"{named}."


def _question(asked: QuestionAsked) -> str:
    question = f"{asked.question} ({asked.by_whom})" if asked.by_whom else asked.question
    return "\n".join(filter(None, (question, _said(asked.how_answered))))


def _terms(terms: TermsDiscussed | None) -> Iterator[str]:
    if terms is not None:
        named = {"Job title": _said(terms.title), "Start": _said(terms.start), "Place": _said(terms.place)}
        yield from (f"{name}: {text}" for name, text in named.items() if text)
