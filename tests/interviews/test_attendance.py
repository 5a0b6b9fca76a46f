"""Did it go ahead? Each answer leads somewhere, and the candidate's word cancels nothing."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.make import debriefs
from tests.office import Office, text_of

Json = dict[str, Any]
REQUEST = "How did it go at Meridian Foods?"
REMINDER = "Still time to say how it went at Meridian Foods"
TOMORROW = {"starts_at": "2026-11-24T15:00:00Z", "ends_at": "2026-11-24T16:00:00Z"}


def at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


def tell(client: httpx.Client, interview: Json, answer: str, **more: Any) -> httpx.Response:
    return client.post(f"/v1/interviews/{interview['id']}/attendance", json={"answer": answer, **more})


def timers(office: Office) -> dict[str, datetime]:
    with office.rows() as session:
        query = text("SELECT kind, due_at FROM timer WHERE agency_id = :agency AND kind LIKE 'debriefs.%'")
        rows = session.execute(query, {"agency": office.agency_id})
        return {kind: due_at.astimezone(UTC).replace(microsecond=0) for kind, due_at in rows}


def asked(office: Office) -> list[str]:
    return [mail["Subject"] for mail in office.mails(office.address("alex"))]


def told(office: Office) -> list[str]:
    office.run_tasks()
    return [mail["Subject"] for mail in office.mails(f"priya@{office.name}.example")]


def state(office: Office, interview: Json) -> str:
    found: str = office.crm.get(f"/v1/interviews/{interview['id']}").json()["state"]
    return found


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.mark.practice("P1")
def test_yes_leads_on_to_the_debrief_and_is_kept_with_who_said_it(office: Office) -> None:
    """By the candidate's link, before the debrief: did it go ahead? Yes, and it asks at once how it went."""
    interview = office.held()
    planned = timers(office)
    alex = office.candidate(interview["id"])

    said = tell(alex, interview, "yes")

    assert said.status_code == 201, said.text
    assert (said.json()["answer"], said.json()["told_by"]) == ("yes", "candidate")
    assert said.json()["next"] == "Tell us how it went, while it is fresh. Priya Nair reads it."
    (kept,) = office.priya.get(f"/v1/interviews/{interview['id']}/attendance").json()["data"]
    assert (kept["id"], kept["audience"], kept["told_by"]) == (said.json()["id"], "agency", "candidate")
    assert office.trail(interview["id"])[-1] == "interview.attendance_told"
    assert (timers(office), told(office)) == (planned, [])


def test_still_going_asks_again_in_an_hour_and_counts_reminders_from_there(office: Office) -> None:
    interview = office.held()
    alex = office.candidate(interview["id"])

    assert tell(alex, interview, "still_going").json()["next"] == "We ask you again on Monday 17:20 in London."

    assert set(timers(office)) == {"debriefs.request"}
    office.travel(at("2026-11-23T17:19:00Z"))
    assert asked(office) == [REQUEST]
    office.travel(at("2026-11-23T17:21:30Z"))
    assert asked(office) == [REQUEST, REQUEST]
    office.travel(at("2026-11-23T19:19:00Z"))
    assert asked(office) == [REQUEST, REQUEST]
    office.travel(at("2026-11-24T10:00:00Z"))
    assert asked(office) == [REQUEST, REQUEST, REMINDER, REMINDER]


def test_still_going_late_in_the_evening_waits_for_the_morning(office: Office) -> None:
    interview = office.announce(starts_at="2026-11-23T18:30:00Z", ends_at="2026-11-23T20:00:00Z")
    office.travel(at("2026-11-23T20:30:00Z"))
    tell(office.candidate(interview["id"]), interview, "still_going")
    office.travel(at("2026-11-24T07:59:00Z"))
    assert asked(office) == [REQUEST]
    office.travel(at("2026-11-24T08:01:00Z"))
    assert asked(office) == [REQUEST, REQUEST]


