"""A summary reaches the client alone, or with a letter in one message, or not: always under a consent of its own."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.clock import utc_now
from tests.deliveries.test_sending import content_of, parsed
from tests.letters.outgoing import words_of_mail
from tests.make import debriefs, letters, summaries
from tests.make.loop import (
    NOW,
    approve,
    decide,
    let_it_go,
    path_to,
    received,
)
from tests.make.summaries import Summed, agreed, beside, forwarded, forwarded_with, submitted, withdraw
from tests.office import Office, text_of

Json = dict[str, Any]


def enclosing(at: Summed, **approval: Any) -> Json:
    return {"enclosed_document_id": at.summary["document"]["id"], **approval}


def manifest(office: Office, document_id: str) -> dict[str, str]:
    files = office.crm.get(f"/v1/documents/{document_id}").json()["files"]
    return {one["format"]: one["sha256"] for one in files}


def deliveries_of(office: Office, letter: Json) -> list[Json]:
    found: list[Json] = office.crm.get("/v1/deliveries", params={"letter_id": letter["id"]}).json()["data"]
    return found


@pytest.mark.practice("P5")
def test_the_client_receives_the_summary_alone_as_the_consultants_mail(office: Office) -> None:
    """In the client's inbox: the parts of the account that the candidate chose, to read at once, as PDF and Word."""
    at = agreed(office, to=("Dana",))
    loop = forwarded(office, at)

    sent = let_it_go(office, loop)

    assert (sent["state"], sent["scheduled_for"]) == ("sent", "2026-11-24T13:30:00Z")
    (accepted,) = received(office)
    message = parsed(accepted)
    body = text_of(message).replace("\r\n", "\n")
    assert message["Subject"] == "Alex Moreau: summary of the interview about Product Manager"
    assert body.startswith(
        "Dear Dana Whitfield,\n\nBelow, and attached as PDF and Word: the summary of the interview that Alex Moreau "
        "agreed to share with you.\n\nSummary of the interview with Alex Moreau\n"
    )
    document = at.summary["document"]
    text = office.crm.get(f"/v1/documents/{document['id']}.txt").text
    assert " ".join(text.split()) in " ".join(body.split())
    attached = {part.get_filename(): part for part in message.iter_attachments()}
    hashes = {name: hashlib.sha256(content_of(part)).hexdigest() for name, part in attached.items()}
    files = manifest(office, document["id"])
    assert hashes == {
        "Summary of the interview, Alex Moreau.pdf": files["pdf"],
        "Summary of the interview, Alex Moreau.docx": files["docx"],
    }
    assert office.trail(at.letter["id"])[-1] == "client_summary.approved"


def test_a_covering_line_takes_the_place_of_the_opening(office: Office) -> None:
    at = agreed(office, to=("Dana",))
    loop = forwarded(office, at, **NOW, covering_line="Dana, as promised on the telephone.")

    let_it_go(office, loop)

    body = text_of(parsed(received(office)[0]))
    assert body.startswith("Dana, as promised on the telephone.")
    assert "Dear Dana Whitfield" not in body


