"""What the documents name exists: settings, files, tests, routes, words of ./dev, links."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from app.core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]

LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:app|deploy|docs|migrations|tests|tools)/[\w./-]+?)/?(?:::(\w+))?`")
ROUTE = re.compile(r"`(GET|POST|PUT|PATCH|DELETE) (/[^\s`?]+)")
WORD = re.compile(r"\./dev ([a-z]+)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def dead_links(document: Path) -> Iterator[str]:
    """Find links to files, or headings of files, that are not there."""
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        file, _, heading = target.partition("#")
        path = document.parent / file if file else document
        if target.startswith("https://"):
            continue
        if not path.exists() or (heading and heading not in anchors(path)):
            yield target


def anchors(document: Path) -> set[str]:
    """Name a document's headings as links do: lower case, hyphens for blanks, no other signs."""
    titles = HEADING.findall(document.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def dead_paths(text: str) -> Iterator[str]:
    """Find files, and tests in them, that are not there."""
    for path, test in PATH.findall(text):
        file = ROOT / path
        if not file.exists() or (test and f"def {test}(" not in file.read_text(encoding="utf-8")):
            yield f"{path}::{test}" if test else path


def dead_routes(text: str, served: set[tuple[str, str]]) -> Iterator[str]:
    """Find routes that the API document does not have; what a parameter is called does not matter."""
    for method, path in ROUTE.findall(text):
        if (method, re.sub(r"\{\w+\}", "{}", path)) not in served:
            yield f"{method} {path}"


def described(name: str, field: FieldInfo) -> str:
    variable = field.alias or f"AFTERWORD_{name.upper()}"
    default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    shown = "" if default is None else f"`{default}`"
    return f"| `{variable}` | {shown} | {field.description} |"


@pytest.fixture(scope="module")
def served() -> set[tuple[str, str]]:
    paths = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    return {(method.upper(), re.sub(r"\{\w+\}", "{}", path)) for path, methods in paths.items() for method in methods}


def test_the_table_of_settings_is_that_of_the_program() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = text.partition("| variable | default | sets |\n|---|---|---|\n")[2].partition("\n\n")[0]
    assert table.splitlines() == [described(name, field) for name, field in Settings.model_fields.items()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_links_lead_somewhere(document: Path) -> None:
    assert list(dead_links(document)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_files_tests_and_routes_that_are_named_exist(document: Path, served: set[tuple[str, str]]) -> None:
    text = document.read_text(encoding="utf-8")
    assert [*dead_paths(text), *dead_routes(text, served)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_words_of_dev_that_are_named_exist(document: Path) -> None:
    tree = ast.parse((ROOT / "dev").read_text(encoding="utf-8"))
    (words,) = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "WORDS"
    )
    assert set(WORD.findall(document.read_text(encoding="utf-8"))) - set(ast.literal_eval(words)) == set()


def test_what_is_not_there_is_found(tmp_path: Path, served: set[tuple[str, str]]) -> None:
    document = tmp_path / "page.md"
    document.write_text("# One thing\n[a](page.md#one-thing) [b](page.md#another) [c](gone.md) [d](https://a.example)")
    assert list(dead_links(document)) == ["page.md#another", "gone.md"]
    assert list(dead_paths("`app/main.py` `app/gone.py` `tests/office.py::test_nothing`")) == [
        "app/gone.py",
        "tests/office.py::test_nothing",
    ]
    text = "`POST /v1/letters/{id}/approve` `GET /v1/letters/{id}/approve` `GET /v1/audit?limit=1`"
    assert list(dead_routes(text, served)) == ["GET /v1/letters/{id}/approve"]


def test_decisions_are_numbered_without_a_gap() -> None:
    found = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in found] == [f"{number:04}" for number in range(1, len(found) + 1)]
    for path in found:
        assert path.read_text(encoding="utf-8").startswith(f"# {path.name[:4]} · ")
