"""What changed from one version of a letter to another, by paragraph and by word."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, groupby
from typing import Final, Literal

Op = Literal["same", "added", "removed"]

_WORD: Final = re.compile(r"(\S*)(\s*)")
_AKIN: Final = 0.35
"""Share of words in common from which two paragraphs are one that was changed, not one gone and another new."""
_MOST_PAIRS: Final = 200_000
"""Words before times words after, past which a paragraph is shown as replaced: the text is a stranger's."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words; what is "same" or "added" makes the later text, "same" or "removed" the earlier one."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """One paragraph: its place in the later version (``after``) and in the earlier one (``before``), from 0; None where
    it is new, or gone."""

    before: int | None
    after: int | None
    segments: tuple[Segment, ...]


def differences(before: Sequence[str], after: Sequence[str]) -> list[ParagraphChange]:
    """Compare two versions, each a list of paragraphs, in the later one's order; what is gone stands where it was."""
    return [
        ParagraphChange(old, new, word_changes("" if old is None else before[old], "" if new is None else after[new]))
        for old, new in aligned(before, after)
    ]


def word_changes(before: str, after: str) -> tuple[Segment, ...]:
    """Compare two paragraphs word by word; joined, the segments give both texts exactly."""
    old, new = _words(before), _words(after)
    head, tail = _in_common(old, new)
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    ends = _kept(old[len(old) - tail :], new[len(new) - tail :])
    return tuple(_merged(chain(_kept(old[:head], new[:head]), _changed(middle_old, middle_new), ends)))


def aligned(before: Sequence[str], after: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Pair the paragraphs of two versions in order, each with the one most like it or with None."""
    pairs: list[tuple[int | None, int | None]] = []
    matcher = SequenceMatcher(a=[_plain(text) for text in before], b=[_plain(text) for text in after], autojunk=False)
    for op, old, old_end, new, new_end in matcher.get_opcodes():
        if op == "equal":
            pairs += zip(range(old, old_end), range(new, new_end), strict=True)
        else:
            likely = _likely(before[old:old_end], after[new:new_end])
            pairs += [(_moved(one, old), _moved(other, new)) for one, other in likely]
    return pairs


def _likely(before: Sequence[str], after: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Choose the pairing in order that has most words in common."""
    bags, others = [Counter(text.split()) for text in before], [Counter(text.split()) for text in after]
    best = [[0.0] * (len(others) + 1) for _ in range(len(bags) + 1)]
    akin = [[_akin(bag, other) for other in others] for bag in bags]
    for old in reversed(range(len(bags))):
        for new in reversed(range(len(others))):
            paired = akin[old][new] and akin[old][new] + best[old + 1][new + 1]
            best[old][new] = max(paired, best[old + 1][new], best[old][new + 1])
    return list(_walk(best, akin))


def _walk(best: Sequence[Sequence[float]], akin: Sequence[Sequence[float]]) -> Iterator[tuple[int | None, int | None]]:
    old, new = 0, 0
    while old < len(best) - 1 or new < len(best[0]) - 1:
        more_of_both = old < len(best) - 1 and new < len(best[0]) - 1
        if more_of_both and akin[old][new] and best[old][new] == akin[old][new] + best[old + 1][new + 1]:
            yield old, new
            old, new = old + 1, new + 1
        elif old < len(best) - 1 and best[old][new] == best[old + 1][new]:
            yield old, None
            old += 1
        else:
            yield None, new
            new += 1


def _akin(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of the words, 0 below what makes two paragraphs one."""
    share = 2 * (one & other).total() / max(1, one.total() + other.total())
    return share if share >= _AKIN else 0.0


def _words(text: str) -> list[tuple[str, str]]:
    """Split into words, each with the space that follows it."""
    return [(found[1], found[2]) for found in _WORD.finditer(text) if found[0]]


def _in_common(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """Count the words that both begin with, and then those that both end with."""
    shorter, head, tail = min(len(old), len(new)), 0, 0
    while head < shorter and old[head][0] == new[head][0]:
        head += 1
    while tail < shorter - head and old[-1 - tail][0] == new[-1 - tail][0]:
        tail += 1
    return head, tail


def _changed(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[Segment]:
    if len(old) * len(new) > _MOST_PAIRS:
        yield from (Segment("removed", _text(old)), Segment("added", _text(new)))
        return
    matcher = SequenceMatcher(a=[word for word, _ in old], b=[word for word, _ in new], autojunk=False)
    for op, start, end, new_start, new_end in matcher.get_opcodes():
        if op == "equal":
            yield from _kept(old[start:end], new[new_start:new_end])
        else:
            yield from (Segment("removed", _text(old[start:end])), Segment("added", _text(new[new_start:new_end])))


def _kept(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[Segment]:
    """The same words; where only the space behind one differs, that is the change."""
    for (word, space), (_, space_now) in zip(old, new, strict=True):
        yield Segment("same", word)
        if space == space_now:
            yield Segment("same", space)
        else:
            yield from (Segment("removed", space), Segment("added", space_now))


def _merged(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Join runs of one kind; between two runs of the same, what is gone stands before what is new."""
    for same, run in groupby((one for one in segments if one.text), key=lambda one: one.op == "same"):
        changed = list(run)
        kinds: tuple[Op, ...] = ("same",) if same else ("removed", "added")
        for op in kinds:
            text = "".join(one.text for one in changed if one.op == op)
            if text:
                yield Segment(op, text)


def _text(words: Sequence[tuple[str, str]]) -> str:
    return "".join(word + space for word, space in words)


def _moved(place: int | None, by: int) -> int | None:
    return None if place is None else place + by


def _plain(text: str) -> str:
    return " ".join(text.split())
