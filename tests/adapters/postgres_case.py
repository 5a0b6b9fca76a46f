"""What the tests of the embedded server share: directories that every account can enter, and real other processes."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from app.adapters.postgres import server
from app.adapters.postgres.cluster import Layout

CHECKOUT = Path(__file__).resolve().parents[2]
QUICK = {"fsync": "off"}


@contextmanager
def state_directory(name: str = "state") -> Iterator[Path]:
    """Lend the path of a state directory that does not exist yet; pytest's own lie where others cannot enter."""
    parent = Path(tempfile.mkdtemp(prefix="afterword-test-", dir="/tmp"))
    parent.chmod(0o755)
    state_dir = parent / name
    try:
        yield state_dir
    finally:
        server.stop(state_dir)
        shutil.rmtree(Layout(state_dir.resolve()).socket_dir, ignore_errors=True)
        shutil.rmtree(parent)


@contextmanager
def elsewhere(made: Path, name: str) -> Iterator[Path]:
    """Lend a state directory, whose server is stopped, under another name."""
    moved = made.rename(made.with_name(name))
    try:
        yield moved
    finally:
        server.stop(moved)
        shutil.rmtree(Layout(moved.resolve()).socket_dir, ignore_errors=True)
        moved.rename(made)


def ask(url: str, query: str) -> object:
    """Give the first value that the query answers; commits."""
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def run(url: str, statement: str) -> None:
    """Run a statement in a transaction of its own."""
    with psycopg.connect(url) as connection:
        connection.execute(statement.encode())


def child(
    *words: str | Path, env: Mapping[str, str] | None = None, before: Sequence[str] = ()
) -> subprocess.Popen[str]:
    """Start ``postgres_child`` as a process, by way of another program if one is given."""
    return subprocess.Popen(
        [*before, sys.executable, "-B", "-m", "tests.adapters.postgres_child", *map(str, words)],
        cwd=CHECKOUT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
