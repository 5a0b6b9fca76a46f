from datetime import timedelta
from typing import Any

import httpx

from app.core.clock import utc_now
from app.deliveries.actions import sending
from tests.make.loop import (
    NOW,
    claimed,
    decide,
    delivery,
    let_it_go,
    letter_approved,
    mail_server,
    path_to,
    received,
)
from tests.office import Office

Json = dict[str, Any]
REASON = "Dana decides this afternoon."
DELIVERED = {"resolution": "delivered", "reason": "Dana told me on the telephone that she has it."}
SEND_AGAIN = {"resolution": "send_again", "reason": "Their postmaster found no trace of it."}


def newest_sentence(office: Office, subject_id: str) -> str:
    entries = office.crm.get("/v1/audit", params={"subject": subject_id, "limit": 1}).json()["data"]
    sentence: str = entries[0]["sentence"]
    return sentence


def test_a_scheduled_letter_goes_at_once_with_a_reason_and_nothing_that_waits_for_an_address_or_is_gone(
    office: Office,
) -> None:
    panel = [office.interviewer("Dana Whitfield"), office.interviewer("Tom Achterberg", email=None)]
    loop = letter_approved(office, interviewers=panel)
    path = path_to(loop.deliveries["Dana"])

    without_reason = decide(office.priya, path, "send-now", {})
    answer = decide(office.priya, path, "send-now", {"reason": REASON})
    office.travel(utc_now() + timedelta(seconds=1))

    assert without_reason.status_code == 422
    assert (answer.json()["state"], answer.json()["why_then"]) == ("scheduled", "a consultant chose to send at once")
    assert (delivery(office, loop, "Dana")["state"], len(received(office))) == ("sent", 1)
    sentences = [one["sentence"] for one in office.crm.get("/v1/audit", params={"subject": path[15:]}).json()["data"]]
    assert f"Priya Nair chose to send at once: {REASON}" in sentences
    for name in ("Dana", "Tom"):
        refused = decide(office.priya, path_to(loop.deliveries[name]), "send-now", {"reason": REASON})
        assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")


def test_an_approval_is_undone_by_cancelling_until_a_worker_has_claimed_it(office: Office) -> None:
    """Of what was cancelled (Tom's) nothing is sent; what was claimed (Dana's) is not cancelled, and goes once."""
    loop = letter_approved(office, approval=NOW)
    path = path_to(loop.deliveries["Tom"])

    answer = decide(office.priya, path, "cancel")
    claimed(office, loop)
    late = decide(office.priya, path_to(loop.deliveries["Dana"]), "cancel")
    office.travel(utc_now() + sending.SECOND_LOOK + timedelta(seconds=1))
    after = decide(office.priya, path_to(loop.deliveries["Dana"]), "cancel")
    office.travel(utc_now() + timedelta(days=1))

    assert (answer.json()["state"], answer.json()["cause"]) == ("cancelled", "a consultant cancelled it")
    assert newest_sentence(office, path[15:]) == "The delivery was cancelled: a consultant cancelled it"
    assert (late.status_code, late.json()["code"]) == (409, "state_conflict")
    assert late.json()["detail"] == "This delivery is claimed; it cannot become cancelled."
    assert after.json()["detail"] == "This delivery is sent; it cannot become cancelled."
    assert (len(received(office, "dana")), len(received(office, "tom"))) == (1, 0)


def test_a_doubt_is_ended_by_a_person_who_knows_that_it_arrived_or_has_it_sent_again(office: Office) -> None:
    """But nothing goes again that the candidate took back meanwhile (Dana's): of that one can only say it arrived."""
    loop = letter_approved(office, approval=NOW)
    with mail_server(office, "drop_before_answer"):
        assert let_it_go(office, loop)["state"] == "in_doubt"
    dana, tom = path_to(loop.deliveries["Dana"]), path_to(loop.deliveries["Tom"])
    document = f"/v1/documents/{loop.letter['document']['id']}"
    loop.candidate.post(f"{document}/consents/withdraw", json={"people": [loop.people["Dana"]]})

    refused = decide(office.priya, dana, "resolve", SEND_AGAIN)
    settled = decide(office.priya, dana, "resolve", DELIVERED)
    again = decide(office.priya, tom, "resolve", SEND_AGAIN)
    sentence = newest_sentence(office, loop.deliveries["Tom"]["id"])
    sent = let_it_go(office, loop, "Tom")
    office.travel(utc_now() + timedelta(days=1))

    assert (refused.status_code, refused.json()["code"]) == (409, "no_longer_stands")
    assert refused.json()["detail"] == "It is not sent again: the candidate's agreement no longer stands."
    assert (settled.json()["state"], settled.json()["sent_at"] is not None, received(office)) == ("sent", True, [])
    said = newest_sentence(office, loop.deliveries["Dana"]["id"])
    assert said == f"Priya Nair decided: it arrived, because {DELIVERED['reason']}"
    assert again.json()["state"] == "scheduled"
    assert sentence == f"Priya Nair decided: it is sent again, because {SEND_AGAIN['reason']}"
    assert (sent["state"], sent["attempts"], len(received(office, "tom"))) == ("sent", 2, 1)
    assert sent["message_id"] == loop.deliveries["Tom"]["message_id"]


