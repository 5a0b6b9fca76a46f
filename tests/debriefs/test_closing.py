"""A debrief that does not come: waived, declined, and opened again, for a late one is welcome."""

from datetime import UTC, datetime

import httpx
import pytest

from tests.make.debriefs import CREATE, decide, full_answers, path, submit, take
from tests.office import Json, Office, link_in, text_of

BECAUSE = {"reason": "The client has decided already."}
LATER = datetime(2026, 11, 26, 12, tzinfo=UTC)
REQUEST = "How did it go at Meridian Foods?"


@pytest.fixture
def alex(office: Office, interview: str) -> httpx.Client:
    return office.candidate(interview)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def asked(office: Office) -> list[str]:
    return [mail["Subject"] for mail in office.mails(office.address("alex"))]


def standing(office: Office, interview: str) -> tuple[str, str]:
    """Where the debrief and its interview stand; by the key, which outlives the sessions of a day."""
    debrief: Json = office.crm.get(path(interview)).json()
    return debrief["state"], office.crm.get(f"/v1/interviews/{interview}").json()["state"]


def test_a_waived_debrief_closes_the_interview_and_asks_no_more(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    alex.put(path(interview), json={"answers": {"went_well": "The case."}}, headers=CREATE)

    waived = decide(office.priya, interview, "waive", BECAUSE)

    assert (waived.status_code, waived.json()["close_reason"]) == (200, BECAUSE["reason"])
    assert standing(office, interview) == ("waived", "closed")
    assert office.trail(waived.json()["id"])[-1] == "debrief.waived"
    assert office.trail(interview)[-1] == "interview.closed"
    shown = alex.get(path(interview))
    assert "you are not asked again" in shown.json()["next"]
    assert BECAUSE["reason"] not in shown.text
    assert alex.get(path(interview, "/draft")).json()["answers"]["went_well"] == "The case."
    assert BECAUSE["reason"] not in office.crm.get(path(interview)).text
    office.travel(LATER)
    assert asked(office) == [REQUEST]


def test_one_that_was_not_asked_for_yet_is_waived_after_the_interview_and_not_before(office: Office) -> None:
    interview = office.announce()["id"]
    headers = {"If-Match": '"0"'}
    early = office.priya.post(path(interview, "/waive"), json=BECAUSE, headers=headers)
    assert refusal(early) == (409, "interview_not_begun")
    office.travel(datetime(2026, 11, 23, 15, 30, tzinfo=UTC))
    running = office.priya.post(path(interview, "/waive"), json=BECAUSE, headers=headers)
    assert running.json()["detail"] == "This interview is scheduled; it cannot become closed."
    assert office.priya.get(path(interview)).json()["state"] == "not_requested"
    office.travel(datetime(2026, 11, 23, 16, 5, tzinfo=UTC))

    assert office.priya.post(path(interview, "/waive"), json=BECAUSE, headers=headers).status_code == 200

    office.travel(LATER)
    assert (standing(office, interview), asked(office)) == (("waived", "closed"), [])


def test_a_candidate_declines_by_either_link_and_the_consultant_hears_why(office: Office, interview: str) -> None:
    alex = office.candidate(interview, link="returned")
    seen = alex.get(path(interview)).headers["ETag"]
    assert refusal(alex.post(path(interview, "/decline"), json={})) == (428, "if_match_required")

    declined = alex.post(path(interview, "/decline"), json={"reason": "I took another."}, headers={"If-Match": seen})

    assert (declined.status_code, declined.json()["state"]) == (200, "declined")
    assert "If you change your mind" in declined.json()["next"]
    assert standing(office, interview) == ("declined", "closed")
    office.travel(LATER)
    assert asked(office) == [REQUEST]
    (mail,) = office.mails(f"priya@{office.name}.example")
    assert mail["Subject"] == "Alex Moreau at Meridian Foods: no debrief"
    assert "“I took another.”" in text_of(mail)
    assert office.trail(declined.json()["id"])[-1] == "debrief.declined"


def test_after_it_ended_nothing_is_written_until_it_is_opened_again(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    alex.put(path(interview), json={"answers": {"went_well": "Typed."}}, headers=CREATE)
    seen = alex.get(path(interview)).headers["ETag"]
    alex.post(path(interview, "/decline"), json={}, headers={"If-Match": seen})
    body = {"answers": full_answers()}
    for answer in (
        alex.put(path(interview), json=body, headers={"If-Match": '"1"'}),
        alex.post(path(interview, "/submit"), json=body, headers={"If-Match": '"1"'}),
        take(office.priya, interview),
    ):
        assert refusal(answer) == (409, "debrief_closed")

    reopened = decide(office.priya, interview, "reopen")

    assert (reopened.status_code, reopened.json()["state"]) == (200, "draft")
    assert standing(office, interview) == ("draft", "awaiting_debrief")
    assert office.trail(interview)[-1] == "interview.reopened"
    office.run_tasks()
    assert asked(office) == [REQUEST, REQUEST]
    back = office.by_link(link_in(office.mails(office.address("alex"))[-1]))
    assert back.get(path(interview, "/draft")).json()["answers"]["went_well"] == "Typed."
    assert back.post(path(interview, "/submit"), headers={"If-Match": '"1"'}).status_code == 200


def test_what_was_returned_and_waived_is_a_returned_one_again(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    submit(alex, interview)
    assert refusal(decide(office.priya, interview, "waive", BECAUSE)) == (409, "state_conflict")
    decide(office.priya, interview, "return", {"reason": "And the finance director?"})
    assert decide(office.priya, interview, "waive", BECAUSE).status_code == 200
    assert alex.get(path(interview)).json()["answers"]["went_well"] == full_answers()["went_well"]

    assert decide(office.manager, interview, "reopen").json()["state"] == "changes_requested"

    office.run_tasks()
    assert "And the finance director?" in text_of(office.mails(office.address("alex"))[-1])
    assert alex.get(path(interview)).json()["return_reason"] == "And the finance director?"


def test_only_what_ended_is_opened_again(office: Office, interview: str, alex: httpx.Client) -> None:
    assert refusal(decide(office.priya, interview, "reopen")) == (409, "state_conflict")
    submit(alex, interview)
    decide(office.priya, interview, "accept")
    refused = decide(office.priya, interview, "reopen")
    assert refused.json()["detail"] == "This debrief is accepted; it cannot become requested."


def test_who_may_not_decide_ends_and_opens_nothing(office: Office, interview: str, alex: httpx.Client) -> None:
    headers = {"If-Match": office.priya.get(path(interview)).headers["ETag"]}
    for client in (office.colleague, office.compliance, office.admin, alex):
        for decision in ("waive", "reopen"):
            assert client.post(path(interview, f"/{decision}"), json=BECAUSE, headers=headers).status_code == 403
    for client in (office.priya, office.manager, office.crm):
        assert client.post(path(interview, "/decline"), json={}, headers=headers).status_code == 403
    stale = office.priya.post(path(interview, "/waive"), json=BECAUSE, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert office.priya.post(path(interview, "/waive"), json={}, headers=headers).status_code == 422
    assert standing(office, interview) == ("requested", "awaiting_debrief")


def test_of_a_cancelled_interview_nothing_is_waived_or_declined(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    office.crm.delete("/v1/external/bullhorn/interviews/I-1")
    seen = {"If-Match": office.priya.get(path(interview)).headers["ETag"]}
    assert refusal(office.priya.post(path(interview, "/waive"), json=BECAUSE, headers=seen)) == (
        409,
        "interview_is_off",
    )
    assert refusal(alex.post(path(interview, "/decline"), json={}, headers=seen)) == (409, "interview_is_off")


def test_of_somebody_erased_nothing_is_opened_again_and_nobody_is_told_to_ring(office: Office) -> None:
    held = office.held(candidate={"name": "Alex Moreau", "phone": "+44 20 7946 0991"})
    decide(office.priya, held["id"], "waive", BECAUSE)
    erasure = f"/v1/persons/{held['candidate']['id']}/erasure"
    seen = {"If-Match": office.compliance.get(erasure).headers["ETag"]}
    assert office.compliance.post(erasure, json={"reason": "Asked for."}, headers=seen).is_success
    told = len(office.mails(f"priya@{office.name}.example"))

    assert refusal(decide(office.priya, held["id"], "reopen")) == (409, "candidate_erased")

    office.run_tasks()
    assert len(office.mails(f"priya@{office.name}.example")) == told
    assert standing(office, held["id"]) == ("waived", "closed")
