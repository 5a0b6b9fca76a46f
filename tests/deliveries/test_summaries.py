"""A summary reaches the client alone, or with a letter in one message, or not: always under a consent of its own."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.clock import utc_now
from tests.adapters.smtp_ledger import Accepted
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


def assert_covered_by(line: str, accepted: Accepted) -> None:
    body = text_of(parsed(accepted))
    assert body.startswith(line)
    assert "Dear Tom Achterberg" not in body


def assert_no_confidence_in(accepted: Accepted) -> None:
    """Every agency-only field holds a word found nowhere else; no byte of what leaves, unpacked, holds any."""
    words = words_of_mail(accepted)
    assert "supplier recalls" in words
    for field, secret in debriefs.confidences().items():
        assert secret not in words, field
    assert [word for word in ("Zephyrine", "91,234", "2026-12-11", "11 December", "Thirteen") if word in words] == []


@pytest.mark.practice("P5")
def test_the_client_receives_the_summary_alone_as_the_consultants_mail(office: Office) -> None:
    """In the client's inbox: the parts of the account that the candidate chose, to read at once, as PDF and Word.

    Where the consultant wrote a covering line (to Tom), it takes the place of the opening.
    """
    at = agreed(office)
    line = "Tom, as promised on the telephone."
    to_tom = forwarded(office, at, **NOW, people=[at.people["Tom"]], covering_line=line)
    loop = forwarded(office, at, people=[at.people["Dana"]])
    let_it_go(office, to_tom, "Tom")
    assert_covered_by(line, received(office, "tom")[0])

    sent = let_it_go(office, loop)

    assert (sent["state"], sent["scheduled_for"]) == ("sent", "2026-11-24T13:30:00Z")
    (accepted,) = received(office)
    assert_no_confidence_in(accepted)
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


@pytest.mark.practice("P5")
def test_a_letter_takes_the_summary_along_in_one_message(office: Office) -> None:
    """In the client's inbox: one mail, the letter to read, and beside it the summary as PDF and Word."""
    at = agreed(office)
    loop = forwarded_with(office, at, beside(at), **NOW)

    sent = let_it_go(office, loop, "Dana")

    (accepted,) = received(office)
    assert_no_confidence_in(accepted)
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


def test_a_summary_that_is_not_forwarded_reaches_nobody_and_says_why(office: Office) -> None:
    at = agreed(office)

    decided = decide(office.priya, path_to(at.letter), "not-forwarded", {"reason": "They have decided already."})
    office.travel(utc_now() + timedelta(days=3))

    assert decided.status_code == 204
    shown = summaries.read(office.candidate(at.interview["id"]), at.interview["id"])
    assert (shown["state"], shown["return_reason"]) == ("not_forwarded", "They have decided already.")
    assert (received(office, "dana"), received(office, "tom")) == ([], [])


def test_only_who_decides_forwards_a_summary_and_only_what_was_agreed_to(office: Office) -> None:
    """And a letter takes along what was agreed for everybody it goes to only: here for Dana and Ines, not for Tom."""
    panel = [office.interviewer(name) for name in ("Dana Whitfield", "Tom Achterberg", "Ines Roth")]
    at = submitted(office, to=("Dana", "Tom", "Ines"), interviewers=panel)
    dana, tom, ines = (at.people[name] for name in ("Dana", "Tom", "Ines"))
    letters.consent(at.candidate, at.letter, to=[dana, ines])
    loop = beside(at)

    forbidden = {approve(who, at.loop, **NOW).status_code for who in (office.compliance, office.colleague)}
    everybody = approve(office.priya, at.loop, **NOW)
    letter_to_both = approve(office.priya, loop, **enclosing(at, **NOW))
    nothing = deliveries_of(office, loop.letter)
    agreed_only = approve(office.priya, at.loop, **NOW, people=[ines])
    to_dana = approve(office.priya, loop, **enclosing(at, **NOW, people=[dana]))
    to_tom = approve(office.priya, loop, **NOW)

    assert (forbidden, nothing) == ({403}, [])
    for refused, code in ((everybody, "consent_missing"), (letter_to_both, "enclosure_consent_missing")):
        assert (refused.status_code, refused.json()["code"]) == (409, code)
        assert tom in refused.json()["detail"]
    assert agreed_only.status_code == 200
    assert office.crm.get(path_to(at.letter)).json()["state"] == "approved"
    assert [one["enclosed_document_id"] for one in to_dana.json()["deliveries"]] == [at.summary["document"]["id"]]
    assert [one["enclosed_document_id"] for one in to_tom.json()["deliveries"]] == [None]
    office.travel(utc_now() + timedelta(minutes=2))
    assert [len(received(office, who)) for who in ("ines", "dana", "tom")] == [1, 1, 1]
    assert "supplier recalls" not in words_of_mail(received(office, "tom")[0])


def test_what_was_seen_is_what_goes_along(office: Office) -> None:
    """Nothing older, nothing else, and not what was withdrawn. Approved, it does not go back while it is enclosed."""
    at = agreed(office)
    loop = forwarded_with(office, at, beside(at, to=("Dana",)))
    seen = at.summary["document"]["id"]
    refused = letters.send_back(office.priya, at.letter, "Shorter.")
    decide(office.priya, path_to(loop.deliveries["Dana"]), "cancel")
    returned = letters.send_back(office.priya, at.letter, "Shorter.")
    assert (refused.status_code, refused.json()["code"]) == (409, "letter_is_approved")
    assert returned.status_code == 200
    at.summary = summaries.read(at.candidate, at.interview["id"])
    summaries.submit(at)
    letters.consent(at.candidate, at.letter)
    other = submitted(office, "I-2", to=("Dana",))

    older = approve(office.priya, loop, **enclosing(at, **NOW, enclosed_document_id=seen))
    itself = approve(office.priya, at.loop, **enclosing(at, **NOW))
    letter = approve(office.priya, loop, **enclosing(at, **NOW, enclosed_document_id=loop.letter["document"]["id"]))
    foreign = approve(office.priya, loop, **enclosing(other, **NOW))
    newest = approve(office.priya, loop, **enclosing(at, **NOW))

    assert (older.status_code, older.json()["code"]) == (409, "document_superseded")
    for wrong in (itself, letter, foreign):
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/enclosed_document_id")
    assert newest.status_code == 200
    withdraw(at)
    withdrawn = approve(office.priya, loop, **enclosing(at, **NOW))
    assert (withdrawn.status_code, withdrawn.json()["code"]) == (409, "state_conflict")
    assert {one["state"] for one in deliveries_of(office, loop.letter)} == {"cancelled"}
    assert approve(office.priya, loop, **NOW).status_code == 200


def test_a_summary_goes_to_a_person_once_alone_or_enclosed(office: Office) -> None:
    """It is planned as a strategic letter is."""
    at = agreed(office)
    loop = beside(at)
    summary = at.candidate.get(path_to(at.letter) + "/send-window").json()[0]
    letter = at.candidate.get(path_to(loop.letter) + "/send-window").json()[0]
    assert (summary["at"], summary["why"]) == (letter["at"], letter["why"])
    assert datetime.fromisoformat(summary["at"]) > utc_now()
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
