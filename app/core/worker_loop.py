"""One worker process: its tasks, timers, heartbeat and reaping, until it is asked to stop.

Procrastinate's worker returns, as if all were well, when the database goes away. So it is run again and again; one
such run is a lap here. A lap ends when all tasks that it began have ended.
"""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import structlog
from procrastinate.exceptions import ConnectorException
from psycopg_pool import AsyncConnectionPool

from app.core.clock import utc_now
from app.core.queue import QUEUE, CappedBackoff, Task, Work
from app.core.reaper import Reaper, beat
from app.core.task_run import FETCH_IN_ORDER, OwnJobs, queue_app
from app.core.timers import promote_due

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

SIDE_CONNECTIONS = 3
"""What timers, reaper and heartbeat need of the `Database` beside the tasks' own connections."""

ABANDONED = 75
"""The exit code when tasks were still running at the end of the grace (sysexits: try again later)."""

_SPARE_THREADS = 8
_LAP_CONNECTIONS = 4
_CONNECT_SECONDS = 10.0
_LONG_LAP_SECONDS = 30.0
_TIMERS_AT_ONCE = 100
_NEVER = timedelta(days=365).total_seconds()
_RECONNECT = CappedBackoff(first=timedelta(seconds=0.2), cap=timedelta(seconds=3))


@dataclass(frozen=True)
class Pace:
    """How often a worker does what, in seconds.

    What a killed worker held runs again after at most stalled + reap + poll, 27 seconds: an abandoned delivery must
    reach the desk within 60. Four heartbeats fit into `stalled`, with time to reconnect after an outage, so a worker
    that is only slow is not declared dead.
    """

    tick: float = 2.0
    """Between two looks for due timers."""
    poll: float = 2.0
    """Between two looks for retries and tasks that were put back, of which no notification tells."""
    heartbeat: float = 5.0
    stalled: float = 20.0
    reap: float = 5.0
    grace: float = 25.0
    """How long tasks may go on after SIGTERM; supervisors often kill after 30."""


def work_until_stopped(work: Work, tasks: Sequence[Task], *, database_url: str, pace: Pace) -> None:
    """Run tasks and timers until SIGTERM or SIGINT, then finish what runs and return; main thread only.

    When the grace is over the process exits at once, with ``ABANDONED``: what still ran is then put back like the
    tasks of a killed worker. Outages of the database are outlived.
    """
    process = _WorkerProcess(work, tasks, database_url, pace)
    try:
        asyncio.run(process.run())
    finally:
        process.ended()


class _WorkerProcess:
    def __init__(self, work: Work, tasks: Sequence[Task], database_url: str, pace: Pace) -> None:
        self._work = work
        self._tasks = tasks
        self._database_url = database_url
        self._pace = pace
        self._reaper = Reaper(work.db, tasks, stalled=pace.stalled)
        self._stopping = asyncio.Event()
        self._end_of_grace = threading.Timer(pace.grace, _abandon)
        self._end_of_grace.daemon = True

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        # Procrastinate runs tasks on the default executor, which has no more than a few threads on a small machine.
        threads = self._work.settings.worker_concurrency + _SPARE_THREADS
        loop.set_default_executor(ThreadPoolExecutor(threads, thread_name_prefix="task"))
        for order in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(order, self._stop)
        sides = (
            asyncio.create_task(self._again_and_again(self._promote, self._pace.tick)),
            asyncio.create_task(self._again_and_again(self._reaper.reap, self._pace.reap)),
        )
        log.info("worker.started", pid=os.getpid())
        try:
            await self._laps()
        finally:
            for side in sides:
                side.cancel()
        log.info("worker.stopped", pid=os.getpid())

    def ended(self) -> None:
        self._end_of_grace.cancel()

    def _stop(self) -> None:
        if not self._stopping.is_set():
            log.info("worker.stopping", pid=os.getpid())
            self._stopping.set()
            self._end_of_grace.start()

    async def _laps(self) -> None:
        short_laps = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                await self._lap()
            except (ConnectorException, psycopg.Error, OSError) as error:
                log.warning("worker.database_lost", exc_info=error)
            short_laps = 0 if time.monotonic() - began > _LONG_LAP_SECONDS else short_laps + 1
            await self._pause(_RECONNECT.pause(short_laps).total_seconds())

    async def _lap(self) -> None:
        """Run Procrastinate's worker once, until it ends by itself or until this process is to stop."""
        async with AsyncConnectionPool(
            self._database_url,
            min_size=1,
            max_size=_LAP_CONNECTIONS,
            timeout=_CONNECT_SECONDS,
            check=AsyncConnectionPool.check_connection,
            configure=_fetch_in_order,
            open=False,
        ) as pool:
            app, jobs = queue_app(self._work, self._tasks)
            await app.connector.open_async(pool)
            running = app.run_worker_async(
                queues=[QUEUE],
                concurrency=self._work.settings.worker_concurrency,
                fetch_job_polling_interval=self._pace.poll,
                delete_jobs="successful",
                install_signal_handlers=False,
                update_heartbeat_interval=_NEVER,  # its own stops while it waits for running tasks; see _beat
                stalled_worker_timeout=_NEVER,  # it does not know of outages; see Reaper
            )
            await self._until_over(running, jobs)

    async def _until_over(self, worker: Coroutine[None, None, None], jobs: OwnJobs) -> None:
        running = asyncio.create_task(worker)
        beating = asyncio.create_task(self._beat(jobs))
        ends = [asyncio.create_task(end.wait()) for end in (jobs.over, self._stopping)]
        try:
            await asyncio.wait([running, *ends], return_when=asyncio.FIRST_COMPLETED)
            if not running.done():
                running.cancel()  # Procrastinate's way to stop: fetches no more, waits for what runs
            with suppress(asyncio.CancelledError):
                await running
        finally:
            for other in (beating, *ends):
                other.cancel()

    async def _beat(self, jobs: OwnJobs) -> None:
        while True:
            await asyncio.sleep(self._pace.heartbeat)
            if jobs.worker_id is None:
                continue
            try:
                alive = await asyncio.to_thread(beat, self._work.db, jobs.worker_id)
            except Exception:
                log.exception("worker.heartbeat_failed", worker_id=jobs.worker_id)
                continue
            if not alive and jobs.worker_id is not None:
                log.warning("worker.was_declared_dead", worker_id=jobs.worker_id)
                jobs.over.set()
                return

    def _promote(self) -> None:
        while promote_due(self._work.db, now=utc_now(), most=_TIMERS_AT_ONCE) == _TIMERS_AT_ONCE:
            if self._stopping.is_set():
                return

    async def _again_and_again(self, action: Callable[[], object], seconds: float) -> None:
        """Repeat the action until this process is to stop; no error of it ends that."""
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(action)
            except Exception:
                log.exception("worker.side_failed")
            await self._pause(seconds)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


async def _fetch_in_order(connection: psycopg.AsyncConnection) -> None:
    async with connection.transaction():
        await connection.execute(FETCH_IN_ORDER)


def _abandon() -> None:
    # Threads cannot be ended, and Python waits for them at a normal exit.
    log.error("worker.abandoned_tasks", pid=os.getpid())
    os._exit(ABANDONED)
