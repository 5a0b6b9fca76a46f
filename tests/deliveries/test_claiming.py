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
    letter_agreed,
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


def give_address(office: Office, contact_id: str, email: str) -> None:
    contact = f"/v1/client-contacts/{contact_id}"
    seen = office.priya.get(contact).headers["ETag"]
    assert office.priya.patch(contact, json={"email": email}, headers={"If-Match": seen}).status_code == 200


def match(office: Office, loop: Loop, name: str, contact_id: str) -> None:
    office.clock.shift(timedelta(seconds=1))
    path = f"/v1/interviews/{loop.interview['id']}/people/{loop.people[name]}/match"
    assert office.priya.post(path, json={"contact_id": contact_id}).status_code == 200


def change_address(office: Office, loop: Loop) -> None:
    give_address(office, loop.deliveries["Dana"]["contact_id"], office.address("dana", "elsewhere"))
    lose_tasks(office, "deliveries.look_at_contact")


def match_somebody_else(office: Office, loop: Loop) -> None:
    match(office, loop, "Dana", next(one["contact_id"] for one in loop.interview["people"] if "Tom" in one["name"]))
    lose_tasks(office, "deliveries.look_at_addresses")


def agree_again(_: Office, loop: Loop) -> None:
    assert letters.consent(loop.candidate, loop.letter).is_success


def move_address_back(office: Office, loop: Loop) -> None:
    give_address(office, loop.deliveries["Dana"]["contact_id"], office.address("dana", "meridian"))


def match_back(office: Office, loop: Loop) -> None:
    match(office, loop, "Dana", loop.deliveries["Dana"]["contact_id"])


CHANGES: list[tuple[Change, str, Change | None]] = [
    (withdraw_consent_unseen, "the candidate's agreement no longer stands", agree_again),
    (change_address, "the contact's address changed", move_address_back),
    (match_somebody_else, "the person is another contact", match_back),
    (withdraw_letter_unseen, "the letter is withdrawn", None),
]
"""Each with how it is put right again."""


def approve_now(office: Office, loop: Loop, *names: str) -> None:
    made = approve(office.priya, loop, people=[loop.people[name] for name in names], **NOW)
    assert made.status_code == 200, made.text
    loop.deliveries |= by_name(loop, made.json()["deliveries"])


def assert_stopped(office: Office, loop: Loop, cause: str) -> None:
    stopped = let_it_go(office, loop)
    assert (stopped["state"], stopped["cause"]) == ("cancelled", cause)
    assert (received(office, "dana"), received(office, "tom")) == ([], [])
    assert office.trail(stopped["id"]) == ["delivery.sent_now", "delivery.cancelled"]
    (entry, _) = office.compliance.get("/v1/audit", params={"subject": stopped["id"]}).json()["data"]
    assert entry["sentence"] == f"The delivery was cancelled: {cause}"


def test_what_no_longer_stands_is_not_sent_and_says_why(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)

    for change, cause, put_right in CHANGES:
        change(office, loop)
        assert_stopped(office, loop, cause)
        if put_right is not None:
            put_right(office, loop)
            approve_now(office, loop, "Dana")


def test_the_newer_version_is_sent_in_place_of_the_older(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)

    return_and_submit_anew(office, loop)
    assert_stopped(office, loop, "a newer version of the letter exists")
    office.travel(utc_now() + timedelta(days=2))

    (accepted,) = received(office)
    assert b"At Corvid" not in accepted.content
    assert delivery(office, loop, "Dana")["state"] == "cancelled"


def test_a_cancelled_interview_stops_what_waits(office: Office) -> None:
    """At once; and at the claim, should what stops it never run."""
    loop = letter_agreed(office)
    approve_now(office, loop, "Dana")
    office.crm.delete("/v1/external/bullhorn/interviews/I-1")
    lose_tasks(office, "deliveries.stop")
    assert_stopped(office, loop, "the interview is cancelled")

    other = letter_approved(office, "I-2")
    office.crm.delete("/v1/external/bullhorn/interviews/I-2")
    office.run_tasks()
    causes = {delivery(office, other, name)["cause"] for name in other.deliveries}
    assert causes == {"the interview was called off"}
    office.travel(utc_now() + timedelta(days=2))
    assert (received(office, "dana"), received(office, "tom")) == ([], [])


