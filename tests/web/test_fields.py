"""A form's fields are named as the API names values, both ways; what is wrong finds its field."""

from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, StringConstraints

from app.core.errors import FieldError
from app.core.ids import PersonId
from app.web.fields import (
    Form,
    FormNotReadable,
    Posted,
    flattened,
    named_errors,
    nested,
    number_in,
    read,
    validated,
)

NAMES = st.text("abcxyz_", min_size=1, max_size=5)
LEAVES = st.text("ab c\nå“”", min_size=1).filter(str.strip)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(NAMES, inner, min_size=1, max_size=4),
)


class Part(BaseModel):
    text: Annotated[str, StringConstraints(max_length=5)]


class Chosen(BaseModel):
    person: PersonId


class Whole(BaseModel):
    parts: list[Part] = []
    score: Annotated[int, Field(ge=1, le=5)] | None = None


@given(st.dictionaries(NAMES, TREES, min_size=1))
def test_what_is_flattened_and_nested_again_is_the_same(tree: dict[str, object]) -> None:
    assert nested(flattened(tree)) == tree


def test_gaps_between_numbers_close_and_their_order_is_that_of_numbers() -> None:
    fields = {"a.10.b": ["ten"], "a.2.b": ["two"], "a.7.b": ["seven"]}
    assert nested(fields) == {"a": [{"b": "two"}, {"b": "seven"}, {"b": "ten"}]}


def test_a_group_wins_over_a_word_of_the_same_name() -> None:
    assert nested({"a": ["none"], "a.0.b": ["x"]}) == {"a": [{"b": "x"}]}


def test_what_was_typed_goes_before_a_box_that_was_ticked_beside_it() -> None:
    fields = {"unsaid": ["My Portuguese.", "not_discussed"], "agenda": ["", "not_discussed"]}
    assert nested(fields) == {"unsaid": "My Portuguese.", "agenda": "not_discussed"}
    assert Form(fields).value("agenda") == "not_discussed"


def test_null_and_empty_leave_no_field() -> None:
    assert flattened({"a": None, "b": [], "c": {"d": 0}}) == {"c.d": ["0"]}


def test_an_error_of_a_schema_is_found_by_the_name_of_its_field() -> None:
    read_as, errors = validated(
        Whole, nested({"parts.0.text": ["short"], "parts.1.text": ["too long"], "score": ["x"]})
    )
    assert read_as is None
    assert errors == {"parts.1.text": "Write at most 5 characters", "score": "Choose one"}


@pytest.mark.parametrize("given_as", ["dana", "prs_", "int_01m81afh05eqpv9xp20h5a4k3p"])
def test_an_identifier_that_is_none_of_those_offered_is_told_of_in_words_for_people(given_as: str) -> None:
    assert validated(Chosen, {"person": given_as}) == (None, {"person": "Choose one of those that are offered"})


def test_what_fits_the_schema_is_read_by_it() -> None:
    assert validated(Whole, nested({"parts.0.text": ["short"]})) == (Whole(parts=[Part(text="short")]), {})


def test_an_error_of_an_action_is_found_by_the_name_of_its_field() -> None:
    assert named_errors([FieldError("#/people/2", "is not met")]) == {"people.2": "is not met"}
    form = Form({"people.2": ["x"]}).with_errors([FieldError("#/people/2", "is not met")])
    assert form.error("people.2") == "is not met"
    assert form.error("people.1") is None


@pytest.mark.parametrize("text", ["", "x", "-1", "1.0", "²", "٣", "1 0", "9" * 19, "9" * 5_000])
def test_what_is_no_number_that_a_page_carried_is_one_that_never_was(text: str) -> None:
    assert number_in(text) == -1


def test_a_number_that_a_page_carried_is_read() -> None:
    assert [number_in(text) for text in ("0", "17", "9" * 18)] == [0, 17, 10**18 - 1]


def test_a_form_is_read_as_browsers_send_it() -> None:
    posted = read(b"a=one+%C5%82&a=two&b=x%0D%0Ay", "application/x-www-form-urlencoded; charset=utf-8")
    assert posted == Posted({"a": ["one ł", "two"], "b": ["x\ny"]})
    assert posted.value("c") == ""
    assert posted.under("a") == {"a": ["one ł", "two"]}


def test_a_form_with_a_file_is_read_whole() -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nt\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="l.docx"\r\n\r\nPK\x00\r\n--b--\r\n'
    )
    assert read(body, "multipart/form-data; boundary=b") == Posted({"csrf": ["t"]}, {"file": b"PK\x00"})


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"a=b", ""),
        (b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx", "multipart/form-data; boundary=b"),
        (b"x", "multipart/form-data"),
        (b"&".join(b"a%d=1" % n for n in range(2_001)), "application/x-www-form-urlencoded"),
    ],
    ids=["json", "nothing said", "cut off", "no boundary", "too many fields"],
)
def test_what_is_no_whole_form_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(FormNotReadable):
        read(body, kind)
