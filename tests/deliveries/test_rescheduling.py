"""A time that was planned is planned anew whenever what it was planned by changes, or when a person says so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.core.clock import utc_now
from tests.make.loop import (
    NOW,
    Loop,
    approve,
    by_name,
    claimed,
    decide,
    delivery,
    letter_agreed,
    letter_approved,
    path_to,
    received,
)
from tests.office import Office, text_of

Json = dict[str, Any]
Undo = Callable[[], None]
AS_PLANNED = "2026-11-24T13:30:00Z"
WAS = "It was planned for Tuesday 24 November 2026, "


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def contact_path(loop: Loop, name: str = "Dana") -> str:
    person = next(one for one in loop.interview["people"] if one["name"].startswith(name))
    return f"/v1/client-contacts/{person['contact_id']}"


def patch(office: Office, path: str, **body: Any) -> Undo:
    before = office.crm.get(path)
    answer = office.crm.patch(path, json=body, headers={"If-Match": before.headers["ETag"]})
    assert answer.status_code == 200, answer.text
    return lambda: void(patch(office, path, **{name: before.json()[name] for name in body}))


def void(_: Undo) -> None:
    """Leave it done."""


def contact_changes(**body: Any) -> Callable[[Office, Loop], Undo]:
    return lambda office, loop: patch(office, contact_path(loop), **body)


def day_off(office: Office, loop: Loop) -> Undo:
    body = {"kind": "off", "day": "2026-11-24", "name": "Founders’ Day", "client_id": loop.interview["client"]["id"]}
    made = office.crm.post("/v1/calendar-days", json=body)
    assert made.status_code == 201, made.text
    path = f"/v1/calendar-days/{made.json()['id']}"

    def undo() -> None:
        assert office.crm.delete(path).status_code == 204

    return undo


def agencys_lead(office: Office, _: Loop) -> Undo:
    def lead(minutes: int) -> None:
        assert office.admin.patch("/v1/agency", json={"settings": {"send_lead_minutes": minutes}}).status_code == 200

    lead(90)
    return lambda: lead(30)


def clients_lead(office: Office, loop: Loop) -> Undo:
    return patch(office, f"/v1/clients/{loop.interview['client']['id']}", send_lead_minutes=0)


def announced_again(office: Office, _: Loop) -> Undo:
    def announced(starts: str, ends: str) -> None:
        office.announce(interviewers=[office.interviewer("Dana Whitfield", work_starts=starts, work_ends=ends)])

    announced("11:00:00", "19:00:00")
    return lambda: announced("09:00:00", "17:30:00")


def interview_moves(office: Office, loop: Loop) -> Undo:
    path = f"/v1/interviews/{loop.interview['id']}"
    return patch(office, path, starts_at="2026-11-24T14:00:00Z", ends_at="2026-11-24T15:00:00Z")


WORKING_TIME = "the contact’s working time changed"
LEAD = "the time before the working day was changed"
CHANGES: list[tuple[Callable[[Office, Loop], Undo], str, str]] = [
    (contact_changes(work_starts="08:00"), "2026-11-24T12:30:00Z", WORKING_TIME),
    (contact_changes(time_zone="America/Chicago"), "2026-11-24T14:30:00Z", WORKING_TIME),
    (contact_changes(weekend=["tuesday"]), "2026-11-25T13:30:00Z", WORKING_TIME),
    (announced_again, "2026-11-24T15:30:00Z", WORKING_TIME),
    (day_off, "2026-11-25T13:30:00Z", "a calendar was corrected"),
    (agencys_lead, "2026-11-24T12:30:00Z", LEAD),
    (clients_lead, "2026-11-24T14:00:00Z", LEAD),
    (interview_moves, "2026-11-25T13:30:00Z", "the interview was moved"),
]
"""What the window is made of; each gives back how it is undone, and the last stays."""


def goes_at(office: Office) -> list[datetime]:
    """The times at which a worker is sent off."""
    with office.rows() as session:
        query = text("SELECT due_at FROM timer WHERE agency_id = :agency AND kind = 'deliveries.send'")
        return list(session.scalars(query, {"agency": office.agency_id}))


def assert_moved(office: Office, moved: Json, goes: str, cause: str) -> None:
    assert (moved["state"], moved["scheduled_for"], moved["planned_by"]) == ("scheduled", goes, "window"), cause
    assert WAS in moved["why_then"]
    assert moved["why_then"].endswith(f", 13:30 your time; {cause}.")
    newest = office.crm.get("/v1/audit", params={"subject": moved["id"], "limit": 1}).json()["data"][0]["sentence"]
    assert newest.endswith(f": {cause}")
    assert datetime.fromisoformat(goes) in goes_at(office)


@pytest.mark.practice("P11")
def test_a_letter_that_waits_for_its_window_moves_with_what_the_window_is_made_of(office: Office) -> None:
    """In the delivery: the new time, why then, and why it is no longer the one that was told on approval.

    Each change moves it by one event; taken away, it puts the time back; and the letter goes at the last time, once.
    """
    loop = letter_approved(office, to=("Dana",))
    office.run_tasks()
    events = ["delivery.scheduled"]

    for change, goes, cause in CHANGES:
        undo = change(office, loop)
        office.run_tasks()
        moved = delivery(office, loop, "Dana")
        assert_moved(office, moved, goes, cause)
        events.append("delivery.rescheduled")
        assert office.trail(moved["id"]) == events
        if change is not interview_moves:
            undo()
            office.run_tasks()
            events.append("delivery.rescheduled")
            assert delivery(office, loop, "Dana")["scheduled_for"] == AS_PLANNED, cause

    office.travel(at("2026-11-25 13:29:58"))
    assert received(office) == []
    office.travel(at("2026-11-25 13:30:02"))
    assert len(received(office)) == 1


def test_the_consultant_gets_a_mail_where_a_time_moves_by_more_than_an_hour_and_only_there(office: Office) -> None:
    """And a change that moves nothing is no event."""
    loop = letter_approved(office, to=("Dana",))
    patch(office, contact_path(loop), work_ends="18:00", title="Chair")
    office.announce()
    office.run_tasks()
    assert office.trail(loop.deliveries["Dana"]["id"]) == ["delivery.scheduled"]
    priya = f"priya@{office.name}.example"
    before = len(office.mails(to=priya))

    patch(office, contact_path(loop), work_starts="09:30")
    office.run_tasks()
    assert len(office.mails(to=priya)) == before
    patch(office, contact_path(loop), work_starts="11:00")
    office.run_tasks()

    mail = office.mails(to=priya)[-1]
    assert mail["subject"] == "Alex Moreau at Meridian Foods: the letter to Dana Whitfield goes at another time"
    assert "now goes on Tuesday 24 November 2026, 10:30 in New York" in text_of(mail)
    assert WORKING_TIME in text_of(mail)


def test_a_time_that_a_person_chose_stays(office: Office) -> None:
    loop = letter_agreed(office)
    for name, approval in (("Dana", {"when": "at", "at": AS_PLANNED}), ("Tom", NOW)):
        made = approve(office.priya, loop, people=[loop.people[name]], **approval).json()["deliveries"]
        loop.deliveries |= by_name(loop, made)

    patch(office, contact_path(loop), work_starts="12:00")
    patch(office, contact_path(loop, "Tom"), work_starts="12:00")
    day_off(office, loop)
    office.run_tasks()

    for name, planned_by in (("Dana", "chosen"), ("Tom", "now")):
        stays = delivery(office, loop, name)
        assert stays["scheduled_for"] == loop.deliveries[name]["scheduled_for"]
        assert stays["planned_by"] == planned_by
        assert len(office.trail(stays["id"])) == 1


def test_what_a_worker_holds_is_not_moved_and_goes_once(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    claimed(office, loop)

    day_off(office, loop)
    patch(office, contact_path(loop), work_starts="12:00")
    office.run_tasks()
    office.travel(utc_now() + timedelta(hours=1))

    assert "delivery.rescheduled" not in office.trail(loop.deliveries["Dana"]["id"])
    assert len(received(office)) == 1


def test_a_day_off_that_was_added_while_the_worker_was_down_is_still_waited_out(office: Office) -> None:
    """And hours that make the planned morning already past wait for the next one."""
    loop = letter_approved(office, to=("Dana",))
    day_off(office, loop)
    office.clock.move_to(at("2026-11-24 13:40"))

    office.travel(at("2026-11-24 14:00"))

    assert received(office) == []
    assert delivery(office, loop, "Dana")["scheduled_for"] == "2026-11-25T13:30:00Z"

    office.travel(at("2026-11-25 13:20"))
    patch(office, contact_path(loop), work_starts="08:30")
    office.run_tasks()
    assert delivery(office, loop, "Dana")["scheduled_for"] == "2026-11-27T13:00:00Z", "the 26th is Thanksgiving"


IMPOSSIBLE: list[tuple[Json, str]] = [
    ({"when": "at", "at": "2026-11-23T09:00:00Z"}, "instant_has_passed"),
    ({"when": "at", "at": "9999-12-31T23:59:59Z"}, "invalid"),
    ({"when": "at"}, "invalid"),
    ({"when": "window", "at": AS_PLANNED}, "invalid"),
    ({"when": "now"}, "invalid"),
]


def test_no_time_is_chosen_that_cannot_be_nor_for_what_waits_for_an_address(office: Office) -> None:
    panel = [office.interviewer("Dana Whitfield"), office.interviewer("Tom Achterberg", email=None)]
    loop = letter_approved(office, interviewers=panel)

    for body, code in IMPOSSIBLE:
        refused = decide(office.priya, path_to(loop.deliveries["Dana"]), "reschedule", body)
        assert (refused.status_code, refused.json()["code"]) == (422, code), body
    assert office.trail(loop.deliveries["Dana"]["id"]) == ["delivery.scheduled"]
    refused = decide(office.priya, path_to(loop.deliveries["Tom"]), "reschedule", {"when": "window"})
    assert refused.json()["detail"] == "This delivery is held; only one that waits for its time gets another."


def test_a_consultant_chooses_another_time_and_the_window_again(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    path = path_to(loop.deliveries["Dana"])

    night = decide(office.priya, path, "reschedule", {"when": "at", "at": "2026-11-26T04:00:00Z"}).json()
    holiday = decide(office.manager, path, "reschedule", {"when": "at", "at": "2026-11-26T15:00:00Z"}).json()
    window = decide(office.priya, path, "reschedule", {"when": "window"}).json()

    assert (night["scheduled_for"], night["planned_by"]) == ("2026-11-26T04:00:00Z", "chosen")
    assert "It goes at 23:00 in New York, outside Dana’s day from 09:00 to 17:30." in night["notes"]
    assert "It goes on a day off: Thursday 26 November is Thanksgiving Day in the United States." in holiday["notes"]
    assert (window["scheduled_for"], window["planned_by"], window["notes"]) == (AS_PLANNED, "window", [])
    sentences = [
        one["sentence"] for one in office.crm.get("/v1/audit", params={"subject": window["id"]}).json()["data"]
    ]
    assert sentences[:3] == [
        "Priya Nair moved the delivery to 2026-11-24T13:30:00+00:00: a consultant chose the send window",
        "Mira Manager moved the delivery to 2026-11-26T15:00:00+00:00: a consultant chose another time",
        "Priya Nair moved the delivery to 2026-11-26T04:00:00+00:00: a consultant chose another time",
    ]
    office.travel(at("2026-11-24 13:30:02"))
    assert len(received(office)) == 1
    office.crm.headers["On-Behalf-Of"] = f"priya@{office.name}.example"
    late = decide(office.crm, path, "reschedule", {"when": "window"})
    assert (late.status_code, late.json()["code"]) == (409, "state_conflict")


@pytest.mark.practice("P12")
def test_how_long_it_took_from_the_interview_to_the_client_stands_at_the_delivery(office: Office) -> None:
    """In each delivery: the minutes from the interview's end until the client's mail server took the letter."""
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    assert loop.deliveries["Dana"]["minutes_from_interview_end"] is None

    office.travel(utc_now() + timedelta(minutes=2))

    sent = delivery(office, loop, "Dana")
    ended_at = datetime.fromisoformat(loop.interview["ends_at"])
    took = (datetime.fromisoformat(sent["sent_at"]) - ended_at).total_seconds() / 60
    assert sent["minutes_from_interview_end"] == round(took)
