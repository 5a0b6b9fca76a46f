"""Real worker processes that are killed, stopped, frozen, and lose their database: no task is lost."""

import json
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.core.clock import utc_now
from app.core.worker_loop import ABANDONED
from tests.faults import probe_worker
from tests.faults.probe_tasks import CANARY
from tests.faults.processes import Forked, start
from tests.faults.queue_case import QueueCase, until

QUICK_PACE = {"tick": 0.1, "poll": 0.1, "heartbeat": 0.2, "stalled": 1.5, "reap": 0.1, "grace": 30.0}


class Workers:
    """The worker processes of one test, and the traces that their tasks left."""

    def __init__(self, queue: QueueCase, directory: Path) -> None:
        self.queue = queue
        self.directory = directory
        self.processes: list[Forked] = []

    def start(self, **pace: float) -> Forked:
        words = (self.queue.url, json.dumps({**QUICK_PACE, **pace}))
        environment = {"PROBE_DIR": str(self.directory)}
        process = start(probe_worker.main, *words, environment=environment, log=self.directory / "log")
        self.processes.append(process)
        return process

    def traces(self, what: str, subject_id: UUID) -> list[int]:
        """Tell which processes left this trace, in order."""
        trace = self.directory / "trace"
        lines = [line.split() for line in trace.read_text().splitlines()] if trace.exists() else []
        return [int(pid) for found, subject, pid in lines if (found, subject) == (what, str(subject_id))]

    def log(self) -> list[dict[str, Any]]:
        log = self.directory / "log"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def events(self) -> list[str]:
        return [line["event"] for line in self.log()]

    def begin(self) -> UUID:
        """Have a slow task begun by whatever worker there is."""
        subject_id = uuid4()
        self.queue.enqueue("probe.slow", subject_id)
        until(lambda: self.traces("began", subject_id))
        return subject_id

    def release(self, subject_id: UUID) -> None:
        """Let the slow task end."""
        (self.directory / str(subject_id)).touch()

    def note(self) -> int:
        """Have a task done, and tell by which process."""
        subject_id = uuid4()
        self.queue.enqueue("probe.note", subject_id)
        until(lambda: self.traces("noted", subject_id))
        return self.traces("noted", subject_id)[0]

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def workers(queue: QueueCase, tmp_path: Path) -> Iterator[Workers]:
    made = Workers(queue, tmp_path)
    yield made
    made.end()


def finished(queue: QueueCase) -> Callable[[], bool]:
    return lambda: queue.jobs() == []


def test_a_task_of_a_killed_worker_is_run_again_by_another(workers: Workers, queue: QueueCase) -> None:
    first = workers.start()
    subject_id = workers.begin()
    second = workers.start()

    first.kill()

    until(lambda: workers.traces("began", subject_id) == [first.pid, second.pid])
    assert [job["attempts"] for job in queue.jobs()] == [1]
    workers.release(subject_id)
    until(finished(queue))
    assert workers.traces("ended", subject_id) == [second.pid]


def test_a_task_whose_dead_workers_row_was_pruned_is_run_again(workers: Workers, queue: QueueCase) -> None:
    first = workers.start()
    subject_id = workers.begin()
    first.kill()
    first.wait()
    queue.rows("SELECT procrastinate_prune_stalled_workers_v1(0)")

    second = workers.start(stalled=3600.0)

    until(lambda: workers.traces("began", subject_id) == [first.pid, second.pid])


def test_a_task_that_kills_each_worker_is_given_up_and_others_go_on(workers: Workers, queue: QueueCase) -> None:
    subject_id = uuid4()
    queue.enqueue("probe.kill", subject_id)
    started = [workers.start().pid for _ in range(3)]

    until(lambda: [job["status"] for job in queue.jobs()] == ["failed"])

    killed = workers.traces("killing", subject_id)
    assert len(killed) == len(set(killed)) == 2
    assert {workers.note(), *killed} == set(started)


def test_a_worker_outlives_a_crash_of_the_database_in_the_middle_of_a_task(workers: Workers, queue: QueueCase) -> None:
    worker = workers.start()
    subject_id = workers.begin()

    queue.crash()
    workers.release(subject_id)

    until(finished(queue))
    assert set(workers.traces("ended", subject_id)) == {worker.pid}
    assert workers.note() == worker.pid
    assert worker.poll() is None


def test_a_worker_that_could_not_hear_listens_again(workers: Workers, queue: QueueCase) -> None:
    worker = workers.start(poll=3600.0)
    assert workers.note() == worker.pid
    with queue.deaf():
        until(lambda: "worker.listener_lost" in workers.events())

    until(lambda: queue.rows("SELECT FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'"))
    assert workers.note() == worker.pid
    assert worker.poll() is None


def test_a_task_whose_end_could_not_be_written_is_run_again(workers: Workers, queue: QueueCase) -> None:
    worker = workers.start(poll=3600.0)
    subject_id = workers.begin()
    with queue.unwritable("procrastinate_jobs"):
        workers.release(subject_id)
        until(lambda: "worker.database_lost" in workers.events())

    until(lambda: [job["attempts"] for job in queue.jobs()] in ([1], []))
    assert workers.note() == worker.pid
    until(finished(queue))
    assert workers.traces("ended", subject_id) == [worker.pid] * 2


