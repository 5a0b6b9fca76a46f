from hypothesis import given
from hypothesis import strategies as st

from app.letters.rules.differences import ParagraphChange, aligned, differences, word_changes

LETTERS = st.lists(st.text("ab \n", min_size=1, max_size=40), max_size=6)


def shown(change: ParagraphChange) -> str:
    marks = {"same": "{}", "added": "+{}+", "removed": "-{}-"}
    return "".join(marks[one.op].format(one.text) for one in change.segments)


def test_a_change_is_shown_word_by_word_and_what_is_gone_before_what_is_new() -> None:
    (change,) = differences(["At Corvid I led a team."], ["At Corvid I led nine people in Porto."])

    assert shown(change) == "At Corvid I led -a team.-+nine people in Porto.+"
    assert (change.before, change.after) == (0, 0)


def test_a_sentence_added_at_the_end_leaves_what_stood_before_it_alone() -> None:
    (change,) = differences(["Nobody left."], ["Nobody left. We met every quarter."])

    assert shown(change) == "Nobody left.+ We met every quarter.+"


def test_a_paragraph_that_is_new_or_gone_stands_where_it_was() -> None:
    before = ["Dear Dana,", "Thank you for the hour.", "Yours, Alex"]
    after = ["Dear Dana,", "I want this role.", "Yours, Alex"]

    changes = differences(before, after)

    assert [(one.before, one.after) for one in changes] == [(0, 0), (1, None), (None, 1), (2, 2)]
    assert [shown(one) for one in changes[1:3]] == ["-Thank you for the hour.-", "+I want this role.+"]


def test_a_paragraph_that_was_reworded_stays_paired_beside_a_new_one() -> None:
    before = ["Thank you for the hour on Monday.", "At Corvid I led nine people in Porto for three years."]
    after = ["Thank you for the hour on Monday.", "A word first.", "At Corvid I led twelve people in Porto for years."]

    assert aligned(before, after) == [(0, 0), (None, 1), (1, 2)]


def test_the_same_letter_has_no_changes_and_the_first_version_is_all_new() -> None:
    letter = ["Dear Dana,", "Thank you."]

    assert [shown(one) for one in differences(letter, letter)] == letter
    assert [shown(one) for one in differences([], letter)] == [f"+{text}+" for text in letter]
    assert differences([], []) == []


@given(LETTERS, LETTERS)
def test_the_segments_give_both_versions_exactly(before: list[str], after: list[str]) -> None:
    changes = differences(before, after)

    assert [one.before for one in changes if one.before is not None] == list(range(len(before)))
    assert [one.after for one in changes if one.after is not None] == list(range(len(after)))
    for change in changes:
        old = "".join(one.text for one in change.segments if one.op != "added")
        new = "".join(one.text for one in change.segments if one.op != "removed")
        assert old == ("" if change.before is None else before[change.before])
        assert new == ("" if change.after is None else after[change.after])
        assert all(one.text for one in change.segments)


def test_a_text_too_long_to_compare_word_by_word_is_shown_as_replaced() -> None:
    old, new = " ".join(f"a{n}" for n in range(2000)), " ".join(f"b{n}" for n in range(2000))

    assert [one.op for one in word_changes(f"x {old} y", f"x {new} y")] == ["same", "removed", "added", "same"]
