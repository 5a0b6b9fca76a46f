"""What of an earlier round is worth having at hand before the next one (P19); pure.

It sorts what the candidate told, in their words. It judges nobody, and adds nothing.
"""

from collections.abc import Collection, Sequence
from typing import Final

from app.debriefs.schemas.content import DebriefAnswers, TermsDiscussed
from app.followup.rules.brief import Written, bare, concerns, said
from app.followup.schemas.calls import BriefConcern
from app.followup.schemas.preparing import PackConcern, PackNotice, PackPoint, PackQuestion, PackRound

PROMISED: Final = {
    "how_it_was_left": "How it was left",
    "next_step": "What was to happen next",
    "documents_or_references_asked": "Documents or references they asked for",
    "tests_or_tasks": "Tests or tasks",
}
TO_SAY: Final = {"unsaid": "What you did not get to say", "fit": "Where you fit"}
TERMS: Final = {"title": "Job title", "start": "Start", "place": "Place"}


def open_concerns(answers: DebriefAnswers, letters: Sequence[Written]) -> tuple[list[PackConcern], int]:
    """Return the doubts that have no full answer, and how many have one: in the room, or in a letter that counts."""
    found = concerns(answers, letters)
    left = [_open(one) for one in found if one.answer.state != "answered"]
    return left, len(found) - len(left)


def asked(answers: DebriefAnswers) -> list[PackQuestion]:
    """Return the questions that have words."""
    return [
        PackQuestion(question=one.question, how_answered=said(one.how_answered), by_whom=one.by_whom)
        for one in answers.questions_asked
        if said(one.question)
    ]


def promised(answers: DebriefAnswers) -> list[PackPoint]:
    """Return how it was left and what was asked for, with the terms that came up."""
    terms = answers.terms_discussed or TermsDiscussed()
    came_up = [f"{title}: {words}" for name, title in TERMS.items() if (words := said(getattr(terms, name)))]
    found = _points(answers, PROMISED)
    return [*found, PackPoint(key="terms", title="Terms that came up", words="; ".join(came_up))] if came_up else found


def to_say(answers: DebriefAnswers) -> list[PackPoint]:
    """Return what had no place last time, then what speaks for them."""
    return _points(answers, TO_SAY)


def to_notice(latest: PackRound | None, *, meets: Collection[str]) -> list[PackNotice]:
    """Return what to notice again: open doubts first, then new people, the role, what was promised, the date."""
    if latest is None:
        return []
    notices = [
        PackNotice(
            about="concern", words=f"“{bare(one.words)}”: whether it comes up again, and what they make of the answer."
        )
        for one in latest.concerns
    ]
    known = {one.name.casefold() for one in latest.people}
    if any(name.casefold() not in known for name in meets):
        notices.append(PackNotice(about="people", words="What part each new person has in the decision."))
    if latest.role_as_described:
        notices.append(PackNotice(about="role", words="Whether they still describe the role as they did."))
    if latest.promised:
        notices.append(PackNotice(about="promise", words="Whether what was promised or asked for has been done."))
    by = "whether the date still stands" if latest.decision_on else "by when there is an answer"
    notices.append(PackNotice(about="decision", words=f"What comes next, who decides, and {by}."))
    return notices


def _points(answers: DebriefAnswers, names: dict[str, str]) -> list[PackPoint]:
    return [
        PackPoint(key=name, title=title, words=words)
        for name, title in names.items()
        if (words := said(getattr(answers, name)))
    ]


def _open(one: BriefConcern) -> PackConcern:
    return PackConcern(
        key=one.key,
        words=one.words,
        kind=one.kind,
        stated_or_sensed=one.stated_or_sensed,
        raised_by=one.raised_by,
        state="open" if one.answer.state == "answered" else one.answer.state,
        answer=one.answer.words,
    )
