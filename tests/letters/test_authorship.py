from typing import Any

from app.letters.rules.authorship import CANDIDATE, authorship, carried_over, first_authors, same_letter
from app.letters.schemas.content import LetterContent

PRIYA = "01937a5e-8f1c-7c3a-9d2b-5e6f7a8b9c0d"


def letter(*texts: str) -> LetterContent:
    return LetterContent.model_validate({"paragraphs": [{"text": text} for text in texts]})


def test_a_paragraph_belongs_to_who_wrote_it_first_wherever_it_stands() -> None:
    own, suggested = letter("Dear Dana,", "I led people."), letter("Dear Dana,", "I led nine people.")
    written = first_authors([(own, [CANDIDATE, CANDIDATE]), (suggested, [CANDIDATE, PRIYA])])

    later = letter("I led nine people.", "Dear  Dana,\n", "Truly, Alex")

    assert authorship(later, written=written, by=CANDIDATE) == [PRIYA, CANDIDATE, CANDIDATE]
    assert authorship(later, written=written, by="another") == [PRIYA, CANDIDATE, "another"]


def test_a_word_changed_makes_a_paragraph_the_changers() -> None:
    written = first_authors([(letter("I led people."), [CANDIDATE])])

    assert authorship(letter("I led nine people."), written=written, by=PRIYA) == [PRIYA]


def test_spaces_and_line_ends_are_no_other_wording() -> None:
    assert same_letter(letter("Dear Dana,\nThank you."), letter("Dear Dana, Thank you."))
    assert not same_letter(letter("Dear Dana,"), letter("Dear Dana,", "Thank you."))


def content(paragraphs: list[dict[str, Any]], **more: Any) -> LetterContent:
    return LetterContent.model_validate({"paragraphs": paragraphs, **more})


def test_a_suggestion_in_plain_words_keeps_parts_concerns_and_reasons() -> None:
    own = content(
        [
            {"text": "Thank you for the hour on Monday.", "part": "thanks"},
            {"text": "At Corvid I led people in Porto for years.", "part": "concern", "answers": ["c1"]},
        ],
        left_out=[{"concern": "c2", "reason": "Priya raises it."}],
    )
    plain = letter("Thank you for the hour on Monday.", "A word first.", "At Corvid I led nine people in Porto.")

    kept = carried_over(own, plain)

    assert [(one.part, one.answers) for one in kept.paragraphs] == [("thanks", []), (None, []), ("concern", ["c1"])]
    assert kept.left_out == own.left_out


def test_a_suggestion_that_says_what_its_paragraphs_answer_is_taken_at_its_word() -> None:
    own = content([{"text": "At Corvid I led people.", "part": "concern", "answers": ["c1"]}])
    suggested = content(
        [{"text": "At Corvid I led nine people.", "part": "fit"}],
        left_out=[{"concern": "c1", "reason": "On the phone"}],
    )

    kept = carried_over(own, suggested)

    assert ([one.model_dump() for one in kept.paragraphs], kept.left_out) == (
        [one.model_dump() for one in suggested.paragraphs],
        suggested.left_out,
    )
