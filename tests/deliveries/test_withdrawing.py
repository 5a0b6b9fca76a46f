from datetime import timedelta

import pytest

from app.core.clock import utc_now
from tests.make import letters
from tests.make.loop import (
    NOW,
    Loop,
    approve,
    by_name,
    claimed,
    decide,
    delivery,
    let_it_go,
    letter_approved,
    letter_submitted,
    mail_server,
    path_to,
    received,
)
from tests.office import Office


def consents(loop: Loop) -> str:
    return f"/v1/documents/{loop.letter['document']['id']}/consents/withdraw"


def test_a_letter_withdrawn_in_time_reaches_nobody(office: Office) -> None:
    loop = letter_approved(office)

    answer = decide(loop.candidate, path_to(loop.letter), "withdraw")
    office.travel(utc_now() + timedelta(days=2))

    assert (sorted(answer.json()["stopped"]), answer.json()["too_late_for"]) == (sorted(loop.people.values()), [])
    assert {delivery(office, loop, name)["cause"] for name in loop.deliveries} == {"the candidate withdrew the letter"}
    assert (received(office, "dana"), received(office, "tom")) == ([], [])


def test_a_letter_withdrawn_late_says_who_has_it(office: Office) -> None:
    loop = letter_approved(office, approval={"people": None, **NOW})
    cancelled = decide(office.priya, path_to(loop.deliveries["Tom"]), "cancel").json()
    loop.deliveries["Tom"] = by_name(loop, approve(office.priya, loop).json()["deliveries"])["Tom"]
    sent = let_it_go(office, loop, "Dana")

    answer = decide(loop.candidate, path_to(loop.letter), "withdraw").json()

    assert cancelled["state"] == "cancelled"
    assert answer["stopped"] == [loop.people["Tom"]]
    assert answer["too_late_for"] == [
        {
            "person_id": loop.people["Dana"],
            "name": "Dana Whitfield",
            "outcome": "handed_over",
            "state": "sent",
            "sent_at": sent["sent_at"],
            "words": "Their mail server took it for Dana Whitfield on Monday 23 November 2026, 16:21 in London.",
        }
    ]
    assert answer["next"].startswith("What has gone cannot be called back: tell Priya Nair")
    assert (delivery(office, loop, "Dana")["state"], delivery(office, loop, "Tom")["state"]) == ("sent", "cancelled")