def test_still_going_before_it_was_asked_for_moves_the_request(office: Office) -> None:
    interview = office.announce()
    office.travel(at("2026-11-23T16:05:00Z"))
    tell(office.candidate(interview["id"]), interview, "still_going")
    office.travel(at("2026-11-23T17:04:00Z"))
    assert asked(office) == []
    office.travel(at("2026-11-23T17:06:30Z"))
    assert asked(office) == [REQUEST]


def test_moved_to_a_known_time_moves_it_and_the_consultant_is_told(office: Office) -> None:
    interview = office.held()
    alex = office.candidate(interview["id"], link="returned")

    said = tell(alex, interview, "moved", **TOMORROW)

    assert said.status_code == 201, said.text
    assert said.json()["next"] == (
        "Moved to Tuesday 24 November 2026, 10:00 in New York. We ask you how it went when it is over."
    )
    assert (state(office, interview), said.json()["time_zone"]) == ("scheduled", "America/New_York")
    assert office.trail(interview["id"])[-2:] == ["interview.moved", "interview.attendance_told"]
    assert told(office) == ["Alex Moreau at Meridian Foods: moved to Tuesday 24 November 2026, 10:00 in New York"]
    office.travel(at("2026-11-24T16:20:00Z"))
    assert asked(office) == [REQUEST, REQUEST]


def test_moved_to_nobody_knows_when_asks_nothing_until_the_consultant_has_moved_it(office: Office) -> None:
    interview = office.held()
    alex = office.candidate(interview["id"])
    assert "finds out the new time" in tell(alex, interview, "moved").json()["next"]
    assert timers(office) == {}
    assert told(office) == ["Alex Moreau at Meridian Foods: moved, the new time is not known yet"]

    path = f"/v1/interviews/{interview['id']}"
    seen = {"If-Match": office.priya.get(path).headers["ETag"]}
    assert office.priya.patch(path, json=TOMORROW, headers=seen).status_code == 200

    office.travel(at("2026-11-24T16:20:00Z"))
    assert asked(office) == [REQUEST, REQUEST]


@pytest.mark.parametrize(
    ("answer", "settle", "settled"), [("cancelled", "cancel", "cancelled"), ("did_not_go", "no-show", "no_show")]
)
def test_the_candidates_word_asks_no_more_and_a_consultant_settles_it(
    office: Office, answer: str, settle: str, settled: str
) -> None:
    interview = office.held()
    alex = office.candidate(interview["id"])

    said = tell(alex, interview, answer, reason="Dana rang at noon.")

    assert "settles it with Meridian Foods" in said.json()["next"]
    assert "Dana rang" not in said.text
    assert (state(office, interview), timers(office)) == ("awaiting_debrief", {})
    assert len(told(office)) == 1
    (mail,) = office.mails(f"priya@{office.name}.example")
    assert "“Dana rang at noon.”" in text_of(mail)
    office.travel(at("2026-11-25T12:00:00Z"))
    assert asked(office) == [REQUEST]

    listed = office.crm.get(f"/v1/interviews/{interview['id']}/attendance").json()["data"]
    assert [(one["answer"], one["reason"]) for one in listed] == [(answer, "Dana rang at noon.")]
    path = f"/v1/interviews/{interview['id']}"
    key = {"If-Match": office.crm.get(path).headers["ETag"]}
    body = {"reason": "As Alex said."} if settle == "cancel" else None
    assert office.crm.post(f"{path}/{settle}", json=body, headers=key).json()["state"] == settled
    assert refusal(tell(office.crm, interview, "yes")) == (409, "interview_is_off")


def test_a_reason_is_personal_and_in_no_entry_of_the_trail(office: Office) -> None:
    interview = office.held()
    tell(office.candidate(interview["id"]), interview, "did_not_go", reason="My child was ill.")
    with office.rows() as session:
        query = text("SELECT details::text FROM audit_event WHERE action = 'interview.attendance_told'")
        assert session.scalars(query).all() == ['{"answer": "did_not_go"}']
        assert session.scalars(text("SELECT value FROM audit_value WHERE key = 'reason'")).all() == [
            "My child was ill."
        ]


