"""Something new after the debrief was accepted: added by the candidate or by telephone, each reviewed alone."""

from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import text

from app.debriefs.rules import MOST_ADDENDA
from tests.make.debriefs import accepted, add, addendum_row, path, submit
from tests.office import Json, Office, link_in, text_of

SECRET = "Zephyrine Robotics offered GBP 91,234"


@pytest.fixture
def alex(office: Office, interview: str) -> httpx.Client:
    return accepted(office, interview)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def decide(office: Office, interview: str, addendum: str, decision: str, body: Json | None = None) -> httpx.Response:
    at = path(interview, f"/addenda/{addendum}")
    headers = {"If-Match": office.priya.get(at).headers["ETag"]}
    return office.priya.post(f"{at}/{decision}", json=body, headers=headers)


def told(office: Office) -> list[str]:
    office.run_tasks()
    return [text_of(mail) for mail in office.mails(f"priya@{office.name}.example")]


@pytest.mark.practice("P22")
def test_something_new_is_added_read_at_once_and_accepted_alone(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    """By the candidate's link, long after the debrief: something new, in the consultant's mail and on their desk."""
    before = office.priya.get(path(interview)).json()

    receipt = add(alex, interview, "They asked for two referees.")

    assert receipt.status_code == 201, receipt.text
    added = receipt.json()["reference"]
    assert receipt.json()["read_by"] == "Priya Nair"
    assert "They asked for two referees." in told(office)[-1]
    assert f"/desk/interviews/{interview}" in told(office)[-1]
    (item,) = office.priya.get("/v1/review-items").json()["data"]
    assert (item["kind"], item["subject_id"], item["version"]) == ("addendum", added, 1)
    (seen,) = office.crm.get(path(interview, "/addenda")).json()["data"]
    assert (seen["audience"], seen["text"], seen["state"]) == (
        "integration",
        "They asked for two referees.",
        "submitted",
    )

    done = decide(office, interview, added, "accept")

    assert (done.status_code, done.json()["state"]) == (200, "accepted")
    assert office.priya.get("/v1/review-items").json()["data"] == []
    assert office.trail(added) == ["debrief_addendum.added", "debrief_addendum.accepted"]
    assert office.priya.get(path(interview)).json() == before
    assert refusal(decide(office, interview, added, "return", {"reason": "No."})) == (409, "state_conflict")


def test_one_comes_back_with_the_reason_and_another_is_added(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    first = add(alex, interview, "They asked for referees.").json()["reference"]
    returned = decide(office, interview, first, "return", {"reason": "How many?"})
    assert (returned.status_code, returned.json()["return_reason"]) == (200, "How many?")
    office.run_tasks()
    mail = office.mails(office.address("alex"))[-1]
    assert "How many?" in text_of(mail)
    back = office.by_link(link_in(mail))
    second = add(back, interview, "Two.").json()["reference"]
    listed = back.get(path(interview, "/addenda")).json()["data"]
    assert [(one["id"], one["state"], one["text"]) for one in listed] == [
        (first, "returned", "They asked for referees."),
        (second, "submitted", "Two."),
    ]


def test_what_only_the_agency_reads_reaches_its_people_and_nobody_else(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    added = add(alex, interview, SECRET, agency_only=True).json()["reference"]
    at = path(interview, f"/addenda/{added}")
    for client in (office.priya, office.compliance, alex):
        assert (client.get(at).json()["text"], client.get(at).json()["agency_only"]) == (SECRET, True)
    assert refusal(office.crm.get(at)) == (404, "addendum_not_found")
    assert office.crm.get(path(interview, "/addenda")).json()["data"] == []
    named = {"On-Behalf-Of": f"priya@{office.name}.example", "If-Match": '"1"'}
    assert refusal(office.crm.post(f"{at}/accept", headers=named)) == (404, "addendum_not_found")
    assert "it is not in this mail" in told(office)[-1]
    everything = [accepted.content.decode() for accepted in office.premises.smtp.messages]
    assert [mail for mail in everything if "Zephyrine Robotics offered" in mail] == []
    with office.rows() as session:
        assert session.scalars(text("SELECT text FROM debrief_addendum")).all() == [None]
        assert session.scalars(text("SELECT details::text FROM audit_event WHERE action LIKE '%addendum%'")).all() == [
            '{"channel": "web"}'
        ]
    assert decide(office, interview, added, "accept").json()["text"] == SECRET


def test_a_link_that_was_handed_over_adds_and_shows_nothing_stored(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    returned = office.candidate(interview, link="returned")
    receipt = add(returned, interview, "By the other link.")
    assert receipt.status_code == 201
    for rest in ("/addenda", f"/addenda/{receipt.json()['reference']}"):
        assert refusal(returned.get(path(interview, rest))) == (403, "nothing_stored_shown")
    assert alex.get(path(interview, "/addenda")).json()["data"][0]["text"] == "By the other link."


def test_one_told_by_telephone_says_who_entered_it(office: Office, interview: str, alex: httpx.Client) -> None:
    body = {"text": "One month.", "taken_at": "2026-11-23T16:05:00Z", "number_rung": "+44 20 7946 0991"}
    at = path(interview, "/addenda/by-telephone")
    assert office.colleague.post(at, json=body).status_code == 403
    early = office.manager.post(at, json={**body, "taken_at": "2026-11-23T14:00:00Z"})
    assert (refusal(early), early.json()["errors"][0]["pointer"]) == ((422, "call_cannot_be"), "#/taken_at")

    receipt = office.manager.post(at, json=body)

    assert receipt.status_code == 201, receipt.text
    (seen,) = office.priya.get(path(interview, "/addenda")).json()["data"]
    assert (seen["channel"], seen["telephone"]["taken_by"]) == ("phone", "Mira Manager")
    (shared,) = office.crm.get(path(interview, "/addenda")).json()["data"]
    assert "number_rung" not in shared["telephone"]
    assert "by telephone, entered by a colleague" in told(office)[-1]
    with office.rows() as session:
        kept = session.scalars(text("SELECT value FROM audit_value WHERE key = 'number'")).all()
    assert kept == ["+44 20 7946 0991"]


def test_nothing_is_added_before_the_debrief_is_accepted_nor_without_words(office: Office, interview: str) -> None:
    alex = office.candidate(interview)
    assert refusal(add(alex, interview)) == (409, "addendum_too_early")
    submit(alex, interview)
    assert refusal(add(alex, interview)) == (409, "addendum_too_early")
    assert add(alex, interview, " ").status_code == 422
    assert alex.get(path(interview, "/addenda")).json()["data"] == []


def test_what_was_added_is_listed_in_pages_oldest_first(office: Office, interview: str, alex: httpx.Client) -> None:
    add(alex, interview, "Number 1")
    for number in range(2, 4):
        add(alex, interview, f"Number {number}")
    first = office.priya.get(path(interview, "/addenda"), params={"limit": 2}).json()
    rest = office.priya.get(path(interview, "/addenda"), params={"cursor": first["next_cursor"], "limit": 2}).json()
    assert [one["text"] for one in (*first["data"], *rest["data"])] == ["Number 1", "Number 2", "Number 3"]
    assert rest["next_cursor"] is None


def test_a_decision_is_made_on_what_was_read_by_who_may(office: Office, interview: str, alex: httpx.Client) -> None:
    added = add(alex, interview).json()["reference"]
    at = path(interview, f"/addenda/{added}")
    assert refusal(office.priya.post(f"{at}/accept")) == (428, "if_match_required")
    for client in (office.colleague, office.compliance, office.admin, alex):
        assert client.post(f"{at}/accept", headers={"If-Match": '"1"'}).status_code == 403
    decide(office, interview, added, "accept")
    late = office.manager.post(f"{at}/return", json={"reason": "No."}, headers={"If-Match": '"1"'})
    assert late.status_code == 412
    assert "Priya Nair accepted what was added" in late.json()["detail"]


def test_one_of_another_interview_is_not_there(office: Office, interview: str, alex: httpx.Client) -> None:
    added = add(alex, interview).json()["reference"]
    other = office.held("I-2", candidate={"name": "Bea Lund", "email": office.address("bea")})["id"]
    office.clock.move_to(datetime(2026, 11, 23, 17, tzinfo=UTC))
    bea = office.candidate(other)
    assert refusal(bea.get(path(other, f"/addenda/{added}"))) == (404, "addendum_not_found")
    assert refusal(bea.get(path(interview, f"/addenda/{added}"))) == (404, "interview_not_found")


def test_only_so_much_is_added(office: Office, interview: str, alex: httpx.Client) -> None:
    for _ in range(MOST_ADDENDA - 1):
        addendum_row(office, interview)
    assert add(alex, interview).status_code == 201
    assert refusal(add(alex, interview)) == (409, "too_many_addenda")
