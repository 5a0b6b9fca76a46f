"""A planned call to the client moves the reminders of the debrief, and they say why."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from tests.make.debriefs import submit
from tests.office import Office, text_of

REMINDER = "Still time to say how it went at Meridian Foods"
RINGS = "Priya Nair rings Meridian Foods on Tuesday 24 November 2026, 09:00 (London time)"


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{clock}:00Z")


def note(office: Office, interview_id: str, **call: Any) -> None:
    answer = office.priya.post(f"/v1/interviews/{interview_id}/calls", json=call)
    assert answer.status_code == 201, answer.text


def reminders(office: Office, who: str) -> list[str]:
    mails = office.mails(office.address(who))
    return [text_of(mail) for mail in mails if mail["Subject"] == REMINDER]


def test_reminders_count_back_from_a_planned_call_and_say_who_rings_when(office: Office) -> None:
    rung = office.held()
    skipped = office.held("I-2", candidate={"name": "Bea Lund", "email": office.address("bea")})
    told = office.held("I-3", candidate={"name": "Cy Marsh", "email": office.address("cy")})
    by_phone = office.held("I-4", candidate={"name": "Dee Poole", "phone": "+44 20 7946 0992"})
    for interview in (rung, skipped, told, by_phone):
        note(office, interview["id"], state="planned", planned_for="2026-11-24T09:00:00Z")
    note(office, skipped["id"], state="skipped", reason="They asked for a letter only.")
    submit(office.candidate(told["id"]), told["id"])

    office.travel(at("23T18:50"))
    assert [len(reminders(office, who)) for who in ("alex", "bea", "cy")] == [0, 1, 0]
    assert "rings" not in reminders(office, "bea")[0]

    office.travel(at("23T19:01"))
    (evening,) = reminders(office, "alex")
    assert f"{RINGS}: what you say until then goes with them." in evening
    assert "We do not remind you again." not in evening
    again = [mail for mail in office.mails(f"priya@{office.name}.example") if mail["Subject"].startswith("Still to")]
    assert RINGS in text_of(again[0])

    office.travel(at("24T12:00"))
    _, morning = reminders(office, "alex")
    assert RINGS in morning
    assert "We do not remind you again." in morning
    assert [len(reminders(office, who)) for who in ("alex", "bea", "cy")] == [2, 2, 0]


def test_a_call_that_is_moved_moves_them_and_one_that_is_made_is_named_no_more(office: Office) -> None:
    interview = office.held()
    note(office, interview["id"], state="planned", planned_for="2026-11-24T09:00:00Z")
    note(office, interview["id"], state="planned", planned_for="2026-11-24T17:00:00Z")
    office.travel(at("23T18:40"))
    assert len(reminders(office, "alex")) == 1
    note(office, interview["id"], state="done", spoke_with="Dana Whitfield", heard="They are keen.")
    with office.rows() as session:
        assert session.scalar(text("SELECT count(*) FROM debrief_wanted")) == 0
    office.travel(at("25T12:00"))
    moved, as_ever = reminders(office, "alex")
    assert "Priya Nair rings Meridian Foods on Tuesday 24 November 2026, 17:00 (London time)" in moved
    assert "rings" not in as_ever
