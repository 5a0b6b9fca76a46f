"""Who is alive, and what becomes of the tasks that the dead held.

A worker that was killed leaves its tasks `doing` for ever; Procrastinate has nothing that puts them back.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.db import Database
from app.core.queue import QUEUE, RESCUE_PRIORITY, CappedBackoff, Task

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

_BEAT = text("UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = :worker_id RETURNING id")

# The foreign key then sets the worker of its tasks to NULL.
_DECLARE_DEAD = text(
    "DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - make_interval(secs => :seconds) RETURNING id"
)
_ABANDONED = text(
    "SELECT id, task_name, attempts, args->>'agency_id' AS agency_id, args->>'subject_id' AS subject_id "
    "FROM procrastinate_jobs WHERE status = 'doing' AND worker_id IS NULL AND queue_name = :queue "
    "ORDER BY id FOR UPDATE SKIP LOCKED"
)
_PUT_BACK = text(
    "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = now(), "
    "priority = :priority, abort_requested = false WHERE id = :job_id"
)
_GIVE_UP = text(
    "UPDATE procrastinate_jobs SET status = 'failed', attempts = attempts + 1, abort_requested = false "
    "WHERE id = :job_id"
)


def beat(db: Database, worker_id: int) -> bool:
    """Say that this worker lives; False: it has been declared dead, and its tasks may run elsewhere."""
    with db.transaction() as session:
        return session.scalar(_BEAT, {"worker_id": worker_id}) is not None


class Reaper:
    """Declares silent workers dead and puts their tasks back, counted, until the attempts are used up.

    A task that kills its worker therefore ends as `failed`. After an outage of the database every heartbeat looks
    old, so silence counts only once this process has reached the database for the whole time that it takes.
    """

    def __init__(
        self,
        db: Database,
        tasks: Sequence[Task],
        *,
        stalled: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``stalled``: the seconds of silence after which a worker is dead."""
        self._db = db
        self._most_attempts = {task.name: task.retry.most_attempts for task in tasks}
        self._stalled = stalled
        self._clock = clock
        self._reachable_since = clock()

    def reap(self) -> int:
        """Put back or give up what the dead held; return how many tasks that were."""
        try:
            with self._db.transaction() as session:
                if self._clock() - self._reachable_since >= self._stalled:
                    self._declare_dead(session)
                return self._put_back(session)
        except BaseException:
            self._reachable_since = self._clock()
            raise

    def _declare_dead(self, session: Session) -> None:
        for worker_id in session.scalars(_DECLARE_DEAD, {"seconds": self._stalled}):
            log.warning("worker.declared_dead", worker_id=worker_id)

    def _put_back(self, session: Session) -> int:
        abandoned = session.execute(_ABANDONED, {"queue": QUEUE}).mappings().all()
        for job in abandoned:
            if job["attempts"] + 1 >= self._most_attempts.get(job["task_name"], CappedBackoff.most_attempts):
                session.execute(_GIVE_UP, {"job_id": job["id"]})
                log.error("task.given_up", **_ids(job))
            else:
                session.execute(_PUT_BACK, {"job_id": job["id"], "priority": RESCUE_PRIORITY})
                log.warning("task.put_back", **_ids(job))
        return len(abandoned)


def _ids(job: Any) -> dict[str, object]:
    return {
        "task": job["task_name"],
        "job_id": job["id"],
        "attempt": job["attempts"] + 1,
        "agency_id": job["agency_id"],
        "subject_id": job["subject_id"],
    }
