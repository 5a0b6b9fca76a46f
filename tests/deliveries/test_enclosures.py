"""What goes with a letter stands by itself: taken back, it stops the message, and the letter waits."""

from collections.abc import Callable
from typing import Any

import httpx

from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.letters.actions import deciding
from app.letters.queries.rows import letter_for
from tests.deliveries.test_sending import parsed
from tests.letters.outgoing import words_of_mail
from tests.make import letters, summaries
from tests.make.loop import (
    NOW,
    Loop,
    approve,
    by_name,
    claimed,
    decide,
    delivery,
    let_it_go,
    mail_server,
    path_to,
    received,
    withdraw_unseen,
)
from tests.make.summaries import Summed, agreed, beside, forwarded, forwarded_with, withdraw
from tests.office import Office, text_of

Json = dict[str, Any]
Change = Callable[[Office, Summed], None]


CONSENT = "the candidate withdrew their agreement to the summary that goes with it"
SUMMARY = "the candidate withdrew the summary that goes with it"


def assert_the_letter_waits(office: Office, at: Summed, loop: Loop, answer: httpx.Response, cause: str) -> None:
    office.run_tasks()
    stopped = delivery(office, loop, "Dana")
    told = office.mails(to=f"priya@{office.name}.example")[-1]
    taken_back = answer.json()
    assert (taken_back["stopped"], taken_back["too_late_for"]) == ([at.people["Dana"]], [])
    assert taken_back["letters_waiting"] == [loop.letter["id"]]
    assert (stopped["state"], stopped["cause"]) == ("cancelled", cause)
    assert told["Subject"] == "Alex Moreau at Meridian Foods: the letter to Dana Whitfield waits for you"
    assert cause in " ".join(text_of(told).split())


def test_taking_the_summary_back_stops_the_message_and_the_letter_waits_for_the_consultant(office: Office) -> None:
    """Whether the agreement to it is taken back or, given again, the summary itself."""
    at = agreed(office, to=("Dana",))
    loop = forwarded_with(office, at, beside(at, to=("Dana",)))

    path = f"/v1/documents/{at.summary['document']['id']}/consents/withdraw"
    answer = at.candidate.post(path, json={"people": [at.people["Dana"]]})
    assert_the_letter_waits(office, at, loop, answer, CONSENT)
    letters.consent(at.candidate, at.letter)
    forwarded_with(office, at, loop)
    assert_the_letter_waits(office, at, loop, withdraw(at), SUMMARY)

    loop.deliveries = by_name(loop, approve(office.priya, loop, **NOW).json()["deliveries"])
    let_it_go(office, loop)
    (accepted,) = received(office)
    words = words_of_mail(accepted)
    assert "At Corvid I led nine people" in words
    assert "supplier recalls" not in words


def test_taking_the_letter_back_leaves_the_summary_to_be_forwarded_alone(office: Office) -> None:
    at = agreed(office, to=("Dana",))
    loop = forwarded_with(office, at, beside(at, to=("Dana",)))

    answer = decide(at.candidate, path_to(loop.letter), "withdraw").json()
    alone = forwarded(office, at, **NOW)
    let_it_go(office, alone)

    assert (answer["stopped"], answer["letters_waiting"]) == ([at.people["Dana"]], [])
    assert delivery(office, loop, "Dana")["cause"] == "the candidate withdrew the letter"
    assert [parsed(one)["Subject"] for one in received(office)] == [
        "Alex Moreau: summary of the interview about Product Manager"
    ]


def test_taken_back_late_the_summary_names_who_has_it(office: Office) -> None:
    """And what a worker has taken (Ines’s) is not promised to be stopped; Tom’s was cancelled before."""
    names = ("Dana", "Tom", "Ines")
    panel = [office.interviewer(name) for name in ("Dana Whitfield", "Tom Achterberg", "Ines Roth")]
    at = agreed(office, to=names, interviewers=panel)
    loop = forwarded_with(office, at, beside(at, to=names), **NOW)
    cancelled = decide(office.priya, path_to(loop.deliveries["Tom"]), "cancel")
    claimed(office, loop, "Ines")
    let_it_go(office, loop, "Dana")

    answer = withdraw(at).json()

    assert cancelled.status_code == 200
    late = {(one["name"], one["state"]) for one in answer["too_late_for"]}
    assert late == {("Dana Whitfield", "sent"), ("Ines Roth", "claimed")}
    assert (answer["stopped"], answer["letters_waiting"]) == ([at.people["Tom"]], [])


def withdraw_consent_unseen(office: Office, at: Summed) -> None:
    withdraw_unseen(office, at.summary["document"])


