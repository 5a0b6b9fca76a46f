"""What was approved must stand when it is sent; the guard is the claim, whatever became of other tasks."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.core.queue import Work
from app.deliveries.actions import sending
from app.deliveries.actions.sending import ClaimLost
from app.deliveries.tasks import sending as tasks
from app.letters.actions import deciding
from app.letters.queries import rows as letter_rows
from tests.make import letters
from tests.make.loop import (
    NOW,
    Loop,
    approve,
    by_name,
    claimed,
    delivery,
    let_it_go,
    letter_approved,
    lose_tasks,
    path_to,
    received,
    withdraw_consent_unseen,
)
from tests.office import Office

Change = Callable[[Office, Loop], None]


def withdraw_letter_unseen(office: Office, loop: Loop) -> None:
    actor = SystemActor(office.agency_id)
    with office.rows() as session:
        at = letter_rows.letter_to_decide(session, letter_id=Prefixed("ltr").parse(loop.letter["id"]), actor=actor)
        deciding.mark_withdrawn(session, at.letter, actor=actor, now=utc_now())


def return_and_submit_anew(office: Office, loop: Loop) -> None:
    actor = SystemActor(office.agency_id)
    with office.rows() as session:
        at = letter_rows.letter_to_decide(session, letter_id=Prefixed("ltr").parse(loop.letter["id"]), actor=actor)
        deciding.mark_returned(session, at.letter, reason="Shorter.", actor=actor, now=utc_now())
    draft = letters.save(loop.candidate, letters.read(loop.candidate, loop.letter), letters.thank_you())
    loop.letter = letters.submit(loop.candidate, draft).json()
    letters.consent(loop.candidate, loop.letter)
    newer = approve(office.priya, loop, when="at", at=(utc_now() + timedelta(days=1)).isoformat())
    assert newer.status_code == 200, newer.text


def cancel_interview(office: Office, loop: Loop) -> None:
    assert office.crm.delete("/v1/external/bullhorn/interviews/I-1").status_code == 200
    lose_tasks(office, "deliveries.stop")


def change_address(office: Office, loop: Loop) -> None:
    contact = f"/v1/client-contacts/{loop.deliveries['Dana']['contact_id']}"
    seen = office.priya.get(contact).headers["ETag"]
    moved = {"email": office.address("dana", "elsewhere")}
    assert office.priya.patch(contact, json=moved, headers={"If-Match": seen}).status_code == 200
    lose_tasks(office, "deliveries.look_at_contact")


def match_somebody_else(office: Office, loop: Loop) -> None:
    tom = next(one["contact_id"] for one in loop.interview["people"] if one["name"].startswith("Tom"))
    match = f"/v1/interviews/{loop.interview['id']}/people/{loop.people['Dana']}/match"
    office.clock.shift(timedelta(seconds=1))
    assert office.priya.post(match, json={"contact_id": tom}).status_code == 200
    lose_tasks(office, "deliveries.look_at_addresses")


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (withdraw_consent_unseen, "the candidate's agreement no longer stands"),
        (withdraw_letter_unseen, "the letter is withdrawn"),
        (return_and_submit_anew, "a newer version of the letter exists"),
        (cancel_interview, "the interview is cancelled"),
        (change_address, "the contact's address changed"),
        (match_somebody_else, "the person is another contact"),
    ],
)
def test_what_no_longer_stands_is_not_sent_and_says_why(office: Office, change: Change, cause: str) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)

    change(office, loop)
    stopped = let_it_go(office, loop)

    assert (stopped["state"], stopped["cause"]) == ("cancelled", cause)
    assert (received(office, "dana"), received(office, "tom")) == ([], [])
    assert office.trail(stopped["id"]) == ["delivery.sent_now", "delivery.cancelled"]
    (entry, _) = office.compliance.get("/v1/audit", params={"subject": stopped["id"]}).json()["data"]
    assert entry["sentence"] == f"The delivery was cancelled: {cause}"


def test_the_newer_version_is_sent_in_place_of_the_older(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))

    return_and_submit_anew(office, loop)
    office.travel(utc_now() + timedelta(days=2))

    (accepted,) = received(office)
    assert b"At Corvid" not in accepted.content
    assert delivery(office, loop, "Dana")["state"] == "cancelled"


def test_a_claim_of_a_dead_worker_is_taken_over_and_sent_once(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    frozen = claimed(office, loop)

    office.travel(utc_now() + sending.SECOND_LOOK + timedelta(seconds=1))
    with pytest.raises(ClaimLost), office.rows() as session:
        sending.begin_sending(session, frozen, now=utc_now())

    sent = delivery(office, loop, "Dana")
    assert (sent["state"], sent["attempts"], len(received(office))) == ("sent", 2, 1)


def test_a_worker_whose_claim_was_taken_over_neither_sends_nor_notes_anything(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    frozen, other = claimed(office, loop), claimed(office, loop)

    with pytest.raises(ClaimLost), office.rows() as session:
        sending.begin_sending(session, frozen, now=utc_now())
    with office.rows() as session:
        sending.begin_sending(session, other, now=utc_now())
    for mark in (sending.mark_deferred, sending.mark_failed):
        with pytest.raises(ClaimLost), office.rows() as session:
            mark(session, frozen, code=None, reply="", now=utc_now())
    with pytest.raises(ClaimLost), office.rows() as session:
        sending.mark_sent(session, frozen, reply="", now=utc_now())

    assert delivery(office, loop, "Dana")["state"] == "sending"


def test_a_message_left_in_the_middle_of_sending_is_in_doubt_and_not_sent_again(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    frozen = claimed(office, loop)
    with office.rows() as session:
        sending.begin_sending(session, frozen, now=utc_now())

    office.travel(utc_now() + timedelta(days=3))

    assert (delivery(office, loop, "Dana")["state"], received(office)) == ("in_doubt", [])


def test_a_slow_worker_that_hears_the_answer_late_ends_the_doubt(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    slow = claimed(office, loop)
    with office.rows() as session:
        sending.begin_sending(session, slow, now=utc_now())
    office.travel(utc_now() + sending.SECOND_LOOK + timedelta(seconds=1))
    doubted = delivery(office, loop, "Dana")["state"]

    with office.rows() as session:
        sending.mark_sent(session, slow, reply="2.0.0 queued", now=utc_now())

    assert (doubted, delivery(office, loop, "Dana")["state"]) == ("in_doubt", "sent")


@pytest.mark.parametrize("hands_over", [False, True])
def test_what_was_withdrawn_while_a_worker_had_it_is_not_tried_again(office: Office, hands_over: bool) -> None:
    """The mail server answers 4xx after the candidate took the agreement back: the next attempt must not happen."""
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    held = claimed(office, loop)
    if hands_over:
        with office.rows() as session:
            sending.begin_sending(session, held, now=utc_now())
    document = f"/v1/documents/{loop.letter['document']['id']}"
    withdrawn = loop.candidate.post(f"{document}/consents/withdraw", json={"people": [loop.people["Dana"]]})

    with office.rows() as session:
        sending.mark_deferred(session, held, code=451, reply="4.7.1 later", now=utc_now())
    put_back = delivery(office, loop, "Dana")
    stopped = let_it_go(office, loop)

    assert [one["name"] for one in withdrawn.json()["too_late_for"]] == ["Dana Whitfield"]
    assert put_back["state"] == "scheduled"
    assert (stopped["state"], stopped["cause"]) == ("cancelled", "the candidate's agreement no longer stands")
    assert received(office) == []


def test_a_person_without_an_address_is_waited_for_and_then_sent_to(office: Office) -> None:
    panel = [office.interviewer("Dana Whitfield", email=None)]
    loop = letter_approved(office, to=("Dana",), interviewers=panel)
    held = loop.deliveries["Dana"]
    contact = f"/v1/client-contacts/{loop.interview['people'][0]['contact_id']}"
    seen = office.priya.get(contact).headers["ETag"]

    office.priya.patch(contact, json={"email": office.address("dana", "meridian")}, headers={"If-Match": seen})
    office.run_tasks()
    scheduled = delivery(office, loop, "Dana")
    sent = let_it_go(office, loop)

    assert (held["state"], held["address"], held["scheduled_for"]) == ("held", None, None)
    assert (scheduled["state"], scheduled["scheduled_for"]) == ("scheduled", "2026-11-24T13:30:00Z")
    assert scheduled["address"] == office.address("dana", "meridian")
    assert (sent["state"], len(received(office))) == ("sent", 1)
    assert office.trail(held["id"])[:2] == ["delivery.held", "delivery.scheduled"]


def test_a_person_whom_the_candidate_named_is_sent_to_once_matched(office: Office) -> None:
    known = office.announce("I-9", interviewers=[office.interviewer("Lena Ortiz")])["people"][0]["contact_id"]
    loop = letter_approved(office, to=("Dana",), interviewers=[office.interviewer("Dana Whitfield", email=None)])
    match = f"/v1/interviews/{loop.interview['id']}/people/{loop.people['Dana']}/match"
    office.clock.shift(timedelta(seconds=1))

    assert office.priya.post(match, json={"contact_id": known}).status_code == 200
    office.run_tasks()
    sent = let_it_go(office, loop)

    assert (sent["state"], sent["contact_id"]) == ("sent", known)
    assert len(received(office, "lena")) == 1


def test_a_time_that_was_chosen_holds_for_whoever_gets_an_address_later(office: Office) -> None:
    thursday = {"when": "at", "at": "2026-11-26T15:00:00Z"}
    panel = [office.interviewer("Dana Whitfield", email=None)]
    loop = letter_approved(office, to=("Dana",), interviewers=panel, approval=thursday)
    contact = f"/v1/client-contacts/{loop.interview['people'][0]['contact_id']}"
    seen = office.priya.get(contact).headers["ETag"]

    office.priya.patch(contact, json={"email": office.address("dana", "meridian")}, headers={"If-Match": seen})
    office.run_tasks()

    scheduled = delivery(office, loop, "Dana")
    assert (scheduled["state"], scheduled["scheduled_for"]) == ("scheduled", "2026-11-26T15:00:00Z")
    assert scheduled["why_then"] == "at the time that was chosen"


def test_a_changed_address_stops_what_was_to_go_there_and_asks_again(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    contact = f"/v1/client-contacts/{loop.deliveries['Dana']['contact_id']}"
    seen = office.priya.get(contact).headers["ETag"]
    moved = {"email": office.address("dana", "elsewhere")}

    office.priya.patch(contact, json=moved, headers={"If-Match": seen})
    office.run_tasks()
    stopped = delivery(office, loop, "Dana")
    loop.deliveries = by_name(loop, approve(office.priya, loop).json()["deliveries"])
    sent = let_it_go(office, loop)

    assert (stopped["state"], stopped["cause"]) == ("cancelled", "the contact's address changed")
    assert (sent["state"], sent["address"]) == ("sent", office.address("dana", "elsewhere"))
    assert received(office) == []


def test_a_contact_whose_working_day_changes_keeps_its_delivery(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    contact = f"/v1/client-contacts/{loop.deliveries['Dana']['contact_id']}"
    seen = office.priya.get(contact).headers["ETag"]

    office.priya.patch(contact, json={"work_starts": "08:00:00"}, headers={"If-Match": seen})
    office.run_tasks()

    assert delivery(office, loop, "Dana")["state"] == "scheduled"


def test_a_cancelled_interview_stops_what_waits(office: Office) -> None:
    loop = letter_approved(office)

    office.crm.delete("/v1/external/bullhorn/interviews/I-1")
    office.run_tasks()

    causes = {delivery(office, loop, name)["cause"] for name in loop.deliveries}
    assert causes == {"the interview was called off"}
    office.travel(utc_now() + timedelta(days=2))
    assert (received(office, "dana"), received(office, "tom")) == ([], [])


def test_another_agencys_task_finds_nothing_to_send(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    office.clock.shift(timedelta(minutes=2))
    subject_id = Prefixed("dlv").parse(loop.deliveries["Dana"]["id"])

    work = Work(office.premises.db, office.premises.settings)
    tasks.send_delivery.run(work, agency_id=subject_id, subject_id=subject_id)

    assert received(office) == []
    assert office.crm.get(path_to(loop.deliveries["Dana"])).json()["state"] == "scheduled"
