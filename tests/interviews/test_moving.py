"""An interview is moved, cancelled, not attended; what was planned for it follows each time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from app.core.clock import utc_now
from tests.make import debriefs
from tests.office import Office

Json = dict[str, Any]
TOMORROW = {"starts_at": "2026-11-24T15:00:00Z", "ends_at": "2026-11-24T16:00:00Z"}


def at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


def timers(office: Office) -> dict[str, datetime]:
    with office.rows() as session:
        query = text("SELECT kind, due_at FROM timer WHERE agency_id = :agency AND subject_id <> agency_id")
        rows = session.execute(query, {"agency": office.agency_id})
        return {kind: due_at.astimezone(UTC) for kind, due_at in rows}


def tasks(office: Office) -> list[str]:
    with office.rows() as session:
        query = text("SELECT task_name FROM procrastinate_jobs WHERE args->>'agency_id' = :agency ORDER BY id")
        return list(session.scalars(query, {"agency": str(office.agency_id)}))


def act(office: Office, interview: Json, action: str = "", body: Json | None = None) -> httpx.Response:
    """Move (no action), cancel or mark an interview as it now is."""
    path = f"/v1/interviews/{interview['id']}"
    headers = {"If-Match": office.priya.get(path).headers["ETag"]}
    if not action:
        return office.priya.patch(path, json=body, headers=headers)
    return office.priya.post(f"{path}/{action}", json=body, headers=headers)


def state(office: Office, interview: Json) -> str:
    """By the key, which outlives the sessions of a day."""
    found: str = office.crm.get(f"/v1/interviews/{interview['id']}").json()["state"]
    return found


def test_an_announced_interview_plans_its_end_and_the_request_after_it(office: Office) -> None:
    office.announce()
    planned = timers(office)
    assert planned.pop("interviews.prepare") <= utc_now()
    assert planned == {
        "interviews.end": at("2026-11-23T16:00:00Z"),
        "debriefs.request": at("2026-11-23T16:15:00Z"),
    }


def test_the_delay_of_the_request_is_the_agencys_to_say(office: Office) -> None:
    office.admin.patch("/v1/agency", json={"settings": {"debrief_request_minutes": 45}})
    office.announce()
    assert timers(office)["debriefs.request"] == at("2026-11-23T16:45:00Z")


def test_a_moved_interview_plans_everything_anew(office: Office) -> None:
    interview = office.announce()
    moved = act(office, interview, body=TOMORROW)
    assert (moved.status_code, moved.json()["starts_at"]) == (200, "2026-11-24T15:00:00Z")
    assert timers(office) == {
        "interviews.prepare": at("2026-11-23T17:00:00Z"),
        "interviews.end": at("2026-11-24T16:00:00Z"),
        "debriefs.request": at("2026-11-24T16:15:00Z"),
    }
    assert office.trail(interview["id"]) == ["interview.announced", "interview.moved"]
    office.travel(at("2026-11-23T17:00:00Z"))
    assert state(office, interview) == "scheduled"


def test_a_move_to_the_same_times_changes_nothing_but_a_new_zone_alone_is_a_move(office: Office) -> None:
    interview = office.announce()
    same = {name: interview[name] for name in ("starts_at", "ends_at")}
    assert act(office, interview, body=same).status_code == 200
    assert act(
        office, interview, body={"starts_at": "2026-11-23T10:00:00-05:00", "ends_at": same["ends_at"]}
    ).is_success
    assert office.trail(interview["id"]) == ["interview.announced"]
    moved = act(office, interview, body={**same, "time_zone": "America/Chicago"})
    assert moved.json()["time_zone"] == "America/Chicago"
    assert office.trail(interview["id"])[-1] == "interview.moved"


NO_TIMES: list[Json] = [
    {"starts_at": "2026-11-24T16:00:00Z", "ends_at": "2026-11-24T16:00:00Z"},
    {"starts_at": "2026-11-24T16:00:00Z", "ends_at": "2026-11-26T16:00:00Z"},
    {"starts_at": "2026-11-24T16:00:00", "ends_at": "2026-11-24T17:00:00"},
    {**TOMORROW, "time_zone": "New York"},
    {"starts_at": "2026-11-24T15:00:00Z"},
    {"starts_at": "9999-12-31T22:00:00Z", "ends_at": "9999-12-31T23:59:59Z"},
]


def test_times_that_no_interview_has_are_refused_and_the_plan_stands(office: Office) -> None:
    interview = office.announce()
    planned = timers(office)
    for body in NO_TIMES:
        answer = act(office, interview, body=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), body
        assert timers(office) == planned


def test_an_interview_that_awaits_its_debrief_is_scheduled_again_when_it_is_moved(office: Office) -> None:
    interview = office.held()
    planned = {"debriefs.remind", "followup.tell_no_debrief"}
    assert (state(office, interview), set(timers(office))) == ("awaiting_debrief", planned)
    assert act(office, interview, body=TOMORROW).json()["state"] == "scheduled"
    assert set(timers(office)) == {"interviews.prepare", "interviews.end", "debriefs.request"}


def test_it_stays_what_it_is_when_the_candidate_has_begun_to_write(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    body = {"answers": debriefs.full_answers()}
    saved = candidate.put(debriefs.path(interview["id"]), json=body, headers=debriefs.CREATE)
    assert saved.status_code == 200
    assert act(office, interview, body=TOMORROW).json()["state"] == "awaiting_debrief"
    kept = candidate.get(debriefs.path(interview["id"], "/draft")).json()
    assert kept["answers"]["went_well"] == body["answers"]["went_well"]


def test_moved_into_the_past_it_awaits_its_debrief_at_once(office: Office) -> None:
    interview = office.announce()
    act(office, interview, body={"starts_at": "2026-11-23T07:00:00Z", "ends_at": "2026-11-23T08:00:00Z"})
    office.travel(at("2026-11-23T09:00:30Z"))
    assert state(office, interview) == "awaiting_debrief"
    assert len(office.mails(office.address("alex"))) == 1


def test_a_cancelled_interview_has_nothing_planned_and_stops_what_is_on_its_way(office: Office) -> None:
    interview = office.announce()
    answer = act(office, interview, "cancel", {"reason": "The panel is away."})
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert timers(office) == {}
    assert tasks(office)[-1] == "deliveries.stop"
    office.travel(at("2026-11-24T12:00:00Z"))
    assert office.mails(office.address("alex")) + office.preparations(office.address("alex")) == []


def test_an_interview_that_was_not_attended_asks_for_nothing(office: Office) -> None:
    interview = office.held()
    answer = act(office, interview, "no-show")
    assert (answer.status_code, answer.json()["state"]) == (200, "no_show")
    assert timers(office) == {}
    assert office.trail(interview["id"])[-1] == "interview.no_show"
    before = len(office.mails(office.address("alex")))
    office.travel(at("2026-11-25T12:00:00Z"))
    assert len(office.mails(office.address("alex"))) == before


def test_what_does_not_take_place_is_not_moved_or_ended_again(office: Office) -> None:
    bodies: dict[str, Json | None] = {"": TOMORROW, "cancel": {"reason": "No."}, "no-show": None}
    for first, ended in (("cancel", "cancelled"), ("no-show", "no_show")):
        interview = office.announce(f"I-{first}")
        act(office, interview, first, bodies[first])
        for second, wanted in {"": "scheduled", "cancel": "cancelled", "no-show": "no_show"}.items():
            answer = act(office, interview, second, bodies[second])
            assert (answer.status_code, answer.json()["code"]) == (409, "state_conflict")
            assert answer.json()["detail"] == f"This interview is {ended}; it cannot become {wanted}."
            assert timers(office) == {}


def test_cancelling_by_reference_is_harmless_twice_and_a_new_announcement_does_not_revive(office: Office) -> None:
    interview = office.announce()
    path = "/v1/external/bullhorn/interviews/I-1"
    assert [office.crm.delete(path).json()["state"] for _ in range(2)] == ["cancelled", "cancelled"]
    assert office.trail(interview["id"]) == ["interview.announced", "interview.cancelled"]
    again = office.crm.put(path, json=office.announcement())
    assert (again.status_code, again.json()["interview"]["state"]) == (200, "cancelled")
    moved = office.crm.put(path, json=office.announcement(**TOMORROW))
    assert (moved.status_code, moved.json()["code"]) == (409, "state_conflict")
    assert timers(office) == {}


def test_two_decisions_on_one_reading_are_one_decision(office: Office) -> None:
    interview = office.announce()
    path = f"/v1/interviews/{interview['id']}"
    seen = {"If-Match": office.priya.get(path).headers["ETag"]}
    assert office.manager.patch(path, json=TOMORROW, headers=seen).status_code == 200
    late = office.priya.post(f"{path}/cancel", json={"reason": "No."}, headers=seen)
    assert late.status_code == 412
    assert late.json()["detail"].startswith("Mira Manager moved the interview to 2026-11-24T15:00:00+00:00")
    assert state(office, interview) == "scheduled"


CLOCK_CHANGES = {
    "the hour that London skips": ("2027-03-28T00:30:00+00:00", "2027-03-28T02:30:00+01:00", "2027-03-28T01:30:00Z"),
    "the hour that London has twice": (
        "2027-10-31T01:30:00+01:00",
        "2027-10-31T01:30:00+00:00",
        "2027-10-31T01:30:00Z",
    ),
    "the hour that New York skips": ("2027-03-14T01:30:00-05:00", "2027-03-14T03:30:00-04:00", "2027-03-14T07:30:00Z"),
}


@pytest.mark.parametrize("change", CLOCK_CHANGES)
def test_instants_are_compared_and_not_what_clocks_show(office: Office, change: str) -> None:
    starts_at, ends_at, ends = CLOCK_CHANGES[change]
    office.clock.move_to(at(ends) - timedelta(days=2))  # no day between has anything to do with it
    interview = office.announce(starts_at=starts_at, ends_at=ends_at, time_zone="Europe/London")
    assert (at(interview["ends_at"]), interview["time_zone"]) == (at(ends), "Europe/London")
    assert timers(office)["debriefs.request"] == at(ends) + timedelta(minutes=15)
    office.travel(at(ends) - timedelta(seconds=1))
    assert state(office, interview) == "scheduled"
    office.travel(at(ends))
    assert state(office, interview) == "awaiting_debrief"
