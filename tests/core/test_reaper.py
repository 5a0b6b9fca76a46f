"""The reaper: what the dead held goes back, counted; the living are left alone."""

from uuid import uuid4

import pytest
from sqlalchemy.exc import ProgrammingError

from app.core.reaper import Reaper, beat
from tests.faults.probe_tasks import TASKS, kill
from tests.faults.queue_case import QueueCase

STALLED = 20.0


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reaper(queue: QueueCase, clock: Clock) -> Reaper:
    """A reaper that could read heartbeats for long enough to believe them."""
    made = Reaper(queue.db, TASKS, stalled=STALLED, clock=clock)
    clock.now += STALLED
    return made


def silent_since(queue: QueueCase, worker_id: int, seconds: float) -> None:
    queue.run(
        "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %(s)s) WHERE id = %(id)s",
        s=seconds,
        id=worker_id,
    )


def held_task(queue: QueueCase, *, silent: float) -> int:
    """Let a worker begin a task and fall silent; give the worker's id."""
    queue.enqueue(kill.name, uuid4())
    worker_id = queue.register_worker()
    assert queue.fetch(worker_id) is not None
    silent_since(queue, worker_id, silent)
    return worker_id


def states(queue: QueueCase) -> list[tuple[str, int]]:
    return [(job["status"], job["attempts"]) for job in queue.jobs()]


def test_a_silent_workers_task_is_put_back_and_counted(queue: QueueCase, reaper: Reaper) -> None:
    dead = held_task(queue, silent=STALLED + 1)
    assert reaper.reap() == 1
    assert states(queue) == [("todo", 1)]
    assert not beat(queue.db, dead)


def test_a_task_whose_workers_row_was_pruned_is_put_back(queue: QueueCase, reaper: Reaper) -> None:
    held_task(queue, silent=STALLED + 1)
    queue.rows("SELECT procrastinate_prune_stalled_workers_v1(%(s)s)", s=STALLED)
    assert queue.jobs()[0]["worker_id"] is None
    assert reaper.reap() == 1
    assert states(queue) == [("todo", 1)]


def test_a_beating_workers_task_is_left_alone(queue: QueueCase, reaper: Reaper) -> None:
    alive = held_task(queue, silent=STALLED - 5)
    assert reaper.reap() == 0
    assert states(queue) == [("doing", 0)]

    silent_since(queue, alive, STALLED + 1)
    assert beat(queue.db, alive)
    assert reaper.reap() == 0


def test_a_task_that_is_put_back_runs_before_fresh_ones(queue: QueueCase, reaper: Reaper) -> None:
    held_task(queue, silent=STALLED + 1)
    queue.enqueue(kill.name, uuid4())
    reaper.reap()
    rescued = queue.fetch(queue.register_worker())
    assert rescued is not None
    assert rescued["attempts"] == 1


def test_a_task_that_kills_its_workers_fails_when_its_attempts_are_used_up(queue: QueueCase, reaper: Reaper) -> None:
    held_task(queue, silent=STALLED + 1)
    reaper.reap()
    second = queue.register_worker()
    assert queue.fetch(second) is not None
    silent_since(queue, second, STALLED + 1)
    assert reaper.reap() == 1
    assert states(queue) == [("failed", 2)]


def test_silence_counts_only_after_the_database_was_reachable_for_as_long(queue: QueueCase, clock: Clock) -> None:
    held_task(queue, silent=3600)
    fresh = Reaper(queue.db, TASKS, stalled=STALLED, clock=clock)
    clock.now += STALLED - 1
    assert fresh.reap() == 0
    clock.now += 1
    assert fresh.reap() == 1


def test_an_outage_makes_the_reaper_wait_again(queue: QueueCase, reaper: Reaper, clock: Clock) -> None:
    held_task(queue, silent=3600)
    with queue.unwritable("procrastinate_workers"), pytest.raises(ProgrammingError):
        reaper.reap()

    assert reaper.reap() == 0
    clock.now += STALLED
    assert reaper.reap() == 1
