"""The embedded server: starting, stopping, sharing."""

import json
import os
import pwd
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from app.adapters.postgres import server
from app.adapters.postgres.cluster import Cluster, Layout
from app.adapters.postgres.errors import EmbeddedPostgresError
from app.adapters.postgres.processes import process_of
from tests.adapters.postgres_case import QUICK, ask, child, elsewhere, run, state_directory

ROOT = os.geteuid() == 0


@pytest.fixture
def fresh() -> Iterator[Path]:
    """A state directory that does not exist yet."""
    with state_directory("not made yet") as path:
        yield path


@pytest.fixture(scope="module")
def once_made() -> Iterator[Path]:
    with state_directory() as path:
        server.start(path, QUICK)
        yield path


@pytest.fixture
def made(once_made: Path) -> Iterator[Path]:
    """A state directory with data, whose server is stopped; the tests of this file share it."""
    server.stop(once_made)
    yield once_made
    server.stop(once_made)


def test_a_first_start_on_a_path_with_a_space_makes_a_private_utf8_cluster(fresh: Path) -> None:
    cluster = server.start(fresh, QUICK)

    assert " " in str(ask(cluster.superuser_url, "SHOW data_directory"))
    assert str(ask(cluster.app_url, "SHOW server_version")).startswith("18.")
    assert ask(cluster.app_url, "SHOW server_encoding") == "UTF8"
    assert ask(cluster.app_url, "SELECT lower('ÉÈ')") == "éè"
    assert ask(cluster.app_url, "SELECT 'Z' < 'a'") is True
    assert ask(cluster.app_url, "SHOW timezone") == "UTC"
    assert ask(cluster.app_url, "SHOW listen_addresses") == ""
    assert Layout(fresh).socket_dir.stat().st_mode & 0o077 == 0


def test_data_are_safe_from_a_power_cut_unless_asked_otherwise(made: Path) -> None:
    cluster = server.start(made)

    assert ask(cluster.superuser_url, "SHOW fsync") == "on"
    assert ask(cluster.superuser_url, "SHOW full_page_writes") == "on"


def test_a_later_start_finds_the_same_data(made: Path) -> None:
    first = server.start(made, QUICK)
    run(first.owner_url, "CREATE TABLE note AS SELECT 'kept' AS word")

    assert server.start(made, QUICK) == first
    assert server.running(made) == first
    server.stop(made)
    assert server.running(made) is None
    later = server.start(made, QUICK)

    assert later.pid != first.pid
    assert ask(later.owner_url, "SELECT word FROM note") == "kept"


def test_stopping_what_does_not_run_does_nothing(fresh: Path) -> None:
    server.stop(fresh)

    assert server.running(fresh) is None
    assert not fresh.exists()


def test_the_server_never_runs_as_root(made: Path) -> None:
    cluster = server.start(made, QUICK)

    process = process_of(cluster.pid)
    assert process is not None
    assert process.uid == Layout(made).data.stat().st_uid
    assert process.uid != 0
    if ROOT:
        # The account need not be able to read this environment: it runs copies.
        assert process.command.startswith(f"{made}/postgres/runtime/")


def test_an_ordinary_user_starts_it_in_the_home_directory(fresh: Path) -> None:
    uid = pwd.getpwnam("nobody").pw_uid if ROOT else os.geteuid()
    fresh.mkdir()
    os.chown(fresh, uid, -1)

    process = child("home", str(uid), env={"HOME": str(fresh), "XDG_STATE_HOME": ""})
    said, complaint = process.communicate()

    if ROOT and ("PermissionError" in complaint or "No PostgreSQL 16 or later was found" in complaint):
        pytest.skip("the account nobody cannot read this environment")
    assert process.returncode == 0, complaint
    answer = json.loads(said)
    postmaster = process_of(answer["pid"])
    server.stop(Path(answer["state_dir"]))
    assert postmaster
    assert postmaster.uid == uid
    assert answer["state_dir"].startswith(f"{fresh}/.local/state/afterword/")
    assert Path(answer["state_dir"]).stat().st_mode & 0o077 == 0


