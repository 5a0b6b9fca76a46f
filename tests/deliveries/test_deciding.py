from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.core.clock import utc_now
from app.core.ids import Prefixed
from tests.make import letters
from tests.make.loop import (
    NOW,
    Loop,
    approve,
    by_name,
    decide,
    letter_agreed,
    letter_approved,
    letter_submitted,
    path_to,
)
from tests.office import Office, Premises

Json = dict[str, Any]


def letter_state(office: Office, loop: Loop) -> str:
    state: str = office.crm.get(path_to(loop.letter)).json()["state"]
    return state


def deliveries_of(office: Office, loop: Loop) -> list[Json]:
    answer = office.crm.get("/v1/deliveries", params={"letter_id": loop.letter["id"]})
    found: list[Json] = answer.json()["data"]
    return found


def test_without_a_standing_consent_nothing_is_approved_and_the_people_are_named(office: Office) -> None:
    """Not before it is given for everybody, nor when it was withdrawn, nor by the consent to the version before."""
    loop = letter_submitted(office)
    letters.consent(loop.candidate, loop.letter, to=[loop.people["Dana"]])

    refused = approve(office.priya, loop)
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_missing")
    assert loop.people["Tom"] in refused.json()["detail"]
    assert loop.people["Dana"] not in refused.json()["detail"]
    assert letter_state(office, loop) == "submitted"

    letters.consent(loop.candidate, loop.letter)
    document = f"/v1/documents/{loop.letter['document']['id']}"
    loop.candidate.post(f"{document}/consents/withdraw", json={"people": [loop.people["Dana"]]})
    refused = approve(office.priya, loop)
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_missing")
    assert loop.people["Dana"] in refused.json()["detail"]

    letters.consent(loop.candidate, loop.letter)
    letters.send_back(office.priya, loop.letter, "Shorter, please.")
    again = letters.save(loop.candidate, letters.read(loop.candidate, loop.letter), letters.thank_you())
    loop.letter = letters.submit(loop.candidate, again).json()
    refused = approve(office.priya, loop)
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_missing")
    assert deliveries_of(office, loop) == []

    letters.consent(loop.candidate, loop.letter)
    assert approve(office.priya, loop).status_code == 200


def test_a_decision_on_what_changed_meanwhile_is_refused_and_says_who_did_what(office: Office) -> None:
    """And only a letter that waits for a decision is approved: neither one that was returned nor a draft."""
    loop = letter_agreed(office, to=("Dana",))
    draft = letters.begin(loop.candidate, loop.interview, to=("Tom",))
    seen = office.priya.get(path_to(loop.letter)).headers["ETag"]
    letters.send_back(office.manager, loop.letter, "Shorter, please.")

    stale = office.priya.post(path_to(loop.letter) + "/approve", json={}, headers={"If-Match": seen})
    missing = office.priya.post(path_to(loop.letter) + "/approve", json={})

    assert (stale.status_code, missing.status_code) == (412, 428)
    assert stale.json()["detail"].startswith("Mira Manager returned version 1: Shorter, please., at 2026-11-23 16:20")
    assert deliveries_of(office, loop) == []
    for letter in (draft, loop.letter):
        refused = decide(office.priya, path_to(letter), "approve", {})
        assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")


def test_a_letter_goes_to_its_addressees_only_one_first_and_the_other_later_but_nobody_twice(office: Office) -> None:
    panel = [office.interviewer(name) for name in ("Dana Whitfield", "Tom Achterberg", "Ines Roth")]
    loop = letter_agreed(office, interviewers=panel)
    dana, tom, ines = (loop.people[name] for name in ("Dana", "Tom", "Ines"))

    refused = approve(office.priya, loop, people=[dana, ines])
    state = letter_state(office, loop)
    first = approve(office.priya, loop, people=[dana])
    twice = approve(office.priya, loop, people=[dana])
    rest = approve(office.priya, loop)
    nobody_left = approve(office.priya, loop)

    assert (refused.status_code, state) == (422, "submitted")
    assert refused.json()["errors"][0]["pointer"] == "#/people"
    assert [one["person_id"] for one in first.json()["deliveries"]] == [dana]
    assert (twice.status_code, twice.json()["code"]) == (409, "going_already")
    assert [one["person_id"] for one in rest.json()["deliveries"]] == [tom]
    assert (nobody_left.status_code, nobody_left.json()["code"]) == (409, "going_already")
    assert len(deliveries_of(office, loop)) == 2
    assert office.trail(loop.letter["id"]).count("letter.approved") == 1