def test_only_what_is_in_doubt_or_failed_is_for_a_person_to_decide(office: Office) -> None:
    panel = [office.interviewer("Dana Whitfield"), office.interviewer("Tom Achterberg", email=None)]
    loop = letter_approved(office, interviewers=panel, approval=NOW)
    dana, tom = path_to(loop.deliveries["Dana"]), path_to(loop.deliveries["Tom"])

    def refused(path: str) -> str:
        for resolution in (DELIVERED, SEND_AGAIN):
            answer = decide(office.priya, path, "resolve", resolution)
            assert (answer.status_code, answer.json()["code"]) == (409, "state_conflict"), resolution
        detail: str = answer.json()["detail"]
        return detail.partition(";")[0]

    assert refused(tom) == "This delivery is held"
    assert refused(dana) == "This delivery is scheduled"
    held = claimed(office, loop)
    assert refused(dana) == "This delivery is claimed"
    with office.rows() as session:
        sending.begin_sending(session, held, now=utc_now())
    assert refused(dana) == "This delivery is sending"
    with office.rows() as session:
        sending.mark_sent(session, held, reply="2.0.0 queued", now=utc_now())
    assert refused(dana) == "This delivery is sent"


CHANGES: list[tuple[str, str, Json | None, int]] = [
    ("resolve", "Dana", DELIVERED, 409),
    ("send-now", "Dana", {"reason": REASON}, 200),
    ("cancel", "Tom", None, 200),
]


def test_only_who_decides_on_the_interview_changes_a_delivery(office: Office) -> None:
    loop = letter_approved(office)
    priya = {"On-Behalf-Of": f"priya@{office.name}.example"}

    def answer(client: httpx.Client, decision: str, name: str, body: Json | None, **headers: str) -> int:
        path = f"{path_to(loop.deliveries[name])}/{decision}"
        return client.post(path, json=body, headers={"If-Match": '"1"', **headers}).status_code

    for decision, name, body, _ in CHANGES:
        others = (office.colleague, office.compliance, office.admin, loop.candidate)
        assert {answer(who, decision, name, body) for who in others} == {403}, decision
        assert (answer(office.anybody, decision, name, body), answer(office.crm, decision, name, body)) == (401, 422)
        assert office.trail(loop.deliveries[name]["id"]) == ["delivery.scheduled"]
    for decision, name, body, expected in CHANGES:
        assert answer(office.crm, decision, name, body, **priya) == expected, decision


def test_a_change_of_what_moved_on_meanwhile_is_refused(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    path = path_to(loop.deliveries["Dana"])
    seen = {"If-Match": office.priya.get(path).headers["ETag"]}
    decide(office.manager, path, "send-now", {"reason": REASON})

    stale = office.priya.post(f"{path}/cancel", headers=seen)
    missing = office.priya.post(f"{path}/cancel")

    assert (stale.status_code, missing.status_code) == (412, 428)
    assert stale.json()["detail"].startswith(f"Mira Manager chose to send at once: {REASON}")
    assert delivery(office, loop, "Dana")["state"] == "scheduled"


def test_deliveries_are_read_by_the_agency_and_its_systems_only_and_paged_newest_first(office: Office) -> None:
    loop = letter_approved(office)
    one = path_to(loop.deliveries["Dana"])

    for reader in (office.priya, office.colleague, office.manager, office.compliance, office.crm):
        listed = reader.get("/v1/deliveries", params={"letter_id": loop.letter["id"]}).json()["data"]
        assert {row["id"] for row in listed} == {row["id"] for row in loop.deliveries.values()}
        assert reader.get(one).json()["id"] == loop.deliveries["Dana"]["id"]
    for stranger in (office.admin, loop.candidate):
        assert (stranger.get(one).status_code, stranger.get("/v1/deliveries").status_code) == (403, 403)

    first = office.crm.get("/v1/deliveries", params={"limit": 1}).json()
    second = office.crm.get("/v1/deliveries", params={"limit": 1, "cursor": first["next_cursor"]}).json()
    found = [*first["data"], *second["data"]]
    assert sorted(one["id"] for one in found) == sorted(one["id"] for one in loop.deliveries.values())
    assert second["next_cursor"] is None
