"""Killed workers and a crashed database in the middle of sending: nothing is lost, nothing is sent twice."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.core.worker_loop import Pace
from tests.faults.delivery_case import DeliveryCase, Json, delivery_case
from tests.faults.queue_case import QueueCase, until

UNDER_WAY = {"claimed", "scheduled", "sending"}
ON_THE_DESK_SECONDS = 60.0
"""How soon a delivery that a dead worker left in the middle is in doubt, where a person sees it (6-trust)."""

GRACE_SECONDS = 2
"""The time to undo where a worker is restarted in it: longer than it takes to end one."""


@dataclass(frozen=True)
class Killed:
    """What is there after a worker was killed with one delivery claimed, another handed over and not answered."""

    case: DeliveryCase
    claimed: Json
    handed_over: Json


@pytest.fixture(scope="module")
def killed(
    breakable: QueueCase, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Killed]:
    with delivery_case(breakable, tmp_path_factory.mktemp("killed")) as case:
        dana, tom = case.agree("I-1", "Dana"), case.agree("I-2", "Tom")
        start = case.worker if request.config.getoption("--release") else case.quick_worker
        case.smtp.mode = "stall_at_rcpt"
        case.smtp.commands.clear()
        first = start()
        case.approve(dana)
        until(lambda: "RCPT" in case.smtp.commands)
        case.smtp.mode = "stall_after_data"
        case.approve(tom)
        until(lambda: case.states() == {"claimed": 1, "sending": 1} and case.taken())

        first.kill()
        first.wait()
        case.smtp.mode = "accept"
        start()
        until(lambda: not UNDER_WAY & case.states().keys(), ON_THE_DESK_SECONDS)
        case.end_workers()
        yield Killed(case, case.read(dana.deliveries["Dana"]), case.read(tom.deliveries["Tom"]))


def test_what_a_killed_worker_had_claimed_is_sent_once_by_another(killed: Killed) -> None:
    dana, case = killed.claimed, killed.case

    assert (dana["state"], dana["attempts"], case.taken()[dana["message_id"]]) == ("sent", 2, 1)
    assert case.office.trail(dana["id"])[1:] == [
        "delivery.claimed",
        "delivery.deferred",
        "delivery.claimed",
        "delivery.sending",
        "delivery.sent",
    ]


def test_what_a_killed_worker_was_handing_over_is_in_doubt_and_not_sent_again(killed: Killed) -> None:
    tom, case = killed.handed_over, killed.case

    assert (tom["state"], tom["attempts"], case.taken()[tom["message_id"]]) == ("in_doubt", 1, 1)
    assert case.office.trail(tom["id"])[1:] == ["delivery.claimed", "delivery.sending", "delivery.in_doubt"]


def test_the_trail_of_killed_workers_verifies(killed: Killed) -> None:
    report = killed.case.verified()

    assert (report.findings, report.entries > 20) == ([], True)


def test_a_worker_as_an_operator_starts_it_brings_what_a_dead_one_left_to_the_desk_in_time() -> None:
    """A campaign of the size that a release asks for waits for it; otherwise the workers here are quicker."""
    pace = Pace()

    assert pace.stalled + pace.reap + pace.poll < ON_THE_DESK_SECONDS


def test_a_worker_restarted_in_the_time_to_undo_sends_once_what_stands_and_nothing_that_was_undone(
    breakable: QueueCase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with delivery_case(breakable, tmp_path_factory.mktemp("restarted"), undo_seconds=GRACE_SECONDS) as case:
        undone, stands = case.agree("I-1", "Tom"), case.agree("I-2", "Dana")
        first = case.quick_worker()
        until(lambda: case.at_work() == 1)
        case.approve(undone)
        case.approve(stands)

        first.terminate()
        first.wait()
        case.undo(undone)
        assert case.taken().total() == 0, "nothing goes while it can be undone"
        case.quick_worker()
        until(lambda: case.states()["sent"] == 1)
        case.end_workers()

        dana, tom = case.read(stands.deliveries["Dana"]), case.read(undone.deliveries["Tom"])
        assert (dana["attempts"], dict(case.taken()), tom["state"]) == (1, {dana["message_id"]: 1}, "cancelled")
        assert tom["scheduled_for"] < dana["sent_at"], "its time has passed, too"


def test_a_crash_of_the_database_in_the_middle_of_sending_loses_and_repeats_nothing(
    breakable: QueueCase, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    letters = 8 if request.config.getoption("--release") else 4
    with delivery_case(breakable, tmp_path_factory.mktemp("crashed")) as case:
        for loop in [case.agree(f"I-{number}", "Dana", "Tom") for number in range(letters)]:
            case.approve(loop)
        case.smtp.mode = "slow"
        case.quick_worker()
        until(lambda: case.taken().total() >= 3)

        breakable.crash()
        until(lambda: not UNDER_WAY & case.states().keys(), ON_THE_DESK_SECONDS)

        taken, deliveries = case.taken(), case.deliveries()
        assert len(deliveries) == 2 * letters
        assert case.states().keys() <= {"sent", "in_doubt"}
        assert max(taken.values()) == 1
        for one in deliveries:
            trail = case.office.trail(one["id"])
            if one["state"] == "sent":
                assert (taken[one["message_id"]], trail[-2:]) == (1, ["delivery.sending", "delivery.sent"])
            else:
                assert trail[-2:] == ["delivery.sending", "delivery.in_doubt"]
        assert case.states()["in_doubt"] <= 4, "no more than were being handed over at once"
        assert case.verified().findings == []
