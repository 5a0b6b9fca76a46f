"""How far a letter goes, and which of the candidate's concerns it answers (P9, P10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.debriefs.schemas.content import Concern
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


def _covered(key: str, text: str, answered_in: Mapping[str, int], reasons: Mapping[str, str]) -> ConcernCoverage:
    if key in answered_in:
        return ConcernCoverage(key, text, answered_in[key], None, "answered")
    if key in reasons:
        return ConcernCoverage(key, text, None, reasons[key], "left_out")
    return ConcernCoverage(key, text, None, None, "open")
