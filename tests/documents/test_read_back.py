"""A yes on the telephone: the consultant's word for it, marked as that wherever it is shown."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from app.core.clock import utc_now
from app.documents.rules import words_about_number
from tests.make import letters as make
from tests.make.loop import NOW, Loop, approve, decide, let_it_go, letter_submitted, path_to, received
from tests.office import Office, link_in, text_of

Json = dict[str, Any]
NUMBER = "+44 20 7946 0991"


def switched_on(office: Office) -> None:
    answer = office.admin.patch("/v1/agency", json={"settings": {"read_back_by_telephone": True}})
    assert answer.status_code == 200, answer.text


def read_back(consultant: httpx.Client, loop: Loop, *names: str, **changes: Any) -> httpx.Response:
    """Note the yes for these people, by their first names."""
    body = {
        "people": [loop.people[name] for name in names or ("Dana",)],
        "sha256": loop.letter["document"]["sha256"],
        "number_rung": NUMBER,
        "rung_at": utc_now().isoformat(),
        **changes,
    }
    return consultant.post(f"/v1/documents/{loop.letter['document']['id']}/consents/read-back", json=body)


def withdraw(candidate: httpx.Client, loop: Loop) -> httpx.Response:
    path = f"/v1/documents/{loop.letter['document']['id']}/consents/withdraw"
    return candidate.post(path, json={"people": [loop.people["Dana"]]})


def given_by(letter: Json) -> list[str | None]:
    return [one["given_by"] for one in letter["consents"]]


def test_an_agency_that_did_not_allow_it_takes_no_yes_by_telephone(office: Office) -> None:
    """Where it did, only who decides on the interview notes a call, and only of what was read out."""
    loop = letter_submitted(office, to=("Dana",))
    refused = read_back(office.priya, loop)
    assert (refused.status_code, refused.json()["code"]) == (409, "read_back_is_off")
    assert "an admin can allow it, or the candidate agrees by their own link" in refused.json()["detail"]
    switched_on(office)

    tom = office.priya.get(f"/v1/interviews/{loop.interview['id']}").json()["people"][1]["id"]
    other_bytes = read_back(office.priya, loop, sha256="0" * 64)
    stranger = read_back(office.priya, loop, people=[tom])
    early = read_back(office.priya, loop, rung_at=(utc_now() - timedelta(hours=1)).isoformat())
    later = read_back(office.priya, loop, rung_at=(utc_now() + timedelta(hours=1)).isoformat())
    nameless = read_back(office.priya, loop, number_rung="by hand")
    assert (other_bytes.status_code, other_bytes.json()["code"]) == (409, "document_superseded")
    assert stranger.json()["errors"] == [{"pointer": "#/people/0", "message": "this letter was not written to them"}]
    assert [one["pointer"] for answer in (early, later) for one in answer.json()["errors"]] == ["#/rung_at"] * 2
    assert nameless.status_code == 422
    others = [read_back(who, loop).status_code for who in (office.colleague, office.compliance, loop.candidate)]
    assert others == [403, 403, 403]
    assert given_by(make.read(office.priya, loop.letter)) == [None]

    taken = read_back(office.manager, loop)
    assert (taken.status_code, taken.json()["warnings"]) == (200, [])
    assert taken.json()["document"]["people"][0]["consent"]["read_back"]["by"] == "Mira Manager"


def test_a_yes_by_telephone_sends_the_letter_and_is_marked_wherever_it_is_shown(office: Office) -> None:
    """The trail names who rang and when, and keeps the number erasable."""
    switched_on(office)
    loop = letter_submitted(office, to=("Dana",))

    taken = read_back(office.priya, loop).json()
    (delivery,) = approve(office.priya, loop, **NOW).json()["deliveries"]

    shown = taken["document"]["people"][0]["consent"]
    assert (shown["state"], shown["given_by"]) == ("given", "read_back_by_telephone")
    mark = shown["read_back"]
    assert (mark["by"], mark["number_rung"]) == ("Priya Nair", NUMBER)
    assert abs(datetime.fromisoformat(mark["rung_at"]) - utc_now()) < timedelta(minutes=5)
    for reader in (office.priya, office.compliance, office.crm, loop.candidate):
        assert given_by(make.read(reader, loop.letter)) == ["read_back_by_telephone"]
        document = reader.get(f"/v1/documents/{loop.letter['document']['id']}").json()
        number = None if reader is office.crm else NUMBER
        assert document["people"][0]["consent"]["read_back"] == {**mark, "number_rung": number}
    assert delivery["consent_given_by"] == "read_back_by_telephone"
    loop.deliveries = {"Dana": delivery}
    assert (let_it_go(office, loop)["state"], len(received(office))) == ("sent", 1)
    assert NUMBER not in str(received(office)[0].content)

    (entry,) = office.compliance.get("/v1/audit", params={"subject": shown["id"]}).json()["data"]
    assert entry["action"] == "consent.read_back"
    assert entry["sentence"].startswith("Priya Nair read exactly this document back to the candidate by telephone")
    assert set(entry["details"]) == {"document", "person", "sha256", "rung_at"}
    assert NUMBER not in str(entry["details"])


def test_the_candidate_reads_what_was_agreed_for_them_and_takes_it_back(office: Office) -> None:
    switched_on(office)
    loop = letter_submitted(office, to=("Dana",))
    read_back(office.priya, loop)
    approve(office.priya, loop)
    office.run_tasks()

    mail = office.mails(office.address("alex"))[-1]
    said = " ".join(text_of(mail).split())
    taken_back = withdraw(office.by_link(link_in(mail)), loop)
    again = read_back(office.priya, loop)

    assert mail["Subject"] == "What you agreed to on the telephone, for Meridian Foods"
    assert f"Dana Whitfield. Priya Nair rang {NUMBER} on Monday 23 November 2026" in said
    assert "At Corvid I led nine people" in said
    assert (taken_back.status_code, taken_back.json()["stopped"]) == (200, [loop.people["Dana"]])
    assert (again.status_code, again.json()["code"]) == (409, "only_the_candidate_agrees_again")
    (delivery,) = office.crm.get("/v1/deliveries", params={"letter_id": loop.letter["id"]}).json()["data"]
    assert (delivery["state"], delivery["cause"]) == ("cancelled", "the candidate withdrew their agreement")
    office.travel(utc_now() + timedelta(days=2))
    assert received(office) == []
    assert make.consent(office.candidate(loop.interview["id"]), loop.letter).status_code == 200
    assert given_by(make.read(office.crm, loop.letter)) == ["candidate"]


def test_the_candidates_own_yes_takes_the_place_of_the_one_by_telephone_and_never_the_reverse(office: Office) -> None:
    switched_on(office)
    loop = letter_submitted(office, to=("Dana",))
    consent = read_back(office.priya, loop).json()["document"]["people"][0]["consent"]["id"]

    own = make.consent(loop.candidate, loop.letter).json()["people"][0]["consent"]
    after = read_back(office.priya, loop).json()["document"]["people"][0]["consent"]

    assert (own["id"], own["given_by"], own["read_back"]) == (consent, "candidate", None)
    assert after == own
    assert office.trail(consent) == ["consent.read_back", "consent.confirmed"]


def test_the_same_call_noted_twice_is_noted_and_mailed_once(office: Office) -> None:
    """Another number than the stored one is pointed out and allowed."""
    switched_on(office)
    loop = letter_submitted(office)
    before = len(office.mails(office.address("alex")))

    first, second = (read_back(office.priya, loop, "Dana", number_rung="020 7946 0991") for _ in range(2))
    office.run_tasks()
    other = read_back(office.priya, loop, "Tom", number_rung="+44 20 7946 0018")

    assert first.json()["document"] == second.json()["document"]
    assert len(office.mails(office.address("alex"))) == before + 1
    assert first.json()["warnings"] == []
    assert other.json()["warnings"] == [
        "You rang another number than the one that is kept for Alex Moreau: make sure that it was them."
    ]
    assert given_by(make.read(office.priya, loop.letter)) == ["read_back_by_telephone"] * 2


def test_a_candidate_without_an_address_agrees_by_telephone_and_gets_no_mail(office: Office) -> None:
    switched_on(office)
    given = {"external_id": "CAND-9", "name": "Sam Byphone", "phone": NUMBER}
    interview = office.held(candidate=given)
    letter = make.submitted(office.candidate(interview["id"], link="returned"), interview, to=("Dana",))
    loop = Loop(interview, office.anybody, make.read(office.priya, letter))

    taken = read_back(office.priya, loop)
    office.run_tasks()

    assert taken.status_code == 200
    assert approve(office.priya, loop).status_code == 200


@pytest.mark.parametrize(
    ("rung", "stored", "words"),
    [
        ("020 7946 0991", "+442079460991", 0),
        ("(020) 7946-0991", "+44 20 7946 0991", 0),
        ("+1 20 7946 0991", "+44 20 7946 0991", 1),
        ("12345", "12345", 0),
        ("12345", None, 1),
    ],
)
def test_numbers_are_compared_as_telephones_dial_them(rung: str, stored: str | None, words: int) -> None:
    assert len(words_about_number(rung, stored=stored, candidate="Alex", country="GB")) == words


def test_a_newer_version_needs_another_call(office: Office) -> None:
    switched_on(office)
    loop = letter_submitted(office, to=("Dana",))
    read_back(office.priya, loop)
    decide(office.priya, path_to(loop.letter), "return", {"reason": "Shorter, please."})
    draft = make.save(loop.candidate, make.read(loop.candidate, loop.letter), make.thank_you())
    newer = make.submit(loop.candidate, draft).json()

    late = read_back(office.priya, loop)
    loop.letter = newer

    assert (late.status_code, late.json()["code"]) == (409, "document_superseded")
    assert approve(office.priya, loop).json()["code"] == "consent_missing"
    assert read_back(office.priya, loop).status_code == 200
