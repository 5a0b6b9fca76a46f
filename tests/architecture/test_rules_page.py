"""docs/rules.md names, for each rule, what keeps it and what shows it, and everything that it names is there."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from app.core.db import Database

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "rules.md"
RULES = 11
SECTION = re.compile(r"^## (\d+) · .+$", re.MULTILINE)
LINK = re.compile(r"\[(\w+)\]\(\.\./([\w/.-]+\.py)\)")
IN_DATABASE = text(
    "SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal "
    "UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public' "
    "UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
)


@dataclass(frozen=True)
class Named:
    """One link of a rule: a name, and the file that it leads to."""

    rule: int
    name: str
    file: str

    @property
    def is_test(self) -> bool:
        return self.file.startswith("tests/")

    @property
    def is_of_the_database(self) -> bool:
        return self.file.startswith("migrations/")


def named_in(page: str) -> list[Named]:
    _, *parts = SECTION.split(page)
    return [
        Named(int(number), *link)
        for number, body in zip(parts[::2], parts[1::2], strict=True)
        for link in LINK.findall(body)
    ]


def missing(named: list[Named], root: Path) -> list[Named]:
    """What a file does not have: a test or a definition; of a migration, the whole word."""
    return [one for one in named if one.name not in _names_in(root / one.file, of_database=one.is_of_the_database)]


def without(named: list[Named], *, tests: bool) -> list[int]:
    """The rules that no test shows, or that nothing keeps."""
    return sorted(set(range(1, RULES + 1)) - {one.rule for one in named if one.is_test is tests})


def _names_in(file: Path, *, of_database: bool) -> set[str]:
    if not file.exists():
        return set()
    source = file.read_text(encoding="utf-8")
    if of_database:
        return set(re.findall(r"\w+", source))
    return set(_defined(ast.parse(source)))


def _defined(tree: ast.Module) -> list[str]:
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += [target.id for target in targets if isinstance(target, ast.Name)]
    return found


@pytest.fixture(scope="module")
def named() -> list[Named]:
    return named_in(PAGE.read_text(encoding="utf-8"))


def test_each_of_the_eleven_rules_is_kept_by_something_and_shown_by_a_test(named: list[Named]) -> None:
    assert without(named, tests=False) == []
    assert without(named, tests=True) == []
    assert max(one.rule for one in named) == RULES


def test_everything_that_the_page_names_is_in_the_file_that_it_leads_to(named: list[Named]) -> None:
    assert missing(named, ROOT) == []
    every_link = re.findall(r"\]\(\.\./", PAGE.read_text(encoding="utf-8"))
    assert len(every_link) == len(named), "a link to a file stands within a rule and names something there"


def test_what_the_database_keeps_is_still_there(named: list[Named], database: Database) -> None:
    with database.transaction() as session:
        there = set(session.scalars(IN_DATABASE))
    assert [one for one in named if one.is_of_the_database and one.name not in there] == []


def test_a_rule_without_a_test_and_a_name_that_is_gone_are_found(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text("KEPT = 1\n\n\ndef test_a() -> None: ...\n")
    page = (
        "# Rules\n\n## 1 · One\n- [test_a](../tests/test_a.py) [test_b](../tests/test_a.py) [kept](../app/gone.py)\n"
        "## 2 · Two\n- [KEPT](../app/gone.py)\n"
    )
    named = named_in(page)
    assert [one.name for one in missing(named, tmp_path)] == ["test_b", "kept", "KEPT"]
    assert without(named, tests=True)[:2] == [2, 3]
    assert without(named, tests=False)[0] == 3
