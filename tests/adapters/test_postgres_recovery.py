"""The embedded server after crashes, and the words it finds when it cannot start."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from app.adapters.postgres import locks, provision, server
from app.adapters.postgres.account import Account
from app.adapters.postgres.binaries import choose
from app.adapters.postgres.cluster import Cluster, Layout
from app.adapters.postgres.errors import EmbeddedPostgresError, failure
from app.adapters.postgres.processes import from_ps, orphans_of, process_of
from app.core.state_dir import StateDirUnusable
from tests.adapters.postgres_case import QUICK, ask, child, run, state_directory

ROOT_ON_LINUX = sys.platform == "linux" and os.geteuid() == 0
ROOT_ONLY = pytest.mark.skipif(not ROOT_ON_LINUX, reason="mounts a file system, which only root on Linux may")


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


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A process that is none of ours."""
    with subprocess.Popen(["sleep", "600"], start_new_session=True) as process:
        yield process
        process.kill()


def kill_server(cluster: Cluster) -> None:
    os.kill(cluster.pid, signal.SIGKILL)
    while process_of(cluster.pid):
        time.sleep(0.01)


def test_a_killed_server_comes_back_with_what_was_committed(made: Path) -> None:
    killed = server.start(made, QUICK)
    run(killed.owner_url, "CREATE TABLE note AS SELECT 'kept' AS word")
    waiting = psycopg.connect(killed.app_url)
    waiting.execute("SELECT 1")

    os.kill(killed.pid, signal.SIGKILL)
    revived = server.start(made, QUICK)

    assert revived.pid != killed.pid
    assert ask(revived.owner_url, "SELECT word FROM note") == "kept"
    with pytest.raises(psycopg.OperationalError), waiting:
        waiting.execute("SELECT 1")


def test_a_start_while_the_server_restarts_after_a_crash_waits_for_it(made: Path) -> None:
    first = server.start(made, QUICK)
    with psycopg.connect(first.owner_url) as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")

    again = server.start(made, QUICK)

    assert again == first
    assert _ask_after_the_restart(again.app_url) == 1


def test_a_crash_while_a_database_is_prepared_only_delays_it(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = server.start(made, QUICK)
    backends = []

    def crash_once(connection: psycopg.Connection) -> None:
        backends.append(connection.info.backend_pid)
        if len(backends) == 1:
            os.kill(connection.info.backend_pid, signal.SIGKILL)
        ensure_roles(connection)

    ensure_roles = provision._ensure_roles
    monkeypatch.setattr(provision, "_ensure_roles", crash_once)

    provision.ensure_database(cluster, "another")

    assert len(backends) == 2
    assert ask(cluster.url_for("afterword_app", "another"), "SELECT 1") == 1


def _ask_after_the_restart(url: str) -> object:
    """Ask until the server answers: it may notice the death of its backend only after `start` found it well."""
    deadline = time.monotonic() + 20
    while True:
        try:
            return ask(url, "SELECT 1")
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "the server did not come back"
            time.sleep(0.05)


def test_a_backend_that_outlives_its_killed_server_is_ended_first(made: Path) -> None:
    killed = server.start(made, QUICK)
    busy = psycopg.connect(killed.owner_url)
    orphan = busy.info.backend_pid

    def loop() -> None:
        with suppress(psycopg.OperationalError):
            busy.execute("DO $$ BEGIN LOOP END LOOP; END $$")

    looping = threading.Thread(target=loop)
    looping.start()
    while ask(killed.superuser_url, f"SELECT state FROM pg_stat_activity WHERE pid = {orphan}") != "active":
        time.sleep(0.01)
    kill_server(killed)
    assert server.running(made) is None

    revived = server.start(made, QUICK)

    looping.join()
    busy.close()
    assert process_of(orphan) is None
    assert orphans_of(Layout(made))
    assert ask(revived.app_url, "SELECT 1") == 1


def test_a_stale_pid_file_that_names_a_foreign_process_is_recovered(made: Path) -> None:
    pid_file, socket_lock = stale_files(Layout(made))
    owner = Layout(made).data.stat()
    # The hard case is a process of the same account: PostgreSQL itself would take it for a running server.
    foreign = subprocess.Popen(["sleep", "600"], user=owner.st_uid if ROOT_ON_LINUX else None)
    for path in (pid_file, socket_lock):
        lines = path.read_text().splitlines()
        path.write_text("\n".join([str(foreign.pid), *lines[1:]]) + "\n")

    assert server.running(made) is None
    server.stop(made)
    assert foreign.poll() is None
    cluster = server.start(made, QUICK)
    server.stop(made)

    assert cluster.pid != foreign.pid
    assert foreign.poll() is None
    foreign.kill()
    foreign.wait()


def stale_files(layout: Layout) -> tuple[Path, Path]:
    """Leave the files of a killed server behind."""
    kill_server(server.start(layout.state_dir, QUICK))
    while not locks.is_free(layout.server_lock):
        time.sleep(0.01)
    return layout.data / "postmaster.pid", layout.socket_dir / ".s.PGSQL.5432.lock"


@pytest.mark.parametrize("content", ["", "garbage\n", "-1\n", "0\n", "99999999999999\n"])
def test_a_damaged_pid_file_is_no_server(tmp_path: Path, content: str) -> None:
    layout = Layout(tmp_path)
    layout.data.mkdir(parents=True)
    (layout.data / "postmaster.pid").write_text(content)

    assert server.running(tmp_path) is None
    assert orphans_of(layout) == orphans_of(Layout(tmp_path / "none yet")) == []


def test_a_starter_killed_while_it_made_the_data_does_no_harm(fresh: Path) -> None:
    starter = child("start", fresh)
    while not (Layout(fresh).fresh_data / "PG_VERSION").exists():
        time.sleep(0.01)
    starter.kill()
    starter.communicate()

    cluster = server.start(fresh, QUICK)

    assert ask(cluster.app_url, "SELECT 1") == 1
    assert not Layout(fresh).fresh_data.exists()


@ROOT_ONLY
def test_64_kb_of_shared_memory_will_do(fresh: Path) -> None:
    script = 'mount -t tmpfs -o size=64k tmpfs /dev/shm && exec "$@"'
    process = child("shm", fresh, before=["unshare", "--mount", "sh", "-c", script, "sh"])
    said, complaint = process.communicate()

    if "unshare failed" in complaint or "mount:" in complaint:
        pytest.skip("this root may not mount")
    assert process.returncode == 0, complaint
    assert json.loads(said) == {"workers": 1, "bytes": 65536, "files": []}


@ROOT_ONLY
def test_a_full_disk_is_named(fresh: Path) -> None:
    fresh.mkdir()
    script = 'mount -t tmpfs -o size=40m tmpfs "$0" && chmod 755 "$0" && exec "$@"'
    process = child("start", fresh, before=["unshare", "--mount", "sh", "-c", script, str(fresh)])
    _, complaint = process.communicate()

    if "unshare failed" in complaint or "mount:" in complaint:
        pytest.skip("this root may not mount")
    assert process.returncode == 1
    assert "EmbeddedPostgresError: The database could not be made" in complaint
    assert "The disk is full. Free about 200 MB" in complaint


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another account")
def test_a_directory_that_the_account_cannot_enter_is_named() -> None:
    closed = Path(tempfile.mkdtemp(dir="/tmp"))
    with pytest.raises(EmbeddedPostgresError, match=rf"cannot enter {closed}\. Set AFTERWORD_STATE_DIR"):
        server.start(closed / "state", QUICK)
    shutil.rmtree(closed)


def test_an_unusable_madeectory_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StateDirUnusable, match=r"a file of that name is in the way\. Set AFTERWORD_STATE_DIR"):
        server.start(tmp_path / "file" / "state")