def test_six_processes_race_on_a_fresh_directory_and_all_get_the_same_server(fresh: Path) -> None:
    processes = [child("start", fresh) for _ in range(6)]
    answers = [process.communicate() for process in processes]

    assert [process.returncode for process in processes] == [0] * 6, answers
    pids = {json.loads(said)["pid"] for said, _ in answers}
    cluster = server.running(fresh)
    assert cluster
    assert pids == {cluster.pid}


@pytest.mark.parametrize("name", ["it's, 100% & more; größer", "long-" * 20], ids=["punctuation", "long"])
def test_a_moved_state_directory_works_on_an_awkward_path(made: Path, name: str) -> None:
    with elsewhere(made, name) as path:
        cluster = server.start(path, QUICK)

        assert ask(cluster.app_url, "SELECT current_user") == "afterword_app"
        engine = create_engine(cluster.owner_url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT current_user")) == "afterword_owner"
        engine.dispose()


@pytest.mark.skipif(not ROOT, reason="only root runs copies that lie in the state directory")
def test_a_path_that_a_shell_would_change_is_refused_in_words() -> None:
    with (
        state_directory("$HOME") as path,
        pytest.raises(EmbeddedPostgresError, match=r"the characters .* is in the path\. Set AFTERWORD_STATE_DIR"),
    ):
        server.start(path, QUICK)


def test_libpq_variables_of_the_environment_do_not_reach_the_server(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGDATA", "/nowhere")

    cluster = server.start(made, QUICK)

    assert ask(cluster.app_url, "SELECT 1") == 1


def test_the_last_holder_stops_the_server_even_when_another_was_killed(made: Path) -> None:
    killed, patient = child("hold", made), child("hold", made)
    assert killed.stdout
    assert patient.stdout
    pids = {json.loads(process.stdout.readline())["pid"] for process in (killed, patient) if process.stdout}
    assert len(pids) == 1

    with server.hold(made, QUICK) as cluster:
        assert pids == {cluster.pid}
        killed.kill()
        killed.communicate()
    assert server.running(made) == cluster

    patient.communicate("")
    assert patient.returncode == 0
    assert server.running(made) is None


def test_a_holder_leaves_although_its_work_failed(made: Path) -> None:
    with pytest.raises(LookupError), server.hold(made, QUICK):
        raise LookupError

    assert server.running(made) is None


def test_stopping_ends_open_connections(made: Path) -> None:
    cluster = server.start(made, QUICK)
    connection = psycopg.connect(cluster.app_url)
    connection.execute("SELECT 1")

    server.stop(made)

    with pytest.raises(psycopg.OperationalError), connection:
        connection.execute("SELECT 1")


def wait_until_it_answers(cluster: Cluster) -> None:
    while True:
        try:
            ask(cluster.app_url, "SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.01)
        else:
            return


def test_personal_data_never_reach_the_log(made: Path) -> None:
    cluster = server.start(made, QUICK)
    run(cluster.owner_url, "CREATE TABLE person (mail text PRIMARY KEY, age int)")
    run(cluster.owner_url, "INSERT INTO person VALUES ('canary@example.org', 1)")
    for statement, parameters in (
        ("INSERT INTO person VALUES ('canary@example.org', 2)", None),
        ("INSERT INTO person VALUES (%s, 2)", ["canary@example.org"]),
        ("SELECT 'canary@example.org'::uuid", None),
        ("SELECT %s::text::int", ["canary@example.org"]),
    ):
        with psycopg.connect(cluster.owner_url) as connection, pytest.raises(psycopg.Error, match=r"canary|duplicate"):
            connection.execute(statement.encode(), parameters)
    with psycopg.connect(cluster.owner_url) as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 'canary@example.org', pg_sleep(9)")
    wait_until_it_answers(cluster)
    server.stop(made)

    logged = "".join(path.read_text() for path in Layout(made).log.iterdir())
    assert "terminated by signal 9" in logged
    assert "canary" not in logged