@pytest.mark.practice("P5")
def test_a_letter_takes_the_summary_along_in_one_message(office: Office) -> None:
    """In the client's inbox: one mail, the letter to read, and beside it the summary as PDF and Word."""
    at = agreed(office)
    loop = forwarded_with(office, at, beside(at), **NOW)

    sent = let_it_go(office, loop, "Dana")

    (accepted,) = received(office)
    message = parsed(accepted)
    body = " ".join(text_of(message).split())
    assert message["Subject"] == "Alex Moreau: after our meeting about Product Manager"
    assert body.startswith("Dear Dana, dear Tom, Thank you for the hour")
    assert "Enclosed as PDF and Word: the summary of the interview that Alex Moreau agreed to share with you." in body
    files, letter_files = (
        manifest(office, at.summary["document"]["id"]),
        manifest(office, loop.letter["document"]["id"]),
    )
    hashes = [
        (part.get_filename(), hashlib.sha256(content_of(part)).hexdigest()) for part in message.iter_attachments()
    ]
    assert hashes == [
        ("Letter from Alex Moreau to Meridian Foods.pdf", letter_files["pdf"]),
        ("Letter from Alex Moreau to Meridian Foods.docx", letter_files["docx"]),
        ("Summary of the interview, Alex Moreau.pdf", files["pdf"]),
        ("Summary of the interview, Alex Moreau.docx", files["docx"]),
    ]
    assert (sent["enclosed_document_id"], sent["enclosed_sha256"]) == (
        at.summary["document"]["id"],
        at.summary["document"]["sha256"],
    )
    assert len(received(office, "tom")) == 1
    (said, *_) = office.compliance.get("/v1/audit", params={"subject": sent["id"]}).json()["data"][::-1]
    assert said["details"]["enclosed_sha256"] == at.summary["document"]["sha256"]
    assert {one["id"] for one in deliveries_of(office, at.letter)} == {one["id"] for one in loop.deliveries.values()}
    assert office.crm.get(path_to(at.letter)).json()["state"] == "approved"
    assert office.trail(at.letter["id"])[-1] == "client_summary.approved"
    assert [one for one in office.priya.get("/v1/review-items").json()["data"] if one["kind"] == "summary"] == []


@pytest.mark.parametrize("alone", [True, False])
def test_no_word_of_the_confidences_leaves_with_a_summary(office: Office, alone: bool) -> None:
    """Every agency-only field holds a word found nowhere else; no byte of what leaves, unpacked, holds any."""
    at = agreed(office, to=("Dana",))
    loop = forwarded(office, at, **NOW) if alone else forwarded_with(office, at, beside(at, to=("Dana",)), **NOW)

    let_it_go(office, loop)
    office.travel(utc_now() + timedelta(days=1))

    (accepted,) = received(office)
    words = words_of_mail(accepted)
    assert "supplier recalls" in words
    for field, secret in debriefs.confidences().items():
        assert secret not in words, field
    assert [word for word in ("Zephyrine", "91,234", "2026-12-11", "11 December", "Thirteen") if word in words] == []


def test_a_summary_that_is_not_forwarded_reaches_nobody_and_says_why(office: Office) -> None:
    at = agreed(office)

    decided = decide(office.priya, path_to(at.letter), "not-forwarded", {"reason": "They have decided already."})
    office.travel(utc_now() + timedelta(days=3))

    assert decided.status_code == 204
    shown = summaries.read(office.candidate(at.interview["id"]), at.interview["id"])
    assert (shown["state"], shown["return_reason"]) == ("not_forwarded", "They have decided already.")
    assert (received(office, "dana"), received(office, "tom")) == ([], [])


def test_only_who_decides_forwards_a_summary_and_only_what_was_agreed_to(office: Office) -> None:
    at = submitted(office)
    letters.consent(at.candidate, at.letter, to=[at.people["Dana"]])

    compliance = approve(office.compliance, at.loop, **NOW)
    colleague = approve(office.colleague, at.loop, **NOW)
    everybody = approve(office.priya, at.loop, **NOW)
    agreed_only = approve(office.priya, at.loop, **NOW, people=[at.people["Dana"]])

    assert {compliance.status_code, colleague.status_code} == {403}
    assert (everybody.status_code, everybody.json()["code"]) == (409, "consent_missing")
    assert at.people["Tom"] in everybody.json()["detail"]
    assert agreed_only.status_code == 200
    office.travel(utc_now() + timedelta(minutes=2))
    assert (len(received(office, "dana")), len(received(office, "tom"))) == (1, 0)


def test_a_letter_takes_along_what_was_agreed_for_everybody_only(office: Office) -> None:
    at = submitted(office)
    letters.consent(at.candidate, at.letter, to=[at.people["Dana"]])
    loop = beside(at)

    everybody = approve(office.priya, loop, **enclosing(at, **NOW))
    nothing = deliveries_of(office, loop.letter)
    dana = approve(office.priya, loop, **enclosing(at, **NOW, people=[at.people["Dana"]]))
    tom = approve(office.priya, loop, **NOW)

    assert (everybody.status_code, everybody.json()["code"]) == (409, "enclosure_consent_missing")
    assert at.people["Tom"] in everybody.json()["detail"]
    assert nothing == []
    assert office.crm.get(path_to(at.letter)).json()["state"] == "approved"
    assert [one["enclosed_document_id"] for one in dana.json()["deliveries"]] == [at.summary["document"]["id"]]
    assert [one["enclosed_document_id"] for one in tom.json()["deliveries"]] == [None]


