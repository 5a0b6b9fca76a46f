"""Whose words are whose: each paragraph belongs to who first wrote it in this letter (P7, ADR 0014)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from app.letters.rules.differences import aligned
from app.letters.schemas.content import LetterContent, Paragraph

CANDIDATE: Final = "candidate"
"""The author who is no user of the agency; a consultant is named by their identifier."""


def authorship(content: LetterContent, *, written: Mapping[str, str], by: str) -> list[str]:
    """Name the author of each paragraph: who wrote these words first, in this version ``by``.

    ``written`` is what `first_authors` found in the earlier versions. Moved, a paragraph stays its author's; changed
    by a word, it is by whoever changed it.
    """
    return [written.get(_words(paragraph.text), by) for paragraph in content.paragraphs]


def first_authors(versions: Iterable[tuple[LetterContent, Sequence[str]]]) -> dict[str, str]:
    """Read from the versions, oldest first, who wrote which words first; spaces and line ends are no words."""
    found: dict[str, str] = {}
    for content, authors in versions:
        for paragraph, author in zip(content.paragraphs, authors, strict=True):
            found.setdefault(_words(paragraph.text), author)
    return found


def same_letter(one: LetterContent, other: LetterContent) -> bool:
    """Whether two contents read the same, whatever they say of parts and concerns."""
    return [_words(paragraph.text) for paragraph in one.paragraphs] == [
        _words(paragraph.text) for paragraph in other.paragraphs
    ]


def carried_over(own: LetterContent, suggested: LetterContent) -> LetterContent:
    """Give suggested paragraphs the part and the concerns of those that they replace, where they name neither (P9).

    Reasons for leaving a concern out stay the candidate's, unless the suggestion brings its own.
    """
    pairs = aligned([one.text for one in own.paragraphs], [one.text for one in suggested.paragraphs])
    replaced = {after: own.paragraphs[before] for before, after in pairs if before is not None and after is not None}
    paragraphs = [_marked(one, replaced.get(place)) for place, one in enumerate(suggested.paragraphs)]
    left_out = suggested.left_out or own.left_out
    return suggested.model_copy(update={"paragraphs": paragraphs, "left_out": left_out})


def _marked(paragraph: Paragraph, replaced: Paragraph | None) -> Paragraph:
    if replaced is None or paragraph.part is not None or paragraph.answers:
        return paragraph
    return paragraph.model_copy(update={"part": replaced.part, "answers": replaced.answers})


def _words(text: str) -> str:
    return " ".join(text.split())
