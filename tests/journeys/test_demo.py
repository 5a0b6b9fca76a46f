"""`./dev demo` in a state directory of its own, and `afterword audit verify` over the trail that it left."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.adapters.postgres import server
from app.audit.verify import Report, verify
from app.core.db import Database

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Played:
    """A demonstration that ran: what it printed last, and how to reach what it left."""

    last_line: dict[str, Any]
    superuser_url: str
    environment: dict[str, str]

    def verify(self) -> tuple[int, dict[str, Any]]:
        """Run `afterword audit verify`; return its exit code and its report."""
        command = [sys.executable, "-m", "app.cli", "audit", "verify", "--json"]
        done = subprocess.run(command, cwd=CHECKOUT, env=self.environment, capture_output=True, text=True)
        return done.returncode, json.loads(done.stdout)

    def found(self) -> Report:
        """Check the trail as `afterword audit verify` does, without a process of its own."""
        owner = Database(self.environment["DATABASE_OWNER_URL"])
        try:
            with owner.transaction() as session:
                return verify(session)
        finally:
            owner.dispose()

    def tamper(self, *statements: str) -> None:
        """Change the trail as only the database's superuser can."""
        with psycopg.connect(self.superuser_url) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in statements:
                connection.execute(statement.encode())


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    parent = Path(tempfile.mkdtemp(prefix="afterword-demo-", dir="/tmp"))
    parent.chmod(0o755)
    state = parent / "a state"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "AFTERWORD_"))}
    environment["AFTERWORD_STATE_DIR"] = str(state)
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "demo"], cwd=CHECKOUT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    with server.hold(state / "postgres") as cluster:
        environment["DATABASE_URL"] = cluster.url_for("afterword_app", "afterword_demo")
        environment["DATABASE_OWNER_URL"] = cluster.url_for("afterword_owner", "afterword_demo")
        last_line = json.loads(done.stdout.splitlines()[-1])
        yield Played(last_line, cluster.url_for("postgres", "afterword_demo"), environment)
    shutil.rmtree(parent)


def test_the_demonstration_holds_every_step_and_says_so_in_json(played: Played) -> None:
    assert played.last_line["ok"] is True
    assert played.last_line["recipients"] == ["dana.whitfield@meridian.example", "tom.achterberg@meridian.example"]
    assert len(played.last_line["document_sha256"]) == 64
    assert played.last_line["audit"]["findings"] == []


def test_its_trail_verifies(played: Played) -> None:
    code, report = played.verify()
    assert (code, report["findings"]) == (0, [])
    assert report["entries"] == played.last_line["audit"]["entries"]


@pytest.mark.parametrize(
    ("damage", "repair"),
    [
        pytest.param(
            "UPDATE audit_event SET details = '{\"version\": 2}' WHERE action = 'letter.submitted'",
            "UPDATE audit_event SET details = '{0}' WHERE action = 'letter.submitted'",
            id="one value changed",
        ),
    ],
)
def test_a_changed_entry_is_named(played: Played, damage: str, repair: str) -> None:
    with psycopg.connect(played.superuser_url) as connection:
        found = connection.execute("SELECT id, details::text FROM audit_event WHERE action = 'letter.submitted'")
        entry, details = found.fetchall()[0]
    played.tamper(damage)
    code, report = played.verify()
    played.tamper(repair.replace("{0}", details))
    assert code == 1
    assert [finding["entry"] for finding in report["findings"]] == [str(entry)]


def test_a_removed_entry_is_named_by_its_place(played: Played) -> None:
    keep = "CREATE TABLE kept AS SELECT * FROM audit_event WHERE action = 'delivery.claimed'"
    played.tamper(keep, "DELETE FROM audit_event WHERE action = 'delivery.claimed'")
    report = played.found()
    played.tamper("INSERT INTO audit_event SELECT * FROM kept", "DROP TABLE kept")
    assert {finding.seq for finding in report.findings} == {3}
    assert all(finding.subject.startswith("delivery:") for finding in report.findings)


def test_two_entries_that_changed_places_are_named(played: Played) -> None:
    swap = (
        "UPDATE audit_event SET seq = seq + 100 WHERE action = 'debrief.requested'",
        "UPDATE audit_event SET seq = 1 WHERE action = 'debrief.request_mailed'",
        "UPDATE audit_event SET seq = 2 WHERE action = 'debrief.requested'",
    )
    back = (
        "UPDATE audit_event SET seq = 100 WHERE action = 'debrief.requested'",
        "UPDATE audit_event SET seq = 2 WHERE action = 'debrief.request_mailed'",
        "UPDATE audit_event SET seq = 1 WHERE action = 'debrief.requested'",
    )
    played.tamper(*swap)
    report = played.found()
    played.tamper(*back)
    assert {finding.seq for finding in report.findings} >= {1, 2}


def test_with_every_entry_back_in_its_place_the_trail_verifies_again(played: Played) -> None:
    assert played.found().findings == []