def test_what_was_undone_can_be_approved_again(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    cancelled = decide(office.priya, f"/v1/deliveries/{loop.deliveries['Dana']['id']}", "cancel")

    (again,) = approve(office.priya, loop, **NOW).json()["deliveries"]
    office.travel(utc_now() + timedelta(minutes=2))

    assert (cancelled.json()["state"], cancelled.json()["cause"]) == ("cancelled", "a consultant cancelled it")
    assert again["id"] != cancelled.json()["id"]
    assert len(office.mails(to=office.address("dana", "meridian"))) == 1


def assert_not_there(office: Office, other: Office, loop: Loop) -> None:
    """Another agency's letter answers as one that does not exist."""
    foreign = other.priya.post(path_to(loop.letter) + "/approve", json={}, headers={"If-Match": '"2"'})
    missing = other.priya.post(
        f"/v1/letters/{Prefixed('ltr').show(office.agency_id)}/approve", json={}, headers={"If-Match": '"2"'}
    )
    assert foreign.status_code == missing.status_code == 404
    assert foreign.json()["detail"] == missing.json()["detail"]


def test_the_consultant_of_the_interview_and_managers_approve_and_nobody_else(
    office: Office, premises: Premises
) -> None:
    loop = letter_agreed(office)
    seen = {"If-Match": office.priya.get(path_to(loop.letter)).headers["ETag"]}
    office.confirm("admin")
    reading = office.admin.post("/v1/keys", json={"name": "Reader", "scopes": ["letters:read"]}).json()["key"]
    without_scope = {**seen, "Authorization": f"Bearer {reading}", "On-Behalf-Of": office.consultant_ids["priya"]}

    def answer(client: httpx.Client, **headers: str) -> int:
        body = {"people": [loop.people["Dana"]]}
        return client.post(path_to(loop.letter) + "/approve", json=body, headers={**seen, **headers}).status_code

    assert answer(office.anybody) == 401
    assert {answer(who) for who in (office.compliance, office.admin, office.colleague, loop.candidate)} == {403}
    assert answer(office.anybody, **without_scope) == 403
    assert answer(office.crm) == 422
    assert answer(office.crm, **{"On-Behalf-Of": office.consultant_ids["colleague"]}) == 403
    with Office.open(premises, at=utc_now()) as other:
        assert_not_there(office, other, loop)
    assert (letter_state(office, loop), deliveries_of(office, loop)) == ("submitted", [])
    assert office.trail(loop.letter["id"]) == ["letter.drafted", "letter.submitted"]

    assert answer(office.crm, **{"On-Behalf-Of": office.consultant_ids["priya"]}) == 200
    assert approve(office.manager, loop).status_code == 200


def test_nothing_is_approved_after_a_cancelled_interview(office: Office) -> None:
    loop = letter_agreed(office, to=("Dana",))
    office.crm.delete("/v1/external/bullhorn/interviews/I-1")

    refused = approve(office.priya, loop)

    assert (refused.status_code, refused.json()["code"]) == (409, "interview_is_off")
    assert letter_state(office, loop) == "submitted"


def test_a_letter_after_an_interview_arranged_directly_is_released_to_the_candidate(office: Office) -> None:
    """Whatever the client agreed about letters: it is the candidate's own affair."""
    client = {"external_id": "CLI-1", "name": "Meridian Foods", "letter_policy": "ask_first"}
    loop = letter_agreed(office, to=("Dana",), introduced_by="direct", client=client)

    released = approve(office.priya, loop)
    office.travel(utc_now() + timedelta(days=2))

    assert (released.json()["state"], released.json()["deliveries"]) == ("released", [])
    assert office.candidate(loop.interview["id"]).get(path_to(loop.letter)).json()["state"] == "released"
    assert office.mails(to=office.address("dana", "meridian")) == []


@pytest.mark.practice("P7")
def test_the_consultant_decides_not_to_forward_and_the_candidate_reads_why(office: Office) -> None:
    """The candidate reads on the letter's page that it was not forwarded, and the consultant's reason."""
    loop = letter_agreed(office, to=("Dana",))
    reason = "Dana told me on the telephone that the panel has decided; a letter would come across as pressing."

    without_reason = decide(office.priya, path_to(loop.letter), "not-forwarded", {})
    forbidden = decide(office.colleague, path_to(loop.letter), "not-forwarded", {"reason": reason})
    decided = decide(office.priya, path_to(loop.letter), "not-forwarded", {"reason": reason})
    office.travel(utc_now() + timedelta(days=2))

    assert (without_reason.status_code, forbidden.status_code, decided.status_code) == (422, 403, 204)
    read = office.candidate(loop.interview["id"]).get(path_to(loop.letter)).json()
    assert (read["state"], read["return_reason"]) == ("not_forwarded", reason)
    assert office.mails(to=office.address("dana", "meridian")) == []


@pytest.mark.practice("P7")
def test_the_consultant_judges_that_forwarding_helps_and_the_client_receives_it(office: Office) -> None:
    """The interviewer receives the letter that the consultant had returned once, as it was agreed on."""
    loop = letter_submitted(office, to=("Dana",))
    letters.send_back(office.priya, loop.letter, "Say what you did in Porto: Dana asked twice.")
    content = letters.thank_you()
    content["paragraphs"][0]["text"] += " In Porto I hired six of the nine myself."
    again = letters.save(loop.candidate, letters.read(loop.candidate, loop.letter), content)
    loop.letter = letters.submit(loop.candidate, again).json()
    letters.consent(loop.candidate, loop.letter)

    loop.deliveries = by_name(loop, approve(office.priya, loop, **NOW).json()["deliveries"])
    office.travel(utc_now() + timedelta(minutes=2))

    (message,) = office.mails(to=office.address("dana", "meridian"))
    body = message.get_body(("plain",))
    assert body is not None
    assert "In Porto I hired six of the nine myself." in body.get_content()