def withdraw_summary_unseen(office: Office, at: Summed) -> None:
    actor = SystemActor(office.agency_id)
    with office.rows() as session:
        letter = letter_for(session, letter_id=Prefixed("ltr").parse(at.letter["id"]), actor=actor, lock=True).letter
        deciding.mark_withdrawn(session, letter, actor=actor, now=utc_now())


def submit_anew_unseen(office: Office, at: Summed) -> None:
    withdraw_summary_unseen(office, at)
    assert decide(at.candidate, path_to(at.letter), "reopen").status_code == 200
    at.summary = summaries.read(at.candidate, at.interview["id"])
    assert summaries.submit(at).status_code == 200
    letters.consent(at.candidate, at.letter)
    with office.rows() as session:
        actor = SystemActor(office.agency_id)
        letter = letter_for(session, letter_id=Prefixed("ltr").parse(at.letter["id"]), actor=actor, lock=True).letter
        deciding.mark_approved(session, letter, actor=actor, now=utc_now())


CHANGES: list[tuple[Change, str]] = [
    (withdraw_consent_unseen, "the candidate's agreement to the summary that goes with it no longer stands"),
    (submit_anew_unseen, "a newer version of the summary that goes with it exists"),
    (withdraw_summary_unseen, "the summary that goes with it is withdrawn"),
]


def test_a_message_whose_enclosure_no_longer_stands_is_not_sent_and_says_why(office: Office) -> None:
    at = agreed(office, to=("Dana",))
    loop = beside(at, to=("Dana",))

    for change, cause in CHANGES:
        letters.consent(at.candidate, at.letter)
        forwarded_with(office, at, loop, **NOW)
        change(office, at)
        stopped = let_it_go(office, loop)
        assert (stopped["state"], stopped["cause"]) == ("cancelled", cause)
        assert received(office) == []
        assert office.trail(stopped["id"]) == ["delivery.sent_now", "delivery.cancelled"]


def test_an_enclosure_waits_with_its_letter_for_an_address(office: Office) -> None:
    """A message that failed is not sent again without the agreement to its enclosure; with it, it arrives whole."""
    at = agreed(office, to=("Dana",), interviewers=[office.interviewer("Dana Whitfield", email=None)])
    loop = forwarded_with(office, at, beside(at, to=("Dana",)), **NOW)
    held = delivery(office, loop, "Dana")
    contact = f"/v1/client-contacts/{at.interview['people'][0]['contact_id']}"
    seen = {"If-Match": office.priya.get(contact).headers["ETag"]}
    office.priya.patch(contact, json={"email": office.address("dana", "meridian")}, headers=seen)
    office.run_tasks()
    with mail_server(office, "refuse_rcpt"):
        failed = let_it_go(office, loop)
    withdraw_consent_unseen(office, at)
    again = {"resolution": "send_again", "reason": "The address works now."}

    refused = decide(office.priya, path_to(loop.deliveries["Dana"]), "resolve", again)
    letters.consent(at.candidate, at.letter)
    taken = decide(office.priya, path_to(loop.deliveries["Dana"]), "resolve", again)
    let_it_go(office, loop)

    assert (held["state"], held["address"]) == ("held", None)
    assert failed["state"] == "failed"
    assert (refused.status_code, refused.json()["code"]) == (409, "no_longer_stands")
    assert (taken.status_code, taken.json()["state"]) == (200, "scheduled")
    (accepted,) = received(office)
    assert len(list(parsed(accepted).iter_attachments())) == 4


def test_where_the_candidate_sends_it_themselves_the_summary_is_released_by_itself(office: Office) -> None:
    at = agreed(office, to=("Dana",), introduced_by="direct")
    loop = beside(at, to=("Dana",))

    together = approve(office.priya, loop, enclosed_document_id=at.summary["document"]["id"])
    alone = approve(office.priya, at.loop)

    assert (together.status_code, together.json()["code"]) == (409, "nothing_to_enclose_with")
    assert (alone.status_code, alone.json()["state"], alone.json()["deliveries"]) == (200, "released", [])
    assert office.trail(at.letter["id"])[-1] == "client_summary.released"


def test_the_same_contact_by_another_name_is_not_sent_the_summary_twice(office: Office) -> None:
    at = agreed(office)
    forwarded(office, at, **NOW, people=[at.people["Dana"]])
    dana = next(one["contact_id"] for one in at.interview["people"] if one["id"] == at.people["Dana"])
    match = f"/v1/interviews/{at.interview['id']}/people/{at.people['Tom']}/match"
    assert office.priya.post(match, json={"contact_id": dana}).status_code == 200
    loop = beside(at, to=("Tom",))

    refused = approve(office.priya, loop, **NOW, enclosed_document_id=at.summary["document"]["id"])
    without = approve(office.priya, loop, **NOW)

    assert (refused.status_code, refused.json()["code"]) == (409, "enclosure_going_already")
    assert without.status_code == 200
