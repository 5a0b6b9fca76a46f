"""By when what waits is due: found when it comes in, and anew when what it was found by changes."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from tests.deliveries.test_rescheduling import AS_PLANNED, CHANGES, at, clients_lead, day_off, interview_moves
from tests.make import debriefs
from tests.make.loop import decide, letter_submitted, path_to
from tests.office import Office, text_of

Json = dict[str, Any]


def waiting(office: Office, kind: str = "letter") -> Json:
    """The one item of this kind that waits, as a system reads it."""
    office.run_tasks()
    (item,) = office.crm.get("/v1/review-items", params={"kind": kind}).json()["data"]
    found: Json = item
    return found


def reason_on_the_desk(office: Office) -> str | None:
    """Why the letter is due then, as it is kept for the agency's people."""
    with office.rows() as session:
        reason: str | None = session.scalar(text("SELECT due_why FROM review_item WHERE kind = 'letter'"))
        return reason


def deadlines_set(office: Office) -> list[datetime]:
    with office.rows() as session:
        query = text("SELECT due_at FROM timer WHERE agency_id = :agency AND kind = 'desk.review_overdue'")
        return list(session.scalars(query, {"agency": office.agency_id}))


@pytest.mark.practice("P12")
def test_a_letter_is_due_at_the_minute_at_which_it_would_leave_by_the_clients_clock(office: Office) -> None:
    """In the queue, over the API and at the console: until when, by whose clock, and why then."""
    loop = letter_submitted(office, to=("Dana",))

    item = waiting(office)

    assert item["due_at"] == AS_PLANNED
    assert item["cut_off_zone"] == "America/New_York"
    assert item["due_why"] == "08:30 in New York, before Dana’s day begins"
    assert deadlines_set(office) == [at("2026-11-24T13:30:00")]
    assert decide(office.priya, path_to(loop.letter), "return", {"reason": "Say more."}).status_code == 200
    assert deadlines_set(office) == [], "what was decided on has no deadline any more"


def test_a_debrief_is_due_while_the_client_can_be_rung_the_same_day(office: Office) -> None:
    interview = office.held()
    debriefs.submit(office.candidate(interview["id"]), interview["id"])

    item = waiting(office, "debrief")

    assert (item["due_at"], item["due_why"]) == ("2026-11-23T22:30:00Z", "17:30 in New York, when Dana’s day ends")


def test_a_deadline_moves_with_what_it_was_found_by(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))

    for change, goes, cause in CHANGES:
        assert waiting(office)["due_at"] == AS_PLANNED, cause
        undo = change(office, loop)
        assert waiting(office)["due_at"] == goes, cause
        assert deadlines_set(office) == [datetime.fromisoformat(goes)], cause
        if change is not interview_moves:
            undo()


def test_a_decision_that_the_debrief_tells_of_makes_the_letter_due_earlier(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    came_in = datetime.fromisoformat(waiting(office)["created_at"])

    today = debriefs.full_answers(decision_expected={"on": "2026-11-23", "precision": "exact"})
    debriefs.submit(loop.candidate, loop.interview["id"], today)

    item = waiting(office)
    assert (datetime.fromisoformat(item["due_at"]) - came_in).total_seconds() == 3600
    assert item["due_why"] == "decision expected Monday"


def test_another_offer_makes_it_due_earlier_and_is_told_in_no_mail_and_to_no_system(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    debriefs.submit(loop.candidate, loop.interview["id"], other_offer_by="2026-11-23")

    item = waiting(office)
    office.travel(at("2026-11-25T12:00:00"))

    assert item["due_at"] < AS_PLANNED
    assert reason_on_the_desk(office) == "another offer by Monday"
    assert item["due_why"] is None
    mails = [*office.mails(f"priya@{office.name}.example"), *office.mails(f"manager@{office.name}.example")]
    assert any("overdue" in mail["Subject"].lower() for mail in mails)
    assert [mail["Subject"] for mail in mails if "another offer" in text_of(mail).lower()] == []


def test_what_is_overdue_stays_so_with_the_deadline_that_was_missed(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    office.travel(at("2026-11-24T15:00:00"))

    clients_lead(office, loop)
    assert waiting(office)["due_at"] == AS_PLANNED

    day_off(office, loop)
    assert waiting(office)["due_at"] == "2026-11-25T14:00:00Z", "nobody was there on that day: nothing was missed"


def test_where_nobody_of_the_client_is_known_it_is_due_in_two_hours_until_it_is_known_who_was_met(
    office: Office,
) -> None:
    interview = office.held(interviewers=[])
    debriefs.submit(office.candidate(interview["id"]), interview["id"])

    item = waiting(office, "debrief")

    due, came_in = (datetime.fromisoformat(item[name]) for name in ("due_at", "created_at"))
    assert (due - came_in).total_seconds() == 7200
    said = f"{due:%H:%M} in London, until the client’s hours are known"
    assert (item["cut_off_zone"], item["due_why"]) == ("Europe/London", said)
    people = office.priya.get(f"/v1/interviews/{interview['id']}").json()["people"]
    dana = next(person for person in people if person["name"].startswith("Dana"))
    known = office.announce("I-2")["people"][0]["contact_id"]

    match = f"/v1/interviews/{interview['id']}/people/{dana['id']}/match"
    assert office.priya.post(match, json={"contact_id": known}).status_code == 200

    assert waiting(office, "debrief")["due_why"] == "17:30 in New York, when Dana’s day ends"