def test_it_did_go_ahead_after_all_and_is_asked_about_an_hour_later(office: Office) -> None:
    interview = office.held()
    alex = office.candidate(interview["id"])
    tell(alex, interview, "cancelled")
    office.travel(at("2026-11-23T18:30:00Z"))

    assert tell(office.priya, interview, "yes").status_code == 201

    office.travel(at("2026-11-23T19:29:00Z"))
    assert asked(office) == [REQUEST]
    office.travel(at("2026-11-23T19:31:30Z"))
    assert asked(office) == [REQUEST, REMINDER]
    listed = office.priya.get(f"/v1/interviews/{interview['id']}/attendance").json()["data"]
    assert [(one["answer"], one["told_by"]) for one in listed] == [("yes", "consultant"), ("cancelled", "candidate")]


def test_before_it_begins_only_that_it_is_off_or_moved_can_be_said(office: Office) -> None:
    """Said to be cancelled beforehand, it is not asked about until it is known to have been."""
    interview = office.announce()
    alex = office.candidate(interview["id"])
    for answer in ("yes", "still_going", "did_not_go"):
        refused = tell(alex, interview, answer)
        assert refusal(refused) == (409, "interview_not_begun")
        assert "begins on Monday 23 November 2026, 10:00 in New York" in refused.json()["detail"]
    assert office.trail(interview["id"]) == ["interview.announced"]

    assert tell(alex, interview, "cancelled").status_code == 201
    office.travel(at("2026-11-23T17:00:00Z"))
    assert (asked(office), state(office, interview)) == ([], "awaiting_debrief")
    tell(alex, interview, "yes")
    office.travel(at("2026-11-23T18:02:00Z"))
    assert asked(office) == [REQUEST]


def test_what_was_debriefed_or_closed_is_settled(office: Office) -> None:
    interview = office.held()
    alex = debriefs.accepted(office, interview["id"])
    assert refusal(tell(alex, interview, "did_not_go")) == (409, "attendance_settled")


CONTRADICTIONS: list[tuple[Json, str, str]] = [
    ({"answer": "perhaps"}, "invalid", "#/answer"),
    ({"answer": "moved", "starts_at": TOMORROW["starts_at"]}, "answer_contradicts", "#/ends_at"),
    (
        {"answer": "moved", "starts_at": TOMORROW["ends_at"], "ends_at": TOMORROW["starts_at"]},
        "invalid",
        "#/ends_at",
    ),
    (
        {"answer": "moved", "starts_at": "2026-11-23T15:00:00Z", "ends_at": "2026-11-23T16:00:00Z"},
        "answer_contradicts",
        "#/starts_at",
    ),
    ({"answer": "yes", "reason": "It did."}, "answer_contradicts", "#/reason"),
    ({"answer": "moved", **TOMORROW, "time_zone": "New York"}, "invalid", "#/time_zone"),
]


def test_an_answer_that_contradicts_itself_is_named_by_its_place(office: Office) -> None:
    """What does not is listed in pages, newest first."""
    interview = office.held()
    planned = timers(office)
    path = f"/v1/interviews/{interview['id']}/attendance"
    for body, code, where in CONTRADICTIONS:
        answer = office.priya.post(path, json=body)
        assert (refusal(answer), answer.json()["errors"][0]["pointer"]) == ((422, code), where)
    assert (timers(office), state(office, interview)) == (planned, "awaiting_debrief")
    assert office.priya.get(path).json()["data"] == []

    for said in ("still_going", "cancelled", "yes"):
        tell(office.priya, interview, said)
    first = office.manager.get(path, params={"limit": 2}).json()
    rest = office.manager.get(path, params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [one["answer"] for one in (*first["data"], *rest["data"])] == ["yes", "cancelled", "still_going"]
    assert rest["next_cursor"] is None


def test_the_consultant_who_says_it_is_not_told_what_they_said(office: Office) -> None:
    interview = office.held()
    tell(office.priya, interview, "cancelled")
    assert told(office) == []
    tell(office.manager, interview, "cancelled")
    assert len(told(office)) == 1
