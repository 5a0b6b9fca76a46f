"""Timers: set, moved, cleared with the caller's change; each becomes one task when it is due."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.core.timers import clear_timer, promote_due, set_timer
from tests.faults.queue_case import AGENCY, QueueCase

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SUBJECT = UUID("0192f0c0-0000-7000-8000-000000000002")
SOON = NOW + timedelta(hours=1)


def test_a_timer_becomes_its_task_when_due_and_not_before(queue: QueueCase) -> None:
    queue.set_timer("probe.note", SUBJECT, due_at=SOON)
    assert promote_due(queue.db, now=SOON - timedelta(microseconds=1)) == 0
    assert queue.jobs() == []

    assert promote_due(queue.db, now=SOON) == 1

    (job,) = queue.jobs()
    assert job["task_name"] == "probe.note"
    assert job["args"] == {"agency_id": str(AGENCY), "subject_id": str(SUBJECT)}
    assert queue.rows("SELECT * FROM timer") == []


def test_setting_a_timer_again_moves_it(queue: QueueCase) -> None:
    queue.set_timer("probe.note", SUBJECT, due_at=NOW)
    queue.set_timer("probe.note", SUBJECT, due_at=SOON)
    assert [row["due_at"] for row in queue.rows("SELECT due_at FROM timer")] == [SOON]
    assert promote_due(queue.db, now=NOW) == 0


def test_a_timer_that_waits_for_company_stays_when_it_is_and_is_not_promoted_under_its_setter(queue: QueueCase) -> None:
    queue.set_timer("probe.note", SUBJECT, due_at=NOW)
    with queue.db.transaction() as session:
        set_timer(session, "probe.note", agency_id=AGENCY, subject_id=SUBJECT, due_at=SOON, keep_earlier=True)
        assert promote_due(queue.db, now=SOON) == 0
    assert [row["due_at"] for row in queue.rows("SELECT due_at FROM timer")] == [NOW]
    assert promote_due(queue.db, now=NOW) == 1


def test_a_cleared_timer_never_becomes_a_task_and_its_neighbour_does(queue: QueueCase) -> None:
    queue.set_timer("probe.note", SUBJECT, due_at=NOW)
    queue.set_timer("probe.slow", SUBJECT, due_at=NOW)
    with queue.db.transaction() as session:
        clear_timer(session, "probe.note", agency_id=AGENCY, subject_id=SUBJECT)
    assert promote_due(queue.db, now=NOW) == 1
    assert [job["task_name"] for job in queue.jobs()] == ["probe.slow"]


def test_clearing_a_timer_that_is_not_set_changes_nothing(queue: QueueCase) -> None:
    queue.set_timer("probe.note", SUBJECT, due_at=NOW)
    with queue.db.transaction() as session:
        clear_timer(session, "probe.note", agency_id=uuid4(), subject_id=SUBJECT)
    assert len(queue.rows("SELECT * FROM timer")) == 1


def test_a_timer_of_a_transaction_that_fails_is_neither_set_nor_cleared(queue: QueueCase) -> None:
    queue.set_timer("probe.note", SUBJECT, due_at=NOW)

    def fail() -> None:
        with queue.db.transaction() as session:
            clear_timer(session, "probe.note", agency_id=AGENCY, subject_id=SUBJECT)
            set_timer(session, "probe.slow", agency_id=AGENCY, subject_id=SUBJECT, due_at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [row["kind"] for row in queue.rows("SELECT * FROM timer")] == ["probe.note"]


def test_what_came_due_meanwhile_is_caught_up_earliest_first(queue: QueueCase) -> None:
    subjects = [uuid4() for _ in range(5)]
    for days, subject_id in enumerate(subjects):
        queue.set_timer("probe.note", subject_id, due_at=NOW - timedelta(days=days))

    assert [promote_due(queue.db, now=NOW, most=2) for _ in range(4)] == [2, 2, 1, 0]

    assert [job["args"]["subject_id"] for job in queue.jobs()] == [str(each) for each in reversed(subjects)]


def test_two_promoters_at_once_make_one_task_of_each_timer(queue: QueueCase) -> None:
    for _ in range(300):
        queue.set_timer("probe.note", uuid4(), due_at=NOW)
    start = threading.Barrier(2)
    promoted: list[int] = []

    def promote() -> None:
        start.wait()
        while number := promote_due(queue.db, now=NOW, most=10):
            promoted.append(number)

    promoters = [threading.Thread(target=promote) for _ in range(2)]
    for each in promoters:
        each.start()
    for each in promoters:
        each.join()

    jobs = queue.jobs()
    assert sum(promoted) == len(jobs) == 300
    assert len({job["args"]["subject_id"] for job in jobs}) == 300


def test_a_timer_that_a_transaction_is_moving_is_left_alone(queue: QueueCase) -> None:
    queue.set_timer("probe.note", SUBJECT, due_at=NOW)
    queue.set_timer("probe.slow", SUBJECT, due_at=NOW)
    with queue.db.transaction() as session:
        clear_timer(session, "probe.note", agency_id=AGENCY, subject_id=SUBJECT)
        assert promote_due(queue.db, now=NOW) == 1
    assert [job["task_name"] for job in queue.jobs()] == ["probe.slow"]
