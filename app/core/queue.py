"""Background work: tasks by name, enqueued in the caller's transaction (Procrastinate, ADR 0003).

A task is promised at least once, so each must be harmless when run twice. Its payload is two identifiers, nothing
else: the agency and the subject. A lower feature causes something higher by the name alone.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import procrastinate
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.db import Database
from app.core.settings import Settings

QUEUE = "afterword"

# Of two waiting tasks with one lock Procrastinate runs the one with the higher priority first. A retry steps behind,
# or a task enqueued now would wait for an older one's pause; what a dead worker held comes first.
RETRY_PRIORITY = -1
RESCUE_PRIORITY = 1

_deferrer = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


@dataclass(frozen=True)
class Work:
    """What a task is given besides its identifiers."""

    db: Database
    settings: Settings


class TaskFunction(Protocol):
    """The form of every task: ids only; ``subject_id`` names the row that the task is about."""

    def __call__(self, work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
        """Do the work; an exception leads to a counted retry."""


@dataclass(frozen=True)
class CappedBackoff(BaseRetryStrategy):
    """Retry with a doubling pause, jitter, a cap and an end (Procrastinate's own has no cap and no jitter)."""

    most_attempts: int = 10
    first: timedelta = timedelta(seconds=2)
    cap: timedelta = timedelta(minutes=15)

    def pause(self, attempts: int) -> timedelta:
        """How long to wait before attempt number ``attempts + 2``: between half and all of the doubled pause."""
        whole = min(self.cap.total_seconds(), self.first.total_seconds() * 2 ** min(attempts, 30))
        return timedelta(seconds=whole * random.uniform(0.5, 1))  # noqa: S311 - jitter, not a secret

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002 - the form that its caller gives
        """Decide for Procrastinate; None when the attempts are used up (the task is then `failed`, and counted)."""
        if job.attempts + 1 >= self.most_attempts:
            return None
        return RetryDecision(retry_at=utc_now() + self.pause(job.attempts), priority=RETRY_PRIORITY)


@dataclass(frozen=True)
class Task:
    """A task and how it is retried; declared in a feature's ``tasks.py``, listed in ``app/worker.py``."""

    name: str
    run: TaskFunction
    retry: CappedBackoff


def task(name: str, *, retry: CappedBackoff | None = None) -> Callable[[TaskFunction], Task]:
    """Declare a function as the task ``name`` (``feature.verb``)."""
    return lambda run: Task(name, run, retry or CappedBackoff())


def enqueue(session: Session, name: str, *, agency_id: UUID, subject_id: UUID) -> None:
    """Enqueue in the session's transaction: the task exists if and only if the change is committed.

    Two tasks of one name and subject never run at the same time (Procrastinate's ``lock``).
    """
    _deferrer.configure_task(
        name,
        queue=QUEUE,
        lock=f"{name}:{subject_id}",
        connection=session.connection().connection.driver_connection,
    ).defer(agency_id=str(agency_id), subject_id=str(subject_id))


def worker_lag(session: Session) -> float | None:
    """Tell how many seconds ago the liveliest worker gave its heartbeat; None: no worker is registered."""
    lag = session.scalar(text("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"))
    return None if lag is None else float(lag)


def queue_lag(session: Session) -> float:
    """Tell how many seconds the task that is due for longest has waited; 0 when none waits."""
    waited = session.scalar(
        text(
            "SELECT extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at))) FROM procrastinate_jobs job "
            "JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred' "
            "WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())"
        )
    )
    return float(waited or 0)


def failed_tasks(session: Session) -> dict[str, int]:
    """Count the tasks whose attempts are used up, by name; they stay in the queue's table until a person decides."""
    rows = session.execute(
        text("SELECT task_name, count(*) AS number FROM procrastinate_jobs WHERE status = 'failed' GROUP BY task_name")
    )
    return {row.task_name: row.number for row in rows}
