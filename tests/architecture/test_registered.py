"""What is named in one place and used in another is the same: tasks, audit actions, states, errors, settings."""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

import app
from app.audit.catalogue import AuditAction
from app.core.db import Audited, Base, Database
from app.core.errors import Problem
from app.core.queue import Task
from app.core.settings import Settings
from app.core.states import Lives
from app.privacy.queries.rows import PREFIXES
from app.worker import TASKS
from tests.architecture import calls
from tests.architecture.tree import parsed, sources
from tools import audit_doc

CODES = Path(__file__).with_name("problem_codes.txt")


def modules() -> Iterator[str]:
    return (found.name for found in pkgutil.walk_packages(app.__path__, "app.") if "__main__" not in found.name)


def problems(kind: type[Problem] = Problem) -> Iterator[type[Problem]]:
    for name in modules():
        importlib.import_module(name)
    for one in kind.__subclasses__():
        yield one
        yield from problems(one)


def said(task: Task) -> set[str]:
    return set(re.findall("[a-z]+", (task.run.__doc__ or "").lower()))


def put(folder: Path, words: str) -> Path:
    (folder / "letters").mkdir()
    (folder / "letters" / "actions.py").write_text(words)
    return folder


def test_every_task_that_is_named_exists_and_every_task_is_named() -> None:
    assert calls.task_names() == {task.name for task in TASKS}
    assert {name for _, name in calls.planned_names()} <= {task.name for task in TASKS}


def test_every_task_has_one_name_and_says_how_often_it_may_run() -> None:
    names = [task.name for task in TASKS]
    assert len(names) == len(set(names))
    assert [task.name for task in TASKS if not {"once", "twice"} & said(task)] == []


def test_a_task_that_nobody_runs_is_found(tmp_path: Path) -> None:
    folder = put(tmp_path, 'NAME = "letters.sing"\n@task("letters.read")\ndef read(): enqueue(session, "x.y")\n')
    assert calls.task_names(folder) == {"letters.sing"}
    assert list(calls.planned_names(folder)) == [("letters/actions.py:3", "x.y")]


def test_every_audited_action_is_recorded_somewhere() -> None:
    assert calls.recorded_actions() == {action.name for action in AuditAction}


def test_every_audited_action_has_its_own_name_in_the_past_of_something_audited() -> None:
    names = [action.described.name for action in AuditAction]
    assert len(names) == len(set(names))
    subjects = {name.partition(".")[0] for name in names}
    aliases = {"key": "api_key", "link": "candidate_link", "session": "web_session", "person": "interview"}
    aliases["client_summary"] = "letter"  # one table, two kinds of document (ADR 0016)
    aliases["review_item"] = "review_handover"  # what was done with an item stands beside it (ADR 0022)
    assert {aliases.get(subject, subject) for subject in subjects} == set(PREFIXES)


def test_the_audit_document_has_a_line_for_each_action(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit_doc.main(["--check"]) == 0, capsys.readouterr().out


def test_an_action_that_the_audit_document_lacks_is_found() -> None:
    actions = [action.described for action in AuditAction]
    assert audit_doc.document(actions) != audit_doc.document(actions[1:])


def test_every_audited_table_has_a_public_prefix_of_its_own() -> None:
    audited = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Audited)]
    assert set(PREFIXES) == {str(mapper.local_table) for mapper in audited}
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_every_table_of_states_is_the_constraint_of_its_table(database: Database) -> None:
    lives = [found for name in modules() for found in vars(importlib.import_module(name)).values()]
    tables = {found.of: found.states() for found in lives if isinstance(found, Lives)}
    assert set(tables) == {
        "mail_domain",
        "interview",
        "debrief",
        "debrief addendum",
        "letter",
        "letter upload",
        "comment",
        "consent",
        "delivery",
        "client call",
        "client feedback",
        "outcome",
        "promise",
        "nudge",
        "decision",
    }
    query = text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
    with database.transaction() as session:
        for of, states in tables.items():
            constraint = session.scalars(query, {"name": f"ck_{of.replace(' ', '_')}_state"}).one()
            assert set(constraint.split("'")[1::2]) == set(states), of


def test_an_error_code_stands_for_one_thing() -> None:
    meanings: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for problem in problems():
        meanings[problem.code].add((problem.__name__, problem.status))
        assert "code" in vars(problem), f"{problem.__name__} needs a code of its own"
        assert (problem.__doc__ or "").splitlines()[0].endswith((".", ":"))
    assert {code: found for code, found in meanings.items() if len(found) > 1} == {}


def test_error_codes_stay_what_integrators_know() -> None:
    """A code that goes, or changes its status, breaks programs of others: say so in the change log, and here."""
    known = dict(line.split() for line in CODES.read_text().splitlines())
    assert known == {problem.code: str(problem.status) for problem in problems()}


def test_no_error_takes_words_of_people_into_its_message() -> None:
    """The docstring is the message; nothing in it is filled in."""
    assert [problem.__name__ for problem in problems() if "{" in (problem.__doc__ or "")] == []


def test_every_setting_says_what_it_sets() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_environment_is_read_by_the_settings_alone() -> None:
    allowed = {"core/settings.py", "core/state_dir.py", "core/logging.py"}
    readers = {
        path.relative_to(calls.APP).as_posix()
        for path in sources(calls.APP)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert {reader for reader in readers - allowed if not reader.startswith(("adapters/", "cli/", "demo/"))} == set()
