"""What to ask the client: what is open after all that the candidate told and wrote (P3, P13); pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.core.local_time import day_month
from app.debriefs.schemas.content import DebriefAnswers
from app.followup.rules.brief import bare, capital, none_noticed, said, shortened
from app.followup.schemas.calls import BriefConcern, ClientQuestion


def questions(
    answers: DebriefAnswers | None, found: Sequence[BriefConcern], *, candidate: str, today: date
) -> list[ClientQuestion]:
    """Return what to ask the client: what is open after all that is known; ``today`` is the client's."""
    if answers is None:
        return [*_without_account(candidate), *_next_step(None), *_decision(None, today)]
    return [
        *_about_concerns(answers, found, candidate),
        *_about_questions(answers, candidate),
        *_next_step(said(answers.next_step)),
        *_decision(answers, today),
        *_documents(answers),
    ]


def _about_concerns(answers: DebriefAnswers, found: Sequence[BriefConcern], candidate: str) -> Iterator[ClientQuestion]:
    for one in found:
        words, who = bare(one.words), f"{one.raised_by}: " if one.raised_by else ""
        if one.stated_or_sensed == "sensed":
            yield _ask("concern", f"{who}was “{words}” a doubt at all? {candidate} only sensed it.")
        elif one.answer.state == "partly":
            yield _ask("concern", f"{who}was the answer on “{words}” enough?")
        elif one.answer.state != "answered":
            yield _ask("concern", f"{who}how do you weigh “{words}”?")
    if not found and not none_noticed(answers):
        yield _ask("concern", f"what gave you pause? {candidate} says nothing of doubts.")


def _about_questions(answers: DebriefAnswers, candidate: str) -> Iterator[ClientQuestion]:
    for asked in answers.questions_asked:
        if asked.question and said(asked.how_answered) is None:
            who = f"{asked.by_whom}: " if asked.by_whom else ""
            words = f"{who}was the answer to “{bare(asked.question)}” enough? {candidate} does not say what it was."
            yield _ask("question", words)


def _next_step(known: str | None) -> Iterator[ClientQuestion]:
    if known is None:
        yield _ask("next_step", "what happens next, and who takes part?")


def _decision(answers: DebriefAnswers | None, today: date) -> Iterator[ClientQuestion]:
    given = answers.decision_expected if answers else None
    if given is None or given.on is None:
        yield _ask("decision", "when do you decide, and who does?")
    elif given.on < today:
        yield _ask("decision", f"{day_month(given.on)} has passed: when do you decide now?")
    elif given.precision != "exact":
        yield _ask("decision", f"is {day_month(given.on)} still the day on which you decide?")


def _documents(answers: DebriefAnswers) -> Iterator[ClientQuestion]:
    if wanted := said(answers.documents_or_references_asked):
        yield _ask("documents", f"what do you still need? {shortened(wanted)}")


def _without_account(candidate: str) -> Iterator[ClientQuestion]:
    yield _ask("impression", f"how was the meeting with {candidate} from your side?")
    yield _ask("concern", "what gave you pause?")


def _ask(about: str, words: str) -> ClientQuestion:
    return ClientQuestion.model_validate({"about": about, "words": capital(words)})
