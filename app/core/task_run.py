"""How Procrastinate runs our tasks: what it calls, and what it may write to the queue about the outcome."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

import procrastinate
import structlog
from procrastinate.exceptions import ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager, NotificationCallback
from structlog.contextvars import bound_contextvars

from app.core.queue import QUEUE, Task, Work, task

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

FETCH_IN_ORDER = "SET enable_bitmapscan = off; SET enable_sort = off"
"""For the connections that fetch. Statistics are mostly those of an empty queue, and with them PostgreSQL looks up
the lock of every waiting task and sorts them all at each fetch: 100 ms with 2,000 waiting, against 1 ms in order."""

_MINE = (
    "FROM (SELECT id FROM procrastinate_jobs WHERE id = %(job_id)s AND worker_id = %(worker_id)s "
    "AND status = 'doing' FOR UPDATE) AS mine"
)
_FINISH = f"SELECT procrastinate_finish_job_v1(mine.id, %(status)s, %(delete_job)s) {_MINE}"
_RETRY = f"SELECT procrastinate_retry_job_v2(mine.id, %(retry_at)s, %(priority)s, NULL, NULL) {_MINE}"


class UnknownTask(Exception):
    """This release has no task of that name; a newer one, running beside it, may have enqueued it."""


@task("unknown")
def _unknown(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:  # noqa: ARG001 - the form that its caller gives
    raise UnknownTask


class OwnJobs(JobManager):
    """The queue as one worker may use it: what is its own, and only while it can hear and write.

    Procrastinate goes on, half deaf, when its listener dies, and leaves a task `doing` when its outcome could not be
    written; here either ends the lap. It also lets a worker that was declared dead write about a task that runs
    elsewhere by now, and loses a task whose name it does not know.
    """

    def __init__(self, connector: procrastinate.BaseConnector, *, known: Iterable[str]) -> None:
        """``known``: the names of the tasks of this release."""
        super().__init__(connector)
        self._known = frozenset(known)
        self.worker_id: int | None = None
        self.over = asyncio.Event()
        """Set when the lap should end."""

    async def register_worker(self) -> int:
        """Give this lap its identity."""
        self.worker_id = await super().register_worker()
        return self.worker_id

    async def unregister_worker(self, worker_id: int) -> None:
        """End that identity: all that this lap began has ended."""
        self.worker_id = None
        await super().unregister_worker(worker_id)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Claim the next task; one of an unknown name is retried for a while and not lost at once."""
        job = await super().fetch_job(queues, worker_id)
        return job if job is None or job.task_name in self._known else job.evolve(task_name=_unknown.name)

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Write that the task ended, if it is still this worker's."""
        await self._write(_FINISH, job, status=status.value, delete_job=delete_job)

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,  # noqa: ARG002 - the form that its caller gives
        lock: str | None = None,  # noqa: ARG002 - the form that its caller gives
    ) -> None:
        """Write when the task is to run again, if it is still this worker's."""
        await self._write(_RETRY, job, retry_at=retry_at, priority=priority)

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        """Hear of new tasks at once."""
        try:
            await super().listen_for_jobs(on_notification=on_notification, queues=queues)
        except ConnectorException as error:
            log.warning("worker.listener_lost", worker_id=self.worker_id, exc_info=error)
            self.over.set()
            raise

    async def _write(self, query: str, job: Job, **arguments: object) -> None:
        try:
            written = await self.connector.execute_query_all_async(
                query, job_id=job.id, worker_id=job.worker_id, **arguments
            )
        except ConnectorException:
            self.over.set()
            raise
        if not written:
            log.warning("task.outcome_refused", task=job.task_name, job_id=job.id, worker_id=job.worker_id)


def queue_app(work: Work, tasks: Sequence[Task]) -> tuple[procrastinate.App, OwnJobs]:
    """Make the application that runs these tasks; it is opened with a pool of the caller's."""
    connector = procrastinate.PsycopgConnector()
    jobs = OwnJobs(connector, known=[each.name for each in tasks])
    app = procrastinate.App(connector=connector)
    app.job_manager = jobs
    for each in (*tasks, _unknown):
        app.task(name=each.name, queue=QUEUE, retry=each.retry, pass_context=True)(_callable(each, work))
    return app, jobs


def _callable(declared: Task, work: Work) -> Callable[..., None]:
    def call(context: JobContext, *, agency_id: str, subject_id: str) -> None:
        ids = {"agency_id": UUID(agency_id), "subject_id": UUID(subject_id)}
        attempt = context.job.attempts + 1
        with bound_contextvars(task=declared.name, job_id=context.job.id, attempt=attempt, **ids):
            _run(declared, work, ids, last=attempt >= declared.retry.most_attempts)

    return call


def _run(declared: Task, work: Work, ids: dict[str, UUID], *, last: bool) -> None:
    began = time.monotonic()
    log.info("task.started")
    try:
        declared.run(work, agency_id=ids["agency_id"], subject_id=ids["subject_id"])
    except Exception as error:
        tell = log.error if last else log.warning
        tell("task.given_up" if last else "task.failed", seconds=_since(began), exc_info=error)
        raise
    log.info("task.done", seconds=_since(began))


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)
