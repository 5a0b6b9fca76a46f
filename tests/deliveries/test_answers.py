"""What each answer of the client's mail server leads to."""

from datetime import datetime, timedelta

import pytest

from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.core.queue import Work
from app.deliveries.actions.sending import RETRY
from app.deliveries.tasks import sending as tasks
from tests.adapters.smtp_ledger import Mode
from tests.make.loop import (
    NOW,
    Json,
    Loop,
    decide,
    delivery,
    let_it_go,
    letter_approved,
    mail_server,
    path_to,
    received,
)
from tests.office import Office

LATER = ["delivery.claimed", "delivery.deferred"]
LATER_AFTER_DATA = ["delivery.claimed", "delivery.sending", "delivery.deferred"]


def tried(office: Office, loop: Loop) -> Json:
    """Run the task at its time, and nothing else that falls due on the way."""
    office.clock.move_to(datetime.fromisoformat(delivery(office, loop, "Dana")["scheduled_for"]))
    subject_id = Prefixed("dlv").parse(loop.deliveries["Dana"]["id"])
    work = Work(office.premises.db, office.premises.settings)
    tasks.send_delivery.run(work, agency_id=office.agency_id, subject_id=subject_id)
    return delivery(office, loop, "Dana")


@pytest.mark.parametrize(
    ("mode", "recorded"),
    [
        ("defer_rcpt", LATER),
        ("refuse_greeting", LATER),
        ("defer_data", LATER_AFTER_DATA),
        ("drop_at_data", LATER_AFTER_DATA),
        ("defer_after_data", LATER_AFTER_DATA),
    ],
)
def test_a_temporary_refusal_is_tried_again_and_the_letter_arrives_once(
    office: Office, mode: Mode, recorded: list[str]
) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)

    with mail_server(office, mode):
        waiting = let_it_go(office, loop)
    sent = let_it_go(office, loop)

    assert (waiting["state"], waiting["attempts"]) == ("scheduled", 1)
    assert office.trail(sent["id"])[1:] == [*recorded, "delivery.claimed", "delivery.sending", "delivery.sent"]
    assert (sent["state"], sent["attempts"], len(received(office))) == ("sent", 2, 1)


def test_pauses_between_attempts_grow_and_after_the_last_it_has_failed(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    pauses: list[timedelta] = []

    with mail_server(office, "defer_rcpt"):
        while (waiting := tried(office, loop))["state"] == "scheduled":
            pauses.append(datetime.fromisoformat(waiting["scheduled_for"]) - utc_now())

    assert (waiting["state"], waiting["attempts"]) == ("failed", RETRY.most_attempts)
    assert waiting["reply"] == "4.7.1 greylisted, come back later"
    assert timedelta(seconds=9) <= pauses[0] <= timedelta(seconds=20)
    assert timedelta(seconds=39) <= pauses[2] <= timedelta(seconds=80)
    assert all(RETRY.cap / 2 - timedelta(seconds=2) <= pause <= RETRY.cap for pause in pauses[12:])
    assert received(office) == []


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("refuse_rcpt", "5.1.1 <address>: no such person here"),
        ("refuse_data", "5.5.1 no valid recipients"),
        ("refuse_after_data", "5.7.1 content refused"),
    ],
)
def test_a_refusal_for_good_has_failed_and_a_person_may_send_it_again(office: Office, mode: Mode, words: str) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)

    with mail_server(office, mode):
        failed = let_it_go(office, loop)
    office.travel(utc_now() + timedelta(hours=3))
    left_alone = delivery(office, loop, "Dana")
    body = {"resolution": "send_again", "reason": "Their mail server was set right."}
    answer = decide(office.priya, path_to(failed), "resolve", body)
    sent = let_it_go(office, loop)

    assert (failed["state"], failed["reply"]) == ("failed", words)
    assert (left_alone["state"], left_alone["attempts"]) == ("failed", 1)
    assert answer.json()["why_then"] == "a consultant decided to send it again"
    assert (sent["state"], len(received(office))) == ("sent", 1)


@pytest.mark.parametrize(
    ("mode", "taken"), [("drop_after_data", 1), ("drop_before_answer", 0), ("nonsense_after_data", 0)]
)
def test_without_an_answer_it_is_in_doubt_and_the_program_never_sends_again(
    office: Office, mode: Mode, taken: int
) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)

    with mail_server(office, mode):
        doubted = let_it_go(office, loop)
    office.travel(utc_now() + timedelta(days=4))

    assert doubted["state"] == "in_doubt"
    assert delivery(office, loop, "Dana") == doubted
    assert len(received(office)) == taken


def test_a_goodbye_that_fails_takes_nothing_back(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)

    with mail_server(office, "drop_at_quit"):
        sent = let_it_go(office, loop)

    assert (sent["state"], len(received(office))) == ("sent", 1)


def test_one_refused_recipient_keeps_nothing_from_the_others(office: Office) -> None:
    loop = letter_approved(office, approval=NOW)
    tom = path_to(loop.deliveries["Tom"])
    held_back = decide(office.priya, tom, "cancel")

    with mail_server(office, "refuse_rcpt"):
        failed = let_it_go(office, loop, "Dana")
    again = decide(office.priya, f"/v1/letters/{loop.letter['id']}", "approve", NOW)
    office.travel(utc_now() + timedelta(minutes=2))

    assert (held_back.json()["state"], failed["state"]) == ("cancelled", "failed")
    assert len(again.json()["deliveries"]) == 2
    assert (len(received(office, "dana")), len(received(office, "tom"))) == (1, 1)
