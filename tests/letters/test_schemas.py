from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.letters.schemas.content import MAX_CHARACTERS, LetterContent, plain_text


def refused(content: dict[str, Any]) -> list[tuple[tuple[int | str, ...], str]]:
    with pytest.raises(ValidationError) as caught:
        LetterContent.model_validate(content)
    return [(error["loc"], error["type"]) for error in caught.value.errors()]


def test_the_published_example_is_valid_and_comes_back_as_it_was() -> None:
    example = LetterContent.model_json_schema()["examples"][0]

    content = LetterContent.model_validate(example)

    assert content.model_dump(mode="json", exclude_defaults=True) == example
    assert LetterContent.model_validate_json(content.model_dump_json()) == content


def test_plain_text_is_split_at_its_blank_lines() -> None:
    content = LetterContent.model_validate({"text": "Dear Dana,\r\n\r\nThank you.\nTruly.\n \n\n Alex \n"})

    assert [paragraph.text for paragraph in content.paragraphs] == ["Dear Dana,", "Thank you.\nTruly.", "Alex"]
    assert content.text is None
    assert "text" not in content.model_dump()


def test_text_and_paragraphs_together_are_refused() -> None:
    assert refused({"text": "a", "paragraphs": [{"text": "b"}]}) == [((), "text_and_paragraphs")]


def test_an_empty_letter_is_a_valid_draft() -> None:
    assert LetterContent.model_validate({}).paragraphs == []
    assert LetterContent.model_validate({"text": "  \n"}).paragraphs == []


def test_paragraphs_without_words_are_dropped() -> None:
    content = LetterContent.model_validate(
        {"paragraphs": [{"part": "thanks", "text": " "}, {"part": "fit", "text": "Nine people."}, {}]}
    )

    assert [paragraph.part for paragraph in content.paragraphs] == ["fit"]


def test_a_letter_of_the_full_length_is_accepted_and_one_character_more_refused() -> None:
    half = "a" * (MAX_CHARACTERS // 2 - 1)

    whole = LetterContent.model_validate({"paragraphs": [{"text": half}, {"text": half}]})

    assert len(plain_text(whole)) == MAX_CHARACTERS
    assert refused({"paragraphs": [{"text": half}, {"text": f"{half}a"}]}) == [((), "letter_too_long")]
    assert refused({"text": "a" * (MAX_CHARACTERS + 1)}) == [(("text",), "string_too_long")]


@pytest.mark.parametrize(("text", "kind"), [("a\x00", "control_character"), ("a\u202e", "direction_control")])
def test_a_text_that_nobody_types_is_refused(text: str, kind: str) -> None:
    assert refused({"text": text}) == [(("text",), kind)]
    assert refused({"paragraphs": [{"text": text}]}) == [(("paragraphs", 0, "text"), kind)]


@pytest.mark.parametrize(
    "content",
    [{"paragraphs": [{"text": "a", "part": "ps"}]}, {"greeting": "Dear"}, {"paragraphs": "a"}, {"left_out": [{}]}],
)
def test_what_a_letter_does_not_have_is_refused(content: dict[str, Any]) -> None:
    assert len(refused(content)) == 1


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"], include_characters="\n"), max_size=300))
def test_a_letter_read_as_text_and_split_again_is_the_same(text: str) -> None:
    content = LetterContent(text=text)

    assert LetterContent(text=plain_text(content)) == content
    assert all(paragraph.text.strip() for paragraph in content.paragraphs)
