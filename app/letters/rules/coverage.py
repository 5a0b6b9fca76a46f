"""How far a letter goes, and which of the candidate's concerns it answers (P9, P10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.debriefs.schemas.content import Concern
from app.letters.rules.facts import LetterCheck
from app.letters.schemas.content import LetterContent, LetterKind

CoverageState = Literal["answered", "left_out", "open"]

STRATEGIC_FROM_INTEREST: Final = 4


def suggested_kind(interest_after: int | None) -> LetterKind:
    """Suggest how far to go by the stated interest, 1 to 5: from 4 a strategic letter. Source: P10."""
    strategic = interest_after is not None and interest_after >= STRATEGIC_FROM_INTEREST
    return "strategic" if strategic else "thank_you"


@dataclass(frozen=True, slots=True)
class ConcernCoverage:
    """What the letter does about one concern. `paragraph` counts from 1, as people do."""

    key: str
    text: str
    paragraph: int | None
    left_out_reason: str | None
    state: CoverageState


def coverage(concerns: Sequence[Concern] | Literal["none_noticed"], content: LetterContent) -> list[ConcernCoverage]:
    """Map each keyed concern to the first paragraph that answers it, or to the reason for leaving it out.

    A concern both answered and left out is answered; concerns without words or key are passed over. Source: P9.
    """
    if isinstance(concerns, str):
        return []
    answered_in: dict[str, int] = {}
    for number, paragraph in enumerate(content.paragraphs, start=1):
        for key in paragraph.answers:
            answered_in.setdefault(key, number)
    reasons = {left_out.concern: left_out.reason for left_out in content.left_out}
    return [
        _covered(concern.key, concern.text, answered_in, reasons)
        for concern in concerns
        if concern.key and concern.text
    ]


def coverage_checks(
    concerns: Sequence[Concern] | Literal["none_noticed"], content: LetterContent
) -> Iterator[LetterCheck]:
    """Tell what the letter says of concerns that the newest debrief does not name, and of those left out unexplained.

    Source: P9: each concern is answered, or left out for a reason.
    """
    known = set() if isinstance(concerns, str) else {concern.key for concern in concerns if concern.text}
    for number, paragraph in enumerate(content.paragraphs, start=1):
        if any(key not in known for key in paragraph.answers):
            words = (
                f"Paragraph {number} is marked as the answer to a concern that your newest debrief does not name. "
                "Look whether it answers another one now."
            )
            yield LetterCheck("unknown_concern", number, words, "information")
    if any(one.concern not in known for one in content.left_out):
        words = "The letter leaves out a concern that your newest debrief does not name any more."
        yield LetterCheck("unknown_concern", None, words, "information")
    answered = {key for paragraph in content.paragraphs for key in paragraph.answers}
    if any(not one.reason and one.concern in known - answered for one in content.left_out):
        words = "A concern is left out and nothing says why. A few words help your consultant on the telephone."
        yield LetterCheck("left_out_without_reason", None, words, "information")


def _covered(key: str, text: str, answered_in: Mapping[str, int], reasons: Mapping[str, str]) -> ConcernCoverage:
    if key in answered_in:
        return ConcernCoverage(key, text, answered_in[key], None, "answered")
    if key in reasons:
        return ConcernCoverage(key, text, None, reasons[key], "left_out")
    return ConcernCoverage(key, text, None, None, "open")