def test_a_letter_that_a_worker_has_taken_is_not_promised_to_be_stopped(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    claimed(office, loop)

    answer = decide(loop.candidate, path_to(loop.letter), "withdraw").json()

    assert answer["stopped"] == []
    assert [(one["name"], one["outcome"], one["state"], one["sent_at"]) for one in answer["too_late_for"]] == [
        ("Dana Whitfield", "being_handed_over", "claimed", None)
    ]
    assert "can no longer be stopped" in answer["too_late_for"][0]["words"]


def test_a_letter_in_doubt_is_not_said_to_have_gone_nor_to_be_stopped(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    with mail_server(office, "drop_before_answer"):
        assert let_it_go(office, loop)["state"] == "in_doubt"

    answer = decide(loop.candidate, path_to(loop.letter), "withdraw").json()

    assert answer["stopped"] == []
    (doubt,) = answer["too_late_for"]
    assert (doubt["outcome"], doubt["sent_at"]) == ("cannot_be_known", None)
    assert "whether Dana Whitfield has it cannot be known yet. Priya Nair finds out" in doubt["words"]


def test_nobody_is_stopped_for_whom_nothing_was_agreed(office: Office) -> None:
    loop = letter_submitted(office)
    letters.consent(loop.candidate, loop.letter, to=[loop.people["Dana"]])
    both = {"people": [loop.people["Dana"], loop.people["Tom"]]}

    first, second = (loop.candidate.post(consents(loop), json=both) for _ in range(2))
    stranger = loop.candidate.post(consents(loop), json={"people": ["prs_01h455vb4pex5vsknk084sn02q"]})

    assert (first.json()["stopped"], first.json()["not_agreed"]) == ([loop.people["Dana"]], [loop.people["Tom"]])
    assert second.json() == first.json()
    assert stranger.json()["errors"] == [{"pointer": "#/people/0", "message": "this letter was not written to them"}]
    read = loop.candidate.get(path_to(loop.letter)).json()
    assert [one["state"] for one in read["consents"]] == ["withdrawn", "not_given"]


def test_an_agreement_withdrawn_for_one_leaves_the_other(office: Office) -> None:
    loop = letter_approved(office, approval=NOW)

    answer = loop.candidate.post(consents(loop), json={"people": [loop.people["Tom"]]})
    office.travel(utc_now() + timedelta(minutes=2))

    assert (answer.json()["stopped"], answer.json()["too_late_for"]) == ([loop.people["Tom"]], [])
    assert answer.json()["next"].startswith("Nothing of it goes to Meridian Foods unless you decide so again")
    stopped = delivery(office, loop, "Tom")
    assert (stopped["state"], stopped["cause"]) == ("cancelled", "the candidate withdrew their agreement")
    assert (len(received(office, "dana")), len(received(office, "tom"))) == (1, 0)


def test_an_agreement_given_again_is_approved_again(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    loop.candidate.post(consents(loop), json={"people": [loop.people["Dana"]]})

    without = approve(office.priya, loop, **NOW)
    letters.consent(loop.candidate, loop.letter)
    loop.deliveries = by_name(loop, approve(office.priya, loop, **NOW).json()["deliveries"])

    assert (without.status_code, without.json()["code"]) == (409, "consent_missing")
    assert (let_it_go(office, loop)["state"], len(received(office))) == ("sent", 1)


def test_an_agreement_withdrawn_late_says_who_has_it_and_is_withdrawn_all_the_same(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    let_it_go(office, loop)

    answer = loop.candidate.post(consents(loop), json={"people": [loop.people["Dana"]]})

    assert [one["name"] for one in answer.json()["too_late_for"]] == ["Dana Whitfield"]
    read = loop.candidate.get(path_to(loop.letter)).json()
    assert [one["state"] for one in read["consents"]] == ["withdrawn"]


def test_a_withdrawn_letter_is_written_anew_and_the_new_version_is_sent(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    decide(loop.candidate, path_to(loop.letter), "withdraw")
    reopened = decide(loop.candidate, path_to(loop.letter), "reopen").json()
    draft = letters.save(loop.candidate, reopened, letters.thank_you())
    loop.letter = letters.submit(loop.candidate, draft).json()
    letters.consent(loop.candidate, loop.letter)

    loop.deliveries = by_name(loop, approve(office.priya, loop, **NOW).json()["deliveries"])
    office.travel(utc_now() + timedelta(days=2))

    (accepted,) = received(office)
    assert b"At Corvid" not in accepted.content
    assert delivery(office, loop, "Dana")["state"] == "sent"


@pytest.mark.parametrize("what", ["letter", "consent"])
def test_withdrawing_takes_the_candidates_own_link(office: Office, what: str) -> None:
    loop = letter_approved(office, to=("Dana",))
    seen = {"If-Match": office.priya.get(path_to(loop.letter)).headers["ETag"]}
    handed_over = office.candidate(loop.interview["id"], link="returned")
    other = letter_submitted(office, "I-2").candidate
    path = path_to(loop.letter) + "/withdraw" if what == "letter" else consents(loop)
    body = None if what == "letter" else {"people": [loop.people["Dana"]]}

    weak = handed_over.post(path, json=body, headers=seen)
    foreign = other.post(path, json=body, headers=seen)
    staff = {who.post(path, json=body, headers=seen).status_code for who in (office.priya, office.manager, office.crm)}

    assert (weak.status_code, weak.json()["code"]) == (403, "consent_needs_own_link")
    assert (foreign.status_code, staff) == (404, {403})
    assert delivery(office, loop, "Dana")["state"] == "scheduled"
    assert loop.candidate.post(path, json=body, headers=seen).status_code == 200
    assert delivery(office, loop, "Dana")["state"] == "cancelled"


def test_a_letter_is_withdrawn_as_it_was_seen(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    seen = {"If-Match": loop.candidate.get(path_to(loop.letter)).headers["ETag"]}
    letters.send_back(office.priya, loop.letter, "Shorter, please.")

    stale = loop.candidate.post(path_to(loop.letter) + "/withdraw", headers=seen)
    missing = loop.candidate.post(path_to(loop.letter) + "/withdraw")
    current = decide(loop.candidate, path_to(loop.letter), "withdraw")
    twice = decide(loop.candidate, path_to(loop.letter), "withdraw")

    assert (stale.status_code, missing.status_code) == (412, 428)
    assert (current.json()["stopped"], current.json()["too_late_for"], current.json()["not_agreed"]) == ([], [], [])
    assert twice.status_code == 409