def test_data_of_another_major_version_are_left_alone(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.data.mkdir(parents=True)
    (layout.data / "PG_VERSION").write_text("12\n")

    with pytest.raises(EmbeddedPostgresError, match=r"written by PostgreSQL 12, .* dump and restore"):
        choose(layout.data)
    assert choose(tmp_path / "none yet").major >= 18


def test_a_damaged_data_directory_is_left_alone(made: Path) -> None:
    layout = Layout(made)
    for name, words in (
        ("global/pg_control", r"The data directory is damaged\. Restore a backup"),
        ("PG_VERSION", r"is not a data directory of PostgreSQL, or is damaged\. Restore a backup"),
    ):
        lost = layout.data / name
        kept = lost.rename(layout.root / "kept")
        with pytest.raises(EmbeddedPostgresError, match=words):
            server.start(made, QUICK)
        kept.rename(lost)

    assert server.start(made, QUICK).pid


def test_a_setting_that_the_server_refuses_is_quoted(made: Path) -> None:

    with pytest.raises(
        EmbeddedPostgresError, match=r'did not start .*\n.*unrecognized configuration parameter "colour"'
    ):
        server.start(made, {**QUICK, "colour": "red"})
    assert server.start(made, QUICK).pid


def test_a_socket_directory_of_somebody_else_is_not_taken_over(tmp_path: Path) -> None:
    mine = Account(os.geteuid(), os.getegid(), "me", switch=False)
    mine.own_directory(tmp_path / "mine")
    assert (tmp_path / "mine").stat().st_mode & 0o777 == 0o700

    (tmp_path / "link").symlink_to(tmp_path / "mine")
    other = Account(os.geteuid() + 1, os.getegid(), "other", switch=False)
    for account, name in ((mine, "link"), (other, "mine")):
        with pytest.raises(EmbeddedPostgresError, match="is no directory of the account"):
            account.own_directory(tmp_path / name)


def test_full_semaphores_are_not_taken_for_a_full_disk() -> None:
    said = "FATAL:  could not create semaphores: No space left on device"

    assert "limit of semaphores" in str(failure("It did not start.", said))
    assert "disk is full" in str(failure("It did not start.", "could not write: No space left on device"))


@pytest.mark.skipif(shutil.which("ps") is None, reason="this system has no ps")
def test_ps_tells_the_same_as_proc(bystander: subprocess.Popen[bytes]) -> None:
    assert list(from_ps("-p", str(bystander.pid))) == [process_of(bystander.pid)]
    assert bystander.pid in {process.pid for process in from_ps("-A")}
