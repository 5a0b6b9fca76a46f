#!/usr/bin/env python3
"""Write or check docs/practices.md: each practice, the words it comes from, where a user meets it, and its tests.

A test shows a practice by the mark `practice("P7")`; the first paragraph of its docstring says where a user meets it.
"""

import argparse
import ast
import difflib
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PRACTICES = ROOT / "tools" / "practices.toml"
DOCUMENT = ROOT / "docs" / "practices.md"
TESTS = ROOT / "tests"

INTRODUCTION = """# The practices

<!-- Written by `./dev docs` from tools/practices.toml and the marks in tests/. Do not edit. -->

Working agencies advise candidates what to do after an interview. Five of their texts were read for what they ask of
everybody, and each thing asked is a practice with a number. Under each stand the text's own words, where a user of
Afterword meets it, and the test that shows it; the tests drive the HTTP API of a running server on a real PostgreSQL.
What no test shows is not claimed: where a practice has several sides, the tests say which of them are there.
"""

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class Refused(Exception):
    """The marks or the list of practices are not right; the message names the place."""


@dataclass(frozen=True)
class Quote:
    """Words of one of the texts."""

    text: str
    words: str


@dataclass(frozen=True)
class Practice:
    """One practice and the words it comes from."""

    number: str
    practice: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Shown:
    """A test that shows a practice, and where a user meets it."""

    number: str
    where: str
    file: str
    test: str


def practices_in(path: Path) -> tuple[dict[str, str], list[Practice]]:
    """Read the texts' titles and the practices; raises Refused where a quote names no text."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    texts: dict[str, str] = data["texts"]
    found = [
        Practice(entry["number"], entry["practice"], tuple(Quote(**quote) for quote in entry["quotes"]))
        for entry in data["practices"]
    ]
    for practice in found:
        if unknown := {quote.text for quote in practice.quotes} - texts.keys():
            raise Refused(f"{path.name}: {practice.number} quotes {', '.join(sorted(unknown))}, which is no text")
    return texts, found


def shown_in(tests: Path) -> list[Shown]:
    """Find every marked test of a folder, by file and line; raises Refused for a mark that tells nothing."""
    return [shown for path in sorted(tests.rglob("*.py")) for shown in _shown_in_file(path, tests)]


def document(texts: Mapping[str, str], practices: Sequence[Practice], shown: Sequence[Shown]) -> str:
    """Write the document; raises Refused where a test is marked with a number that is no practice's."""
    numbers = {practice.number for practice in practices}
    for one in shown:
        if one.number not in numbers:
            raise Refused(f"{one.file}: {one.test} is marked {one.number}, which is no practice")
    by_number = {number: [one for one in shown if one.number == number] for number in numbers}
    there = [practice for practice in practices if by_number[practice.number]]
    missing = [practice for practice in practices if not by_number[practice.number]]
    parts = [
        INTRODUCTION,
        *_texts(texts),
        *_overview(practices, by_number),
        *(part for practice in there for part in _section(practice, by_number[practice.number])),
        *_not_yet(missing),
    ]
    return "\n".join(parts).rstrip("\n") + "\n"


def _shown_in_file(path: Path, tests: Path) -> Iterator[Shown]:
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    file = path.relative_to(tests).as_posix()
    functions = [node for node in ast.walk(tree) if isinstance(node, FunctionNode) and node.name.startswith("test_")]
    on_tests = [(node, mark) for node in functions for mark in node.decorator_list if _is_mark(mark)]
    every = {node for node in ast.walk(tree) if _is_mark(node)}
    if stray := every - {mark for _, mark in on_tests}:
        lines = ", ".join(str(line) for line in sorted(node.lineno for node in stray if isinstance(node, ast.expr)))
        raise Refused(f"{file}: a practice is marked on line {lines}, but not on a test")
    for node, mark in sorted(on_tests, key=lambda pair: pair[1].lineno):
        yield Shown(_number(mark, file), _where(node, file), file, node.name)


def _is_mark(node: ast.AST) -> bool:
    """Tell `pytest.mark.practice`, called or not."""
    named = node.func if isinstance(node, ast.Call) else None
    return isinstance(named, ast.Attribute) and ast.unparse(named) == "pytest.mark.practice"


def _number(mark: ast.expr, file: str) -> str:
    match mark:
        case ast.Call(args=[ast.Constant(value=str(number))], keywords=[]):
            return number
    raise Refused(f'{file}:{mark.lineno}: write the mark as pytest.mark.practice("P7")')


def _where(node: FunctionNode, file: str) -> str:
    paragraph = (ast.get_docstring(node) or "").partition("\n\n")[0]
    if not paragraph:
        raise Refused(f"{file}: {node.name} needs a docstring that says where a user meets the practice")
    return " ".join(paragraph.split())


def _texts(texts: Mapping[str, str]) -> Iterator[str]:
    yield "| text | |\n|---|---|"
    for number, title in texts.items():
        yield f"| {number} | {title} |"
    yield ""


def _overview(practices: Sequence[Practice], shown: Mapping[str, Sequence[Shown]]) -> Iterator[str]:
    yield "| | practice | words from | tests |\n|---|---|---|---|"
    for practice in practices:
        number = len(shown[practice.number])
        name = f"[{practice.number}](#{practice.number.lower()})" if number else practice.number
        sources = " ".join(sorted({quote.text for quote in practice.quotes}))
        yield f"| {name} | {practice.practice} | {sources} | {number or 'not yet'} |"
    yield ""


def _section(practice: Practice, shown: Sequence[Shown]) -> Iterator[str]:
    yield f"## {practice.number}\n\n**{practice.practice}**\n"
    yield from _quotes(practice)
    yield "| where a user meets it | test |\n|---|---|"
    for one in shown:
        yield f"| {one.where.replace('|', chr(92) + '|')} | [{one.test}](../tests/{one.file}) |"
    yield ""


def _not_yet(missing: Sequence[Practice]) -> Iterator[str]:
    if not missing:
        return
    yield "## Not yet shown\n\nNo test shows these yet; what exists of them is not claimed here.\n"
    for practice in missing:
        yield f"**{practice.number} · {practice.practice}**\n"
        yield from _quotes(practice)


def _quotes(practice: Practice) -> Iterator[str]:
    for quote in practice.quotes:
        yield f"> {quote.words} ({quote.text})\n"


def main(argv: Sequence[str]) -> int:
    """Write, or compare and say what differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--write", action="store_true", help="write docs/practices.md")
    chosen.add_argument("--check", action="store_true", help="exit 1 where it is not what the tests say")
    wanted = parser.parse_args(argv)
    try:
        fresh = document(*practices_in(PRACTICES), shown_in(TESTS))
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    return _write(fresh) if wanted.write else _check(fresh)


def _write(fresh: str) -> int:
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(fresh, encoding="utf-8")
    return 0


def _check(fresh: str) -> int:
    stored = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    if stored == fresh:
        return 0
    differences = difflib.unified_diff(stored.splitlines(), fresh.splitlines(), "stored", "from the tests", "", "", 0)
    print("\n".join(list(differences)[:20]))
    print("docs/practices.md is not what the tests say. Run ./dev docs and commit the result.")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
