"""Each paragraph of a mail begins as a sentence does."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
SAID = frozenset({"paragraphs", "after_button"})


def test_a_paragraph_of_a_mail_begins_with_a_capital() -> None:
    """In every mail that the source composes; ./dev screenshots asserts the same of those that were received."""
    found = [
        f"{path.relative_to(APP.parent)}:{line}: {words!r}"
        for path in sorted(APP.rglob("*.py"))
        for line, words in paragraphs_in(ast.parse(path.read_text()))
        if begins_small(words)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("words", "small"),
    [("after your interview", True), ("After it", False), ("– dana", True), ("6 days", False), ("", False)],
)
def test_the_first_letter_or_digit_counts(words: str, small: bool) -> None:
    assert begins_small(words) is small


def begins_small(words: str) -> bool:
    """Whether the first letter or digit of a paragraph is a small letter."""
    return next((one.islower() for one in words if one.isalnum()), False)


def paragraphs_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The paragraphs that begin with words of ours, with their lines, of each Mail that a module composes."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Mail":
            for given in call.keywords:
                if given.arg in SAID:
                    yield from _beginnings(given.value)


def _beginnings(node: ast.expr) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _beginnings(part)
        case ast.Starred(value=inner):
            yield from _beginnings(inner)
        case ast.IfExp(body=then, orelse=otherwise):
            yield from _beginnings(then)
            yield from _beginnings(otherwise)
        case ast.BinOp(left=left):
            yield from _beginnings(left)
        case ast.Constant(value=str() as words):
            yield node.lineno, words
        case ast.JoinedStr(values=[ast.Constant(value=str() as words), *_]):
            yield node.lineno, words
