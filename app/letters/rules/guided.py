"""The guided letter: which paragraphs are offered in which order, and two texts of it put together (P9, rule 8)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from app.debriefs.schemas.content import Concern
from app.letters.rules.authorship import carried_over
from app.letters.rules.differences import aligned
from app.letters.schemas.content import LeftOut, LetterContent, LetterKind, Paragraph, ParagraphPart

_BEFORE_CONCERNS: Final[dict[LetterKind, tuple[ParagraphPart, ...]]] = {
    "strategic": ("thanks", "interest", "point_discussed", "fit"),
    "thank_you": ("thanks", "interest", "point_discussed"),
}
_AFTER_CONCERNS: Final[dict[LetterKind, tuple[ParagraphPart, ...]]] = {
    "strategic": ("unsaid", "question", "more"),
    "thank_you": ("more",),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one paragraph: what it is for, the concerns that it answers, and what is written so far."""

    part: ParagraphPart | None
    answers: tuple[str, ...] = ()
    text: str = ""


def slots(content: LetterContent, kind: LetterKind, concerns: Sequence[Concern]) -> list[Slot]:
    """Offer every guided paragraph that is not written yet, between those that are; their order stays. Source: P9."""
    order = _order(kind, concerns)
    placed = [Slot(one.part, tuple(one.answers), one.text) for one in content.paragraphs]
    ranks = [_rank(slot, order) for slot in placed]
    answered = {key for slot in placed for key in slot.answers}
    for rank, wanted in enumerate(order):
        if rank in ranks or answered.intersection(wanted.answers):
            continue
        later = (place for place, other in enumerate(ranks) if other is not None and other > rank)
        place = next(later, len(placed))
        placed.insert(place, wanted)
        ranks.insert(place, rank)
    return placed


def is_guided(content: LetterContent) -> bool:
    """Whether a text was written paragraph by paragraph, or not begun; one that came whole says of none what it is."""
    return not content.paragraphs or any(one.part or one.answers for one in content.paragraphs)


def rewritten(before: LetterContent, text: LetterContent) -> LetterContent:
    """Give a letter that was written as one text the parts and concerns of the paragraphs that it was made of."""
    return carried_over(before, text).model_copy(update={"left_out": text.left_out})


def answered_in(content: LetterContent, places: dict[str, int]) -> LetterContent:
    """Note in which paragraph, counted from 1, each of these concerns is answered; 0 is in none. Source: P9."""
    paragraphs = []
    for place, paragraph in enumerate(content.paragraphs, start=1):
        kept = [key for key in paragraph.answers if key not in places]
        kept += [key for key, wanted in places.items() if wanted == place]
        paragraphs.append(paragraph.model_copy(update={"answers": kept}))
    return content.model_copy(update={"paragraphs": paragraphs})


def both_kept(saved: LetterContent, mine: LetterContent) -> LetterContent:
    """Put two texts of one letter together: what only one of them says stands once, what differs one after the other.

    Source: rule 8.
    """
    paragraphs: list[Paragraph] = []
    for before, after in aligned([one.text for one in saved.paragraphs], [one.text for one in mine.paragraphs]):
        theirs = None if before is None else saved.paragraphs[before]
        ours = None if after is None else mine.paragraphs[after]
        paragraphs += [one for one in (theirs, ours) if one is not None]
        if theirs is not None and ours is not None and theirs.text == ours.text:
            paragraphs.pop()
    return LetterContent(paragraphs=paragraphs, left_out=_all_left_out(saved.left_out, mine.left_out))


def _all_left_out(saved: Sequence[LeftOut], mine: Sequence[LeftOut]) -> list[LeftOut]:
    """A reason that was given goes before one that was not."""
    found = {one.concern: one for one in saved}
    found |= {one.concern: one for one in mine if one.reason or one.concern not in found}
    return list(found.values())


def _order(kind: LetterKind, concerns: Sequence[Concern]) -> list[Slot]:
    return [
        *(Slot(part) for part in _BEFORE_CONCERNS[kind]),
        *(Slot("concern", (concern.key,)) for concern in concerns if concern.key),
        *(Slot(part) for part in _AFTER_CONCERNS[kind]),
    ]


def _rank(slot: Slot, order: Sequence[Slot]) -> int | None:
    """Where a paragraph belongs in the guided order: by the first concern that it answers, else by its part."""
    keys: Collection[str] = slot.answers
    for rank, wanted in enumerate(order):
        if wanted.answers and set(wanted.answers) & set(keys):
            return rank
    return next((rank for rank, wanted in enumerate(order) if not wanted.answers and wanted.part == slot.part), None)
