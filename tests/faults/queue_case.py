"""A database of which tests use the queue and the timers only, and words to break it."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from app.adapters.migrations import migrate
from app.adapters.postgres import server
from app.adapters.postgres.cluster import APP, DATABASE, OWNER, SUPERUSER, Cluster
from app.core.db import Database
from app.core.queue import enqueue
from app.core.timers import set_timer
from tests.adapters.postgres_case import QUICK, state_directory

AGENCY = UUID("0192f0c0-0000-7000-8000-000000000001")
PATIENCE = 20.0


class QueueCase:
    """Short words for what tests do with the queue, as the app role where nothing else is said."""

    def __init__(self, cluster: Cluster, database: str) -> None:
        self.cluster = cluster
        self.database = database
        self.owner_url = cluster.url_for(OWNER, database)
        self.superuser_url = cluster.url_for(SUPERUSER, database)
        self.url = cluster.url_for(APP, database)
        self.db = Database(self.url)

    def empty(self) -> None:
        with psycopg.connect(self.owner_url) as connection:
            connection.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, timer CASCADE")

    def rows(self, query: str, **values: object) -> list[dict[str, Any]]:
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def run(self, statement: str, **values: object) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute(statement.encode(), values)

    def jobs(self) -> list[dict[str, Any]]:
        return self.rows("SELECT * FROM procrastinate_jobs ORDER BY id")

    def enqueue(self, name: str, subject_id: UUID) -> None:
        with self.db.transaction() as session:
            enqueue(session, name, agency_id=AGENCY, subject_id=subject_id)

    def set_timer(self, kind: str, subject_id: UUID, **due: Any) -> None:
        with self.db.transaction() as session:
            set_timer(session, kind, agency_id=AGENCY, subject_id=subject_id, **due)

    def register_worker(self) -> int:
        return int(self.rows("SELECT worker_id FROM procrastinate_register_worker_v1()")[0]["worker_id"])

    def fetch(self, worker_id: int) -> Mapping[str, Any] | None:
        """Claim the next task as a worker does; None when there is none to have."""
        row = self.rows("SELECT * FROM procrastinate_fetch_job_v2(NULL, %(worker_id)s)", worker_id=worker_id)[0]
        return row if row["id"] is not None else None

    @contextmanager
    def unwritable(self, table: str) -> Iterator[None]:
        """Have every change of this table's rows fail."""
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            owner.execute(f"REVOKE UPDATE, DELETE ON {table} FROM afterword_app".encode())
            try:
                yield
            finally:
                owner.execute(f"GRANT UPDATE, DELETE ON {table} TO afterword_app".encode())

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """End the connections that listen, and take no new ones; all others stay."""
        with psycopg.connect(self.cluster.url_for(SUPERUSER, SUPERUSER), autocommit=True) as superuser:
            superuser.execute(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS false".encode())
            superuser.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            try:
                yield
            finally:
                superuser.execute(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS true".encode())

    def crash(self) -> None:
        """Restart the server as after a power cut: immediately, with recovery."""
        os.kill(self.cluster.pid, signal.SIGQUIT)
        until(lambda: server.running(self.cluster.state_dir) is None)
        self.cluster = server.start(self.cluster.state_dir, QUICK)


@contextmanager
def own_cluster() -> Iterator[QueueCase]:
    """Lend a queue on a cluster of its own, which a test may break."""
    with state_directory() as state_dir, server.hold(state_dir, QUICK) as cluster:
        migrate(cluster.owner_url)
        case = QueueCase(cluster, DATABASE)
        yield case
        case.db.dispose()


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait for what must come; fails the test when it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.02)