def test_a_claim_of_a_dead_worker_is_taken_over_and_sent_once(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    frozen = claimed(office, loop)

    office.travel(utc_now() + sending.SECOND_LOOK + timedelta(seconds=1))
    with pytest.raises(ClaimLost), office.rows() as session:
        sending.begin_sending(session, frozen, now=utc_now())

    sent = delivery(office, loop, "Dana")
    assert (sent["state"], sent["attempts"], len(received(office))) == ("sent", 2, 1)


def test_a_worker_whose_claim_was_taken_over_neither_sends_nor_notes_anything(office: Office) -> None:
    """Nor does the task of another agency, which finds nothing to send."""
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    office.clock.shift(timedelta(minutes=2))
    subject_id = Prefixed("dlv").parse(loop.deliveries["Dana"]["id"])
    work = Work(office.premises.db, office.premises.settings)
    tasks.send_delivery.run(work, agency_id=subject_id, subject_id=subject_id)
    assert received(office) == []
    assert office.crm.get(path_to(loop.deliveries["Dana"])).json()["state"] == "scheduled"

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


def test_a_slow_worker_that_hears_the_answer_late_ends_the_doubt(office: Office) -> None:
    """A message left in the middle of sending is in doubt, and is not sent again in the days until then."""
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    slow = claimed(office, loop)
    with office.rows() as session:
        sending.begin_sending(session, slow, now=utc_now())
    office.travel(utc_now() + sending.SECOND_LOOK + timedelta(seconds=1))
    assert delivery(office, loop, "Dana")["state"] == "in_doubt"
    office.travel(utc_now() + timedelta(days=3))
    assert (delivery(office, loop, "Dana")["state"], received(office)) == ("in_doubt", [])

    with office.rows() as session:
        sending.mark_sent(session, slow, reply="2.0.0 queued", now=utc_now())

    assert delivery(office, loop, "Dana")["state"] == "sent"


def test_what_was_withdrawn_while_a_worker_had_it_is_not_tried_again(office: Office) -> None:
    """The mail server answers 4xx after the candidate took the agreement back: the next attempt must not happen.

    Whether the worker had claimed it only (Dana's) or handed it over already (Tom's).
    """
    loop = letter_approved(office, approval=NOW)
    held = [claimed(office, loop, name) for name in ("Dana", "Tom")]
    with office.rows() as session:
        sending.begin_sending(session, held[1], now=utc_now())
    document = f"/v1/documents/{loop.letter['document']['id']}"
    withdrawn = loop.candidate.post(f"{document}/consents/withdraw", json={"people": list(loop.people.values())})

    with office.rows() as session:
        for claim in held:
            sending.mark_deferred(session, claim, code=451, reply="4.7.1 later", now=utc_now())
    put_back = [delivery(office, loop, name)["state"] for name in ("Dana", "Tom")]

    assert {one["name"] for one in withdrawn.json()["too_late_for"]} == {"Dana Whitfield", "Tom Achterberg"}
    assert put_back == ["scheduled", "scheduled"]
    for name in ("Dana", "Tom"):
        stopped = let_it_go(office, loop, name)
        assert (stopped["state"], stopped["cause"]) == ("cancelled", "the candidate's agreement no longer stands")
        assert received(office, name.lower()) == []


def test_a_person_without_an_address_is_waited_for_and_then_sent_to(office: Office) -> None:
    """In the window; at the time that was chosen (Tom); and once matched to a contact who has an address (Ines)."""
    known = office.announce("I-9", interviewers=[office.interviewer("Lena Ortiz")])["people"][0]["contact_id"]
    names = {"Dana": "Dana Whitfield", "Tom": "Tom Achterberg", "Ines": "Ines Roth"}
    loop = letter_agreed(
        office, to=tuple(names), interviewers=[office.interviewer(name, email=None) for name in names.values()]
    )
    for name, approval in {"Dana": {}, "Tom": {"when": "at", "at": "2026-11-26T15:00:00Z"}, "Ines": {}}.items():
        made = approve(office.priya, loop, people=[loop.people[name]], **approval)
        loop.deliveries |= by_name(loop, made.json()["deliveries"])
    assert {(held["state"], held["address"]) for held in loop.deliveries.values()} == {("held", None)}
    assert loop.deliveries["Dana"]["scheduled_for"] is None

    for person in loop.interview["people"][:2]:
        give_address(office, person["contact_id"], office.address(person["name"].split()[0].lower(), "meridian"))
    match(office, loop, "Ines", known)
    office.run_tasks()

    dana, tom = delivery(office, loop, "Dana"), delivery(office, loop, "Tom")
    assert (dana["state"], dana["scheduled_for"]) == ("scheduled", "2026-11-24T13:30:00Z")
    assert dana["address"] == office.address("dana", "meridian")
    assert (tom["state"], tom["scheduled_for"]) == ("scheduled", "2026-11-26T15:00:00Z")
    assert tom["why_then"] == "at the time that was chosen"
    assert office.trail(dana["id"])[:2] == ["delivery.held", "delivery.scheduled"]
    sent, ines = let_it_go(office, loop), delivery(office, loop, "Ines")
    assert (sent["state"], len(received(office))) == ("sent", 1)
    assert (ines["state"], ines["contact_id"], len(received(office, "lena"))) == ("sent", known, 1)
