"""From the debrief and the letters to what a consultant needs on the telephone (P3, P5, P13); pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from app.core.local_time import day_month
from app.debriefs.rules import named_concerns
from app.debriefs.schemas.content import NONE_NOTICED, NOT_DISCUSSED, Concern, DebriefAnswers
from app.followup.schemas.calls import (
    BriefConcern,
    BriefDecision,
    BriefInterest,
    BriefPoint,
    ConcernAnswer,
)
from app.letters.rules.coverage import coverage
from app.letters.schemas.content import LetterContent, LetterKind

STRENGTHS: Final = {"went_well": "What went well", "fit": "Where they fit"}
LETTERS: Final[dict[LetterKind, str]] = {"thank_you": "thank-you letter", "strategic": "strategic letter"}
LABEL: Final = 160
"""Characters of a point as it is kept with a call."""
_SURE: Final = {"exact": "", "about": "about ", None: ""}


@dataclass(frozen=True)
class Written:
    """A letter that counts: what it is, whether it may go or waits, and its words."""

    letter_id: UUID
    kind: LetterKind
    approved: bool
    content: LetterContent


def said(text: str | None) -> str | None:
    """Return an answer in words; None where there is none, or it did not come up."""
    return None if not text or text == NOT_DISCUSSED else text


def strengths(answers: DebriefAnswers) -> list[BriefPoint]:
    """Return what speaks for the candidate, in their own words."""
    return [
        BriefPoint(key=name, title=title, words=words)
        for name, title in STRENGTHS.items()
        if (words := said(getattr(answers, name)))
    ]


def concerns(answers: DebriefAnswers, letters: Sequence[Written]) -> list[BriefConcern]:
    """Return each doubt with its answer; letters that may go count before those that still wait."""
    ordered = sorted(letters, key=lambda one: not one.approved)
    return [
        BriefConcern(
            key=concern.key or f"n{number}",
            words=concern.text,
            kind=concern.kind,
            stated_or_sensed=concern.stated_or_sensed,
            raised_by=concern.raised_by or None,
            answer=_answer(concern, ordered),
        )
        for number, concern in enumerate(named_concerns(answers), start=1)
    ]


def none_noticed(answers: DebriefAnswers) -> bool:
    """Whether the candidate says that there was no doubt."""
    return answers.concerns == NONE_NOTICED


def interest(answers: DebriefAnswers) -> BriefInterest | None:
    """Return how much they want it, before and now; None where nothing was said."""
    given = answers.interest
    if given is None or given.after is None:
        return None
    before = f", {given.before} before" if given.before is not None else ""
    why = said(given.why)
    return BriefInterest(before=given.before, after=given.after, why=why, words=f"{given.after} of 5 now{before}")


def decision(answers: DebriefAnswers) -> BriefDecision:
    """Return when they decide, how sure that is and who said so."""
    given = answers.decision_expected
    if given is None or (given.on is None and given.precision != "unknown"):
        return BriefDecision(on=None, precision=None, source=None, words="not answered")
    by = f", as {given.source} said" if given.source else ""
    words = "no date was given" if given.on is None else f"{_SURE.get(given.precision, 'not surely ')}{_day(given.on)}"
    return BriefDecision(on=given.on, precision=given.precision, source=given.source or None, words=f"{words}{by}")


def points(answers: DebriefAnswers | None, found: Sequence[BriefConcern]) -> dict[str, str]:
    """Return what can be ticked as passed on: each key with its words as they are kept. Nothing agency-only is one."""
    if answers is None:
        return {}
    given = {
        **{point.key: f"{point.title}: {point.words}" for point in strengths(answers)},
        **{f"concern.{one.key}": f"On “{bare(one.words)}”: {one.answer.words}" for one in found},
        "unsaid": _led("What was not said", said(answers.unsaid)),
        "interest": _led("Interest", wanted.words if (wanted := interest(answers)) else None),
        "appealed": _led("What appealed", said(answers.appealed)),
        "availability": _led("Availability", said(answers.availability)),
    }
    return {key: shortened(words) for key, words in given.items() if words}


def shortened(words: str, most: int = LABEL) -> str:
    """Cut words to a line, at a space."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0]}…"


def bare(words: str) -> str:
    """Return words without the stop at their end, in one line."""
    return " ".join(words.split()).rstrip(".?!")


def capital(words: str) -> str:
    """Begin words as a sentence does."""
    return words[:1].upper() + words[1:]


def _answer(concern: Concern, letters: Sequence[Written]) -> ConcernAnswer:
    room = concern.answered_in_room
    where, reason = _in_letter(concern, letters)
    parts = [{"yes": "answered in the room", "partly": "partly answered in the room"}.get(room or "")]
    letter, paragraph = where or (None, None)
    if letter is not None:
        waits = "" if letter.approved else ", which is not approved yet"
        parts.append(f"answered in the {LETTERS[letter.kind]}, paragraph {paragraph}{waits}")
    elif reason is not None:
        parts.append("left out of the letter on purpose" + (f": {reason.rstrip('.')}" if reason else ""))
    if not any(parts):
        parts = ["not answered yet"]
    return ConcernAnswer(
        state="answered" if room == "yes" or letter else "partly" if room == "partly" else _rest(reason),
        in_room=room,
        letter_id=letter.letter_id if letter else None,
        letter=letter.kind if letter else None,
        paragraph=paragraph,
        quoted=letter.content.paragraphs[paragraph - 1].text if letter and paragraph else None,
        words=capital("; ".join(part for part in parts if part)),
    )


def _rest(reason: str | None) -> str:
    return "open" if reason is None else "left_out"


def _in_letter(concern: Concern, letters: Sequence[Written]) -> tuple[tuple[Written, int] | None, str | None]:
    """Find the first letter that answers a doubt, and why one leaves it out."""
    reason = None
    for letter in letters:
        for one in coverage([concern], letter.content):
            if one.paragraph is not None:
                return (letter, one.paragraph), None
            reason = one.left_out_reason if one.state == "left_out" and reason is None else reason
    return None, reason


def _led(title: str, words: str | None) -> str | None:
    return f"{title}: {words}" if words else None


def _day(day: date) -> str:
    return f"{day_month(day)} {day.year}"
