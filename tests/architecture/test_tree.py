"""The house rules of the tree hold, and each rule is shown to notice what breaks it."""

from pathlib import Path

import pytest

from tests.architecture import tree

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
TESTS = ROOT / "tests"
VERSIONS = ROOT / "migrations" / "versions"


def put(folder: Path, name: str, text: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_every_file_of_the_application_is_of_a_known_kind() -> None:
    assert tree.unknown_entries(APP) == []


@pytest.mark.parametrize(
    "name",
    [
        "letters/helpers_of.py",
        "letters/access.py",
        "letters/letter.html",
        "core/cache.py",
        "adapters/ftp.py",
        "audit/actions.py",
        "web/service.py",
        "gossip/models.py",
        "tools.py",
    ],
)
def test_a_file_of_no_known_kind_is_found(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    assert len(tree.unknown_entries(tmp_path)) == 1


@pytest.mark.parametrize(
    "name",
    ["letters/actions.py", "letters/actions/submit.py", "accounts/access.py", "core/db.py", "demo/steps.py", "cli.py"],
)
def test_a_kind_may_be_a_file_or_a_package_of_its_name(tmp_path: Path, name: str) -> None:
    put(tmp_path, "letters/__init__.py")
    put(tmp_path, name)
    assert tree.unknown_entries(tmp_path) == []


@pytest.mark.parametrize("folder", [APP, TESTS], ids=lambda folder: folder.name)
def test_names_say_what_is_inside(folder: Path) -> None:
    assert tree.banned_names(folder) == []


@pytest.mark.parametrize("name", ["utils.py", "letters/actions/common.py", "core/mail_helpers.py", "manager/x.py"])
def test_a_name_that_says_nothing_is_found(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    put(tmp_path, "letters/commonwealth.py")
    assert len(tree.banned_names(tmp_path)) == 1


@pytest.mark.parametrize(("folder", "most"), [(APP, 300), (TESTS, 400)], ids=["app", "tests"])
def test_files_stay_short(folder: Path, most: int) -> None:
    assert tree.long_files(folder, most) == []


def test_a_long_file_is_found_and_one_at_the_limit_is_not(tmp_path: Path) -> None:
    put(tmp_path, "long.py", "x = 1\n" * 301)
    put(tmp_path, "right.py", "x = 1\n" * 300)
    assert tree.long_files(tmp_path, 300) == ["long.py: 301 lines, at most 300"]


def test_functions_stay_short() -> None:
    assert tree.long_functions([*tree.sources(APP), ROOT / "dev"], 40) == []


def test_a_long_function_is_found_and_one_at_the_limit_is_not(tmp_path: Path) -> None:
    body = "    x = 1\n"
    bad = put(tmp_path, "bad.py", f"class A:\n    async def long(self):\n{('    ' + body) * 40}")
    good = put(tmp_path, "good.py", f"def right():\n{body * 39}")
    (found,) = tree.long_functions([bad, good], 40)
    assert "long: 41 lines" in found


@pytest.mark.parametrize("folder", [APP, TESTS], ids=lambda folder: folder.name)
def test_packages_are_marked_and_their_init_is_empty(folder: Path) -> None:
    assert tree.packages_amiss(folder) == []


def test_an_unmarked_package_and_a_full_init_are_found(tmp_path: Path) -> None:
    put(tmp_path, "__init__.py")
    put(tmp_path, "unmarked/a.py")
    put(tmp_path, "full/__init__.py", "from app.full.a import b\n")
    assert len(tree.packages_amiss(tmp_path)) == 2


def test_only_core_db_commits() -> None:
    assert tree.commits(APP) == []


def test_a_commit_elsewhere_is_found(tmp_path: Path) -> None:
    put(tmp_path, "core/db.py", "session.commit()\n")
    put(tmp_path, "letters/queries.py", "# session.commit() is not ours\n")
    put(tmp_path, "letters/actions.py", "def submit(session):\n    session.commit()\n")
    assert tree.commits(tmp_path) == ["letters/actions.py:2: only core/db.py commits"]


def test_http_exceptions_stay_at_the_edge() -> None:
    assert tree.http_exceptions(APP) == []


@pytest.mark.parametrize(
    "text",
    ["from fastapi import HTTPException\n", "import fastapi\nraise fastapi.HTTPException(404)\n"],
)
def test_an_http_exception_below_the_edge_is_found(tmp_path: Path, text: str) -> None:
    for edge in ("web/problems.py", "main.py", "letters/api.py", "letters/pages/list.py", "accounts/access.py"):
        put(tmp_path, edge, text)
    put(tmp_path, "letters/actions.py", text)
    assert tree.http_exceptions(tmp_path) == ["letters/actions.py: raise an error of core/errors.py"]


def test_network_and_processes_are_reached_by_adapters_only() -> None:
    assert tree.outside_reached(APP) == []


@pytest.mark.parametrize(
    "text",
    [
        "import urllib.request\n",
        "from urllib.request import urlopen\n",
        "from http import client\n",
        "import os\nos.system('ls')\n",
    ],
)
def test_a_door_to_the_outside_is_found(tmp_path: Path, text: str) -> None:
    put(tmp_path, "adapters/http.py", text)
    put(tmp_path, "letters/rules.py", "from http import HTTPStatus\nfrom urllib.parse import quote\n")
    put(tmp_path, "letters/actions.py", text)
    (found,) = tree.outside_reached(tmp_path)
    assert found.startswith("letters/actions.py")


def test_migrations_are_dated_and_stand_alone() -> None:
    assert list(tree.sources(VERSIONS)) != []
    assert tree.migrations_amiss(VERSIONS) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2026_11_21_1400_add_letters.py", "from app.core.db import Base\n"),
        ("2026_11_21_1400_add_letters.py", "import app.core.db\n"),
        ("2026_13_21_1400_add_letters.py", ""),
        ("2026_11_21_add_letters.py", ""),
        ("3f2a_add_letters.py", ""),
    ],
)
def test_an_undated_or_leaning_migration_is_found(tmp_path: Path, name: str, text: str) -> None:
    put(tmp_path, "2026_11_21_1400_good.py", "import sqlalchemy\nfrom alembic import op\n")
    put(tmp_path, name, text)
    assert len(tree.migrations_amiss(tmp_path)) == 1


def test_every_feature_stands_in_the_import_contracts() -> None:
    assert tree.features_without_contract(APP, (ROOT / ".importlinter").read_text()) == []


def test_a_feature_that_the_import_contracts_forget_is_found(tmp_path: Path) -> None:
    put(tmp_path, "letters/models.py")
    put(tmp_path, "desk/models.py")
    contracts = "containers =\n    app.letters\n\nsource_modules =\n    app.letters\n    app.desk\n"
    (found,) = tree.features_without_contract(tmp_path, contracts)
    assert found.startswith("app.desk")