def test_a_worker_waits_for_a_database_that_is_not_there_yet_and_can_be_stopped_meanwhile(workers: Workers) -> None:
    workers.queue.url, url = "postgresql:///nowhere?host=/nonexistent", workers.queue.url
    try:
        worker = workers.start()
        until(lambda: "worker.started" in workers.events())
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        workers.queue.url = url


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_ends_its_task_and_begins_none(
    workers: Workers, queue: QueueCase, order: signal.Signals
) -> None:
    worker = workers.start()
    subject_id = workers.begin()

    worker.send_signal(order)
    until(lambda: "worker.stopping" in workers.events())
    time.sleep(5 * QUICK_PACE["poll"])  # on a busy machine it says so a while before it takes no more
    queue.enqueue("probe.note", later := uuid4())
    workers.release(subject_id)

    assert worker.wait(20) == 0
    assert workers.traces("ended", subject_id) == [worker.pid]
    assert workers.traces("noted", later) == []
    assert [job["status"] for job in queue.jobs()] == ["todo"]


def test_a_worker_that_takes_long_to_stop_is_not_taken_for_dead(workers: Workers, queue: QueueCase) -> None:
    first = workers.start()
    subject_id = workers.begin()
    workers.start()

    first.send_signal(signal.SIGTERM)
    told = utc_now()
    beyond = told + timedelta(seconds=2 * QUICK_PACE["stalled"])
    until(lambda: queue.rows("SELECT FROM procrastinate_jobs WHERE status = 'doing' AND now() > %(at)s", at=beyond))
    workers.release(subject_id)

    assert first.wait(20) == 0
    until(finished(queue))
    assert workers.traces("began", subject_id) == [first.pid]


def test_a_task_that_outlasts_the_grace_is_abandoned_and_run_again(workers: Workers, queue: QueueCase) -> None:
    first = workers.start(grace=0.2)
    subject_id = workers.begin()

    first.send_signal(signal.SIGTERM)
    assert first.wait(20) == ABANDONED

    second = workers.start()
    until(lambda: workers.traces("began", subject_id) == [first.pid, second.pid])
    workers.release(subject_id)
    until(finished(queue))


def test_a_worker_that_was_frozen_and_declared_dead_comes_back_as_a_new_one(workers: Workers, queue: QueueCase) -> None:
    frozen = workers.start()
    subject_id = workers.begin()
    frozen.send_signal(signal.SIGSTOP)
    other = workers.start()
    until(lambda: workers.traces("began", subject_id) == [frozen.pid, other.pid])

    frozen.send_signal(signal.SIGCONT)
    workers.release(subject_id)
    until(finished(queue))
    other.send_signal(signal.SIGTERM)
    assert other.wait(20) == 0

    assert workers.note() == frozen.pid
    assert workers.traces("began", subject_id) == [frozen.pid, other.pid]


def test_an_idle_worker_that_was_declared_dead_registers_again(workers: Workers, queue: QueueCase) -> None:
    worker = workers.start()
    assert workers.note() == worker.pid
    queue.run("DELETE FROM procrastinate_workers")
    until(lambda: queue.rows("SELECT FROM procrastinate_workers"))
    assert workers.note() == worker.pid


def test_what_came_due_while_no_worker_ran_is_caught_up(workers: Workers, queue: QueueCase) -> None:
    overdue, later = uuid4(), uuid4()
    queue.set_timer("probe.note", overdue, due_at=utc_now() - timedelta(days=1))
    queue.set_timer("probe.note", later, due_at=utc_now() + timedelta(days=1))

    worker = workers.start()

    until(lambda: workers.traces("noted", overdue) == [worker.pid])
    assert workers.traces("noted", later) == []


def test_two_tasks_of_one_subject_run_one_after_the_other(workers: Workers, queue: QueueCase) -> None:
    workers.start()
    workers.start()
    subject_id = workers.begin()
    queue.enqueue("probe.slow", subject_id)
    assert {workers.note() for _ in range(10)}
    assert len(workers.traces("began", subject_id)) == 1

    workers.release(subject_id)
    until(finished(queue))
    trace = (workers.directory / "trace").read_text().splitlines()
    assert [line.split()[0] for line in trace if str(subject_id) in line] == ["began", "ended"] * 2


def test_a_task_that_fails_is_retried_counted_and_logged_without_its_words(workers: Workers, queue: QueueCase) -> None:
    workers.start()
    subject_id = uuid4()
    queue.enqueue("probe.fail", subject_id)

    until(lambda: [job["status"] for job in queue.jobs()] == ["failed"])

    assert [job["attempts"] for job in queue.jobs()] == [2]
    lines = [line for line in workers.log() if line.get("subject_id") == str(subject_id)]
    assert [line["event"] for line in lines] == ["task.started", "task.failed", "task.started", "task.given_up"]
    assert lines[-1]["error"] == "ValueError"
    assert not any(word in (workers.directory / "log").read_text() for word in [CANARY, "Dana", "dana@"])


def test_a_task_of_a_newer_release_waits_for_that_release(workers: Workers, queue: QueueCase) -> None:
    workers.start()
    queue.enqueue("newer.task", uuid4())
    until(lambda: [(job["status"], job["attempts"]) for job in queue.jobs()] == [("todo", 1)])