def test_what_was_seen_is_what_goes_along(office: Office) -> None:
    at = agreed(office, to=("Dana",))
    seen = at.summary["document"]["id"]
    letters.send_back(office.priya, at.letter, "Shorter.")
    at.summary = summaries.read(at.candidate, at.interview["id"])
    summaries.submit(at)
    letters.consent(at.candidate, at.letter)
    loop = beside(at, to=("Dana",))
    other = agreed(office, "I-2", to=("Dana",))

    older = approve(office.priya, loop, **enclosing(at, **NOW, enclosed_document_id=seen))
    itself = approve(office.priya, at.loop, **enclosing(at, **NOW))
    letter = approve(office.priya, loop, **enclosing(at, **NOW, enclosed_document_id=loop.letter["document"]["id"]))
    foreign = approve(office.priya, loop, **enclosing(other, **NOW))
    newest = approve(office.priya, loop, **enclosing(at, **NOW))

    assert (older.status_code, older.json()["code"]) == (409, "document_superseded")
    for wrong in (itself, letter, foreign):
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/enclosed_document_id")
    assert newest.status_code == 200


def test_a_summary_that_was_withdrawn_is_not_taken_along(office: Office) -> None:
    at = agreed(office, to=("Dana",))
    loop = beside(at, to=("Dana",))
    withdraw(at)

    refused = approve(office.priya, loop, **enclosing(at, **NOW))

    assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")
    assert deliveries_of(office, loop.letter) == []
    assert approve(office.priya, loop, **NOW).status_code == 200


def test_a_summary_goes_to_a_person_once_alone_or_enclosed(office: Office) -> None:
    at = agreed(office)
    loop = beside(at)
    forwarded_with(office, at, loop, **NOW, people=[at.people["Dana"]])

    again = approve(office.priya, at.loop, **NOW, people=[at.people["Dana"]])
    the_rest = approve(office.priya, at.loop, **NOW)
    with_another = approve(office.priya, beside(at), **enclosing(at, **NOW, people=[at.people["Dana"]]))
    after_alone = approve(office.priya, loop, **enclosing(at, **NOW))
    office.travel(utc_now() + timedelta(minutes=2))

    assert (again.status_code, again.json()["code"]) == (409, "going_already")
    assert [one["person_id"] for one in the_rest.json()["deliveries"]] == [at.people["Tom"]]
    for refused in (with_another, after_alone):
        assert (refused.status_code, refused.json()["code"]) == (409, "enclosure_going_already")
    assert (len(received(office, "dana")), len(received(office, "tom"))) == (1, 1)


def test_an_approved_summary_does_not_go_back_while_it_is_enclosed(office: Office) -> None:
    at = agreed(office, to=("Dana",))
    loop = forwarded_with(office, at, beside(at, to=("Dana",)))

    refused = letters.send_back(office.priya, at.letter, "Shorter.")
    decide(office.priya, path_to(loop.deliveries["Dana"]), "cancel")
    returned = letters.send_back(office.priya, at.letter, "Shorter.")

    assert (refused.status_code, refused.json()["code"]) == (409, "letter_is_approved")
    assert returned.status_code == 200


def test_the_summary_is_planned_as_a_strategic_letter_is(office: Office) -> None:
    at = agreed(office, to=("Dana",))
    loop = beside(at, to=("Dana",))

    (summary,) = at.candidate.get(path_to(at.letter) + "/send-window").json()
    (letter,) = at.candidate.get(path_to(loop.letter) + "/send-window").json()

    assert (summary["at"], summary["why"]) == (letter["at"], letter["why"])
    assert datetime.fromisoformat(summary["at"]) > utc_now()
