"""What nobody decided on in time is told to the managers: once, while their desk is open, unless it was decided on."""

from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.accounts.queries.in_charge import managers_of
from app.core.ids import Prefixed
from tests.make import debriefs
from tests.make.loop import Loop, decide, letter_submitted, path_to
from tests.office import Office, text_of

DUE = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
"""When a letter that came in on Monday afternoon would leave for New York."""
WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)


def told(office: Office, who: str = "manager") -> list[EmailMessage]:
    """The mails to a manager that something is overdue."""
    return [mail for mail in office.mails(f"{who}@{office.name}.example") if mail["Subject"].startswith("Overdue")]


def late_letter(office: Office) -> Loop:
    return letter_submitted(office, to=("Dana",))


@pytest.mark.practice("P12")
def test_what_is_overdue_is_told_to_the_managers_once(office: Office) -> None:
    """A mail to each manager of the team, at the minute at which the letter would have left; the item says when."""
    late_letter(office)
    office.travel(DUE)

    (mail,) = told(office)
    assert mail["Subject"] == "Overdue: Alex Moreau at Meridian Foods, a letter to decide on"
    words = text_of(mail)
    assert "has waited for a decision since Monday 23 November 2026, 16:20 in London" in words
    assert "It was due on Tuesday 08:30 in New York, 13:30 your time" in words
    assert "Priya Nair has it to do" in words
    (item,) = office.crm.get("/v1/review-items").json()["data"]
    assert f"/desk/review/{item['id']}" in words
    assert item["escalated_at"].startswith("2026-11-24T13:30:00")

    office.travel(WEDNESDAY)
    assert len(told(office)) == 1


def test_what_was_decided_on_in_time_is_told_to_nobody(office: Office) -> None:
    loop = late_letter(office)
    assert decide(office.priya, path_to(loop.letter), "return", {"reason": "Say more."}).status_code == 200

    office.travel(WEDNESDAY)

    assert told(office) == []


def test_what_falls_due_at_night_is_told_when_the_desk_opens(office: Office) -> None:
    interview = office.held()
    debriefs.submit(office.candidate(interview["id"]), interview["id"])

    office.travel(datetime(2026, 11, 24, 7, 59, tzinfo=UTC))
    assert told(office) == []
    office.travel(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    (mail,) = told(office)
    assert "a debrief to decide on" in mail["Subject"]


def test_what_falls_due_on_a_day_off_is_told_on_the_next_working_day(office: Office) -> None:
    interview = office.held()
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    body = {"kind": "off", "day": "2026-11-24", "name": "Founders’ Day", "country": "GB"}
    assert office.admin.post("/v1/calendar-days", json=body).status_code == 201

    office.travel(datetime(2026, 11, 25, 7, 59, tzinfo=UTC))
    assert told(office) == []
    office.travel(datetime(2026, 11, 25, 8, 0, tzinfo=UTC))
    assert len(told(office)) == 1


def test_a_manager_hears_who_covers_and_that_somebody_has_left(office: Office) -> None:
    cover = {"consultant_id": office.consultant_ids["priya"], "covered_by": office.consultant_ids["colleague"]}
    days = {"from_on": "2026-11-23", "until_on": "2026-11-27"}
    assert office.manager.post("/v1/cover-rules", json={**cover, **days}).status_code == 201
    late_letter(office)
    left = letter_submitted(office, "I-2", to=("Dana",))
    with office.rows() as session:
        nobodys = text("UPDATE review_item SET consultant_id = NULL WHERE interview_id = :interview")
        session.execute(nobodys, {"interview": Prefixed("int").parse(left.interview["id"])})

    office.travel(DUE)

    covers, nobody = sorted((text_of(mail) for mail in told(office)), key=lambda words: "Nobody has it" in words)
    assert "Priya Nair has it to do and is away; Sam Idowu covers." in covers
    assert "Nobody has it to do: whoever had it has left." in nobody


def test_the_managers_of_a_team_come_before_those_of_the_agency(office: Office) -> None:
    with office.rows() as session:
        everybody = managers_of(session, agency_id=office.agency_id, team_id=uuid4())
        own = managers_of(session, agency_id=office.agency_id, team_id=everybody[0].team_id)

    assert [one.name for one in everybody] == [one.name for one in own] == ["Mira Manager"]
