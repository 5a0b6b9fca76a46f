"""The queue: in the caller's transaction, one at a time for a subject, retried with a cap."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import procrastinate
import psycopg
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.jobs import Job, Status
from procrastinate.retry import RetryDecision
from psycopg_pool import AsyncConnectionPool

from app.core.queue import QUEUE, CappedBackoff, enqueue, failed_tasks, queue_lag, worker_lag
from app.core.task_run import FETCH_IN_ORDER, OwnJobs
from tests.faults.probe_tasks import kill, note
from tests.faults.queue_case import AGENCY, QueueCase

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def job(attempts: int) -> Job:
    return Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="probe.note", attempts=attempts)


def decision(retry: CappedBackoff, attempts: int) -> RetryDecision | None:
    return retry.get_retry_decision(exception=ValueError(), job=job(attempts))


def test_a_committed_task_is_in_the_queue_with_its_ids_alone(queue: QueueCase) -> None:
    subject_id = uuid4()
    with queue.db.transaction() as session:
        enqueue(session, "probe.note", agency_id=AGENCY, subject_id=subject_id)
        assert queue.jobs() == []

    (found,) = queue.jobs()
    assert found["task_name"] == "probe.note"
    assert found["args"] == {"agency_id": str(AGENCY), "subject_id": str(subject_id)}


def test_a_task_of_a_transaction_that_fails_never_was(queue: QueueCase) -> None:
    def fail() -> None:
        with queue.db.transaction() as session:
            enqueue(session, "probe.note", agency_id=AGENCY, subject_id=uuid4())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert queue.jobs() == []


def test_tasks_of_one_name_and_subject_run_one_after_the_other(queue: QueueCase) -> None:
    subject_id = uuid4()
    queue.enqueue("probe.note", subject_id)
    queue.enqueue("probe.note", subject_id)
    worker_id = queue.register_worker()

    first = queue.fetch(worker_id)
    assert first is not None
    assert queue.fetch(worker_id) is None

    queue.run("SELECT procrastinate_finish_job_v1(%(id)s, 'succeeded', true)", id=first["id"])
    assert queue.fetch(worker_id) is not None


def test_tasks_of_other_subjects_or_names_run_at_the_same_time(queue: QueueCase) -> None:
    subject_id = uuid4()
    for name, subject in (("probe.note", subject_id), ("probe.slow", subject_id), ("probe.note", uuid4())):
        queue.enqueue(name, subject)
    worker_id = queue.register_worker()
    assert None not in [queue.fetch(worker_id) for _ in range(3)]


def test_a_burst_is_fetched_in_order_though_the_statistics_say_that_nothing_waits(queue: QueueCase) -> None:
    with psycopg.connect(queue.superuser_url, autocommit=True) as superuser:
        superuser.execute("VACUUM ANALYZE procrastinate_jobs")
    queue.run(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock) "
        "SELECT %(queue)s, 'probe.note', gen_random_uuid() FROM generate_series(1, 2000)",
        queue=QUEUE,
    )
    worker_id = queue.register_worker()

    with psycopg.connect(queue.url) as connection:
        connection.execute(FETCH_IN_ORDER.encode())
        for _ in range(10):
            connection.execute("SELECT procrastinate_fetch_job_v2(%s, %s)", [[QUEUE], worker_id])
        row = connection.execute(
            "SELECT seq_scan + idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'procrastinate_jobs'"
        ).fetchone()

    assert row is not None
    assert row[0] < 100


def test_a_retry_that_waits_does_not_hold_up_a_fresh_task_of_its_subject(queue: QueueCase) -> None:
    subject_id = uuid4()
    queue.enqueue("probe.note", subject_id)
    worker_id = queue.register_worker()
    waiting = queue.fetch(worker_id)
    retry = decision(CappedBackoff(first=timedelta(hours=1), cap=timedelta(hours=1)), 0)
    assert waiting is not None
    assert retry is not None
    queue.run(
        "SELECT procrastinate_retry_job_v2(%(id)s, %(at)s, %(priority)s, NULL, NULL)",
        id=waiting["id"],
        at=retry.retry_at,
        priority=retry.priority,
    )

    queue.enqueue("probe.note", subject_id)

    fresh = queue.fetch(worker_id)
    assert fresh is not None
    assert fresh["id"] != waiting["id"]


@given(
    attempts=st.integers(0, 10_000),
    first=st.floats(0.001, 60).map(lambda seconds: timedelta(seconds=seconds)),
    cap=st.floats(60, 86_400).map(lambda seconds: timedelta(seconds=seconds)),
)
def test_a_pause_is_half_to_all_of_the_doubled_one_and_never_above_the_cap(
    attempts: int, first: timedelta, cap: timedelta
) -> None:
    whole = min(cap, first * 2 ** min(attempts, 30))
    moment = timedelta(microseconds=1)
    assert whole / 2 - moment <= CappedBackoff(first=first, cap=cap).pause(attempts) <= whole + moment


def test_pauses_differ_so_that_tasks_that_failed_together_do_not_come_back_together() -> None:
    assert len({CappedBackoff().pause(5) for _ in range(20)}) > 1


@given(most=st.integers(1, 50))
def test_attempts_are_counted_and_end(most: int) -> None:
    retry = CappedBackoff(most_attempts=most)
    assert [decision(retry, attempts) is None for attempts in range(most)] == [False] * (most - 1) + [True]


def test_a_retry_is_due_after_the_pause() -> None:
    with time_machine.travel(NOW, tick=False):
        retry = decision(CappedBackoff(first=timedelta(seconds=8)), 1)
    assert retry is not None
    assert retry.retry_at is not None
    assert timedelta(seconds=8) <= retry.retry_at - NOW <= timedelta(seconds=16)


def test_a_task_is_declared_with_its_name_and_retries() -> None:
    assert (note.name, note.retry) == ("probe.note", CappedBackoff())
    assert (kill.name, kill.retry) == ("probe.kill", CappedBackoff(most_attempts=2))


def test_the_worker_lags_by_its_newest_heartbeat(queue: QueueCase) -> None:
    with queue.db.transaction() as session:
        assert worker_lag(session) is None
    for seconds in (90, 30):
        queue.run(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %(s)s) WHERE id = %(id)s",
            s=seconds,
            id=queue.register_worker(),
        )
    with queue.db.transaction() as session:
        assert 30 <= (worker_lag(session) or 0) < 60


def test_the_queue_lags_by_the_task_that_is_due_for_longest(queue: QueueCase) -> None:
    with queue.db.transaction() as session:
        assert queue_lag(session) == 0
    for seconds in (-3600, 100, 50):
        queue.enqueue("probe.note", uuid4())
        queue.run(
            "UPDATE procrastinate_jobs SET scheduled_at = now() - make_interval(secs => %(s)s) "
            "WHERE id = (SELECT max(id) FROM procrastinate_jobs)",
            s=seconds,
        )
    queue.enqueue("probe.note", uuid4())
    with queue.db.transaction() as session:
        assert 100 <= queue_lag(session) < 130


def test_failed_tasks_are_counted_by_name(queue: QueueCase) -> None:
    for name in ("probe.note", "probe.note", "probe.slow", "probe.fine"):
        queue.enqueue(name, uuid4())
    queue.run("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name <> 'probe.fine'")
    with queue.db.transaction() as session:
        assert failed_tasks(session) == {"probe.note": 2, "probe.slow": 1}


def own_jobs(queue: QueueCase, use: Callable[[OwnJobs], Awaitable[Any]]) -> Any:
    """Use the queue as a worker does whose release knows `probe.note` only."""

    async def with_pool() -> Any:
        async with AsyncConnectionPool(queue.url, min_size=1, max_size=1, open=False) as pool:
            connector = procrastinate.PsycopgConnector()
            await connector.open_async(pool)
            return await use(OwnJobs(connector, known=["probe.note"]))

    return asyncio.run(with_pool())


def test_a_worker_that_was_declared_dead_cannot_end_a_task_that_runs_elsewhere(queue: QueueCase) -> None:
    queue.enqueue("probe.note", uuid4())

    async def outlive(jobs: OwnJobs) -> None:
        held = await jobs.fetch_job(None, await jobs.register_worker())
        assert held is not None
        other = queue.register_worker()
        queue.run("UPDATE procrastinate_jobs SET worker_id = %(other)s", other=other)
        await jobs.finish_job(held, Status.SUCCEEDED, delete_job=True)
        await jobs.retry_job(held, retry_at=NOW, priority=0)

    own_jobs(queue, outlive)
    assert [(each["status"], each["attempts"]) for each in queue.jobs()] == [("doing", 0)]


@pytest.mark.parametrize(("again", "left"), [(False, []), (True, [("todo", 1)])])
def test_a_worker_ends_or_retries_its_own_task(queue: QueueCase, again: bool, left: list[tuple[str, int]]) -> None:
    queue.enqueue("probe.note", uuid4())

    async def settle(jobs: OwnJobs) -> None:
        held = await jobs.fetch_job(None, await jobs.register_worker())
        assert held is not None
        if again:
            await jobs.retry_job(held, retry_at=NOW, priority=-1)
        else:
            await jobs.finish_job(held, Status.SUCCEEDED, delete_job=True)

    own_jobs(queue, settle)
    assert [(each["status"], each["attempts"]) for each in queue.jobs()] == left


@pytest.mark.parametrize(("name", "runs_as"), [("probe.note", "probe.note"), ("newer.task", "unknown")])
def test_a_task_of_a_newer_release_is_taken_as_unknown(queue: QueueCase, name: str, runs_as: str) -> None:
    queue.enqueue(name, uuid4())

    async def fetch(jobs: OwnJobs) -> Job | None:
        return await jobs.fetch_job(None, await jobs.register_worker())

    assert own_jobs(queue, fetch).task_name == runs_as
