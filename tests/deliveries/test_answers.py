"""What each answer of the client's mail server leads to."""

from datetime import datetime, timedelta

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
    approve,
    by_name,
    decide,
    delivery,
    let_it_go,
    letter_agreed,
    letter_approved,
    mail_server,
    path_to,
    received,
)
from tests.office import Office

LATER = ["delivery.claimed", "delivery.deferred"]
LATER_AFTER_DATA = ["delivery.claimed", "delivery.sending", "delivery.deferred"]
NAMES = ("Dana Whitfield", "Tom Achterberg", "Ines Roth", "Lena Ortiz", "Omar Said")
FIRST_NAMES = tuple(name.split()[0] for name in NAMES)
TEMPORARY: dict[Mode, list[str]] = {
    "defer_rcpt": LATER,
    "refuse_greeting": LATER,
    "defer_data": LATER_AFTER_DATA,
    "drop_at_data": LATER_AFTER_DATA,
    "defer_after_data": LATER_AFTER_DATA,
}
FOR_GOOD: dict[Mode, str] = {
    "refuse_rcpt": "5.1.1 <address>: no such person here",
    "refuse_data": "5.5.1 no valid recipients",
    "refuse_after_data": "5.7.1 content refused",
}
NO_ANSWER: dict[Mode, int] = {"drop_after_data": 1, "drop_before_answer": 0, "nonsense_after_data": 0}


def written_to_five(office: Office) -> Loop:
    """A letter to five people, agreed to, to be sent to one after the other."""
    return letter_agreed(office, to=FIRST_NAMES, interviewers=[office.interviewer(name) for name in NAMES])


def approve_for(office: Office, loop: Loop, name: str) -> None:
    answer = approve(office.priya, loop, people=[loop.people[name]], **NOW)
    assert answer.status_code == 200, answer.text
    loop.deliveries |= by_name(loop, answer.json()["deliveries"])


def tried(office: Office, waiting: Json) -> Json:
    """Run the task at its time, and nothing else that falls due on the way."""
    office.clock.move_to(datetime.fromisoformat(waiting["scheduled_for"]))
    subject_id = Prefixed("dlv").parse(waiting["id"])
    work = Work(office.premises.db, office.premises.settings)
    tasks.send_delivery.run(work, agency_id=office.agency_id, subject_id=subject_id)
    found: Json = office.crm.get(path_to(waiting)).json()
    return found


def test_a_temporary_refusal_is_tried_again_and_the_letter_arrives_once(office: Office) -> None:
    loop = written_to_five(office)

    for name, (mode, recorded) in zip(FIRST_NAMES, TEMPORARY.items(), strict=True):
        approve_for(office, loop, name)
        with mail_server(office, mode):
            waiting = let_it_go(office, loop, name)
        sent = let_it_go(office, loop, name)
        assert (waiting["state"], waiting["attempts"]) == ("scheduled", 1), mode
        assert office.trail(sent["id"])[1:] == [*recorded, "delivery.claimed", "delivery.sending", "delivery.sent"]
        assert (sent["state"], sent["attempts"], len(received(office, name.lower()))) == ("sent", 2, 1), mode


def test_pauses_between_attempts_grow_and_after_the_last_it_has_failed(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    pauses: list[timedelta] = []

    with mail_server(office, "defer_rcpt"):
        waiting = loop.deliveries["Dana"]
        while (waiting := tried(office, waiting))["state"] == "scheduled":
            pauses.append(datetime.fromisoformat(waiting["scheduled_for"]) - utc_now())

    assert (waiting["state"], waiting["attempts"]) == ("failed", RETRY.most_attempts)
    assert waiting["reply"] == "4.7.1 greylisted, come back later"
    assert timedelta(seconds=9) <= pauses[0] <= timedelta(seconds=20)
    assert timedelta(seconds=39) <= pauses[2] <= timedelta(seconds=80)
    assert all(RETRY.cap / 2 - timedelta(seconds=2) <= pause <= RETRY.cap for pause in pauses[12:])
    assert received(office) == []


def test_a_refusal_for_good_has_failed_and_a_person_may_send_it_again(office: Office) -> None:
    """But nobody can say of it that it arrived."""
    loop = written_to_five(office)
    body = {"resolution": "send_again", "reason": "Their mail server was set right."}
    arrived = {"resolution": "delivered", "reason": "They have it, they say."}

    for name, (mode, words) in zip(FIRST_NAMES, FOR_GOOD.items(), strict=False):
        approve_for(office, loop, name)
        with mail_server(office, mode):
            failed = let_it_go(office, loop, name)
        assert (failed["state"], failed["reply"]) == ("failed", words)
    office.travel(utc_now() + timedelta(hours=3))
    for name in FIRST_NAMES[:3]:
        left_alone = delivery(office, loop, name)
        refused = decide(office.priya, path_to(left_alone), "resolve", arrived)
        answer = decide(office.priya, path_to(left_alone), "resolve", body)
        sent = let_it_go(office, loop, name)
        assert (left_alone["state"], left_alone["attempts"]) == ("failed", 1)
        assert refused.json()["detail"] == "This delivery is failed; it cannot become sent."
        assert answer.json()["why_then"] == "a consultant decided to send it again"
        assert (sent["state"], len(received(office, name.lower()))) == ("sent", 1)


def test_without_an_answer_it_is_in_doubt_and_the_program_never_sends_again(office: Office) -> None:
    """But a goodbye that fails takes nothing back."""
    loop = written_to_five(office)
    doubted: list[Json] = []

    for name, mode in zip(FIRST_NAMES, NO_ANSWER, strict=False):
        approve_for(office, loop, name)
        with mail_server(office, mode):
            doubted.append(let_it_go(office, loop, name))
    approve_for(office, loop, "Lena")
    with mail_server(office, "drop_at_quit"):
        sent = let_it_go(office, loop, "Lena")
    office.travel(utc_now() + timedelta(days=4))

    for name, before, taken in zip(FIRST_NAMES, doubted, NO_ANSWER.values(), strict=False):
        assert before["state"] == "in_doubt", name
        assert delivery(office, loop, name) == before
        assert len(received(office, name.lower())) == taken, name
    assert (sent["state"], len(received(office, "lena"))) == ("sent", 1)


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
