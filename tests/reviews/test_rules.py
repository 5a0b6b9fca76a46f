"""For whom an item waits after what, and what is found by which words."""

import pytest

from app.reviews.rules.waiting import waits_after
from app.reviews.rules.words import split_last_word, words_in


@pytest.mark.parametrize("kind", ["debrief", "letter", "summary", "addendum"])
@pytest.mark.parametrize(
    ("event", "whom"),
    [
        ("submitted", "us"),
        ("returned", "candidate"),
        ("suggested", "candidate"),
        ("reopened", "candidate"),
        ("accepted", None),
        ("approved", None),
        ("released", None),
        ("not_forwarded", None),
        ("withdrawn", None),
        ("waived", None),
        ("declined", None),
        ("cancelled", None),
        ("no_show", None),
        ("superseded", None),
        ("erased", None),
    ],
)
def test_an_item_waits_for_whoever_acts_next(kind: str, event: str, whom: str | None) -> None:
    expected = None if kind == "addendum" and whom == "candidate" else whom
    assert waits_after(kind, event) == expected


def test_an_event_that_nobody_thought_of_is_refused() -> None:
    with pytest.raises(KeyError):
        waits_after("letter", "lost")


def test_words_are_what_people_wrote_and_no_codes() -> None:
    content = {
        "concerns": [{"key": "c1", "text": "Managing abroad", "kind": "experience", "raised_by": "Dana"}],
        "fit": "not_discussed",
        "interest": {"before": 3, "why": "The roadmap"},
    }
    assert words_in(content).split("\n") == ["Managing abroad", "Dana", "The roadmap"]
    assert len(words_in(["word " * 20_000])) == 40_000


@pytest.mark.parametrize(
    ("typed", "whole", "begun"),
    [
        ("meri", "", "meri"),
        ("alex meri", "alex", "meri"),
        ('"alex moreau" meri', '"alex moreau" meri', ""),
        ('"alex meri', '"alex meri', ""),
        ("alex -meri", "alex -meri", ""),
        ("-alex meri", "-alex", "meri"),
        ("alex or meri", "alex or meri", ""),
        ("or meri", "or meri", ""),
        ("meridian-foods", "meridian-foods", ""),
        ("O'Hara", "O'Hara", ""),
        ("!!", "!!", ""),
        ("", "", ""),
    ],
)
def test_the_last_word_may_be_half_typed_unless_it_is_quoted_or_excluded(typed: str, whole: str, begun: str) -> None:
    assert split_last_word(typed) == (whole, begun)
