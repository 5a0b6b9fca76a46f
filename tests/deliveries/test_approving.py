from datetime import UTC, datetime, timedelta

import pytest

from app.core.clock import utc_now
from tests.make.loop import NOW, approve, letter_agreed, letter_approved, path_to
from tests.office import Office, Premises


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.practice("P11")
def test_the_letter_arrives_half_an_hour_before_the_interviewers_next_working_day(office: Office) -> None:
    """Candidate and consultant read when it will go, at both ends; then it is in the interviewer's inbox."""
    dana = office.address("dana", "meridian")
    loop = letter_agreed(office, to=("Dana",))
    promised = loop.candidate.get(path_to(loop.letter) + "/send-window").json()
    planned = office.priya.get(path_to(loop.letter) + "/send-window").json()

    (delivery,) = approve(office.priya, loop).json()["deliveries"]

    assert promised == planned
    assert promised[0]["both_ends"] == "Tuesday 08:30 in New York, 13:30 your time"
    assert dana not in str(promised)
    assert (delivery["state"], delivery["scheduled_for"]) == ("scheduled", "2026-11-24T13:30:00Z")
    assert delivery["why_then"] == "Half an hour before Dana’s day begins at 09:00."
    assert delivery["address"] == dana
    office.travel(at("2026-11-24 13:29:58"))
    assert office.mails(to=dana) == []
    office.travel(at("2026-11-24 13:30:01"))
    assert len(office.mails(to=dana)) == 1


@pytest.mark.practice("P11")
@pytest.mark.parametrize(
    ("opens", "goes", "why", "words"),
    [
        (
            "2026-11-25 09:00",
            "2026-11-27T13:30:00Z",
            "Thursday 26 November is Thanksgiving Day in the United States; the next working morning is Friday.",
            "Friday 08:30 in New York, 13:30 your time",
        ),
        (
            "2026-11-27 09:00",
            "2026-11-30T13:30:00Z",
            "Saturday 28 and Sunday 29 November are the weekend; the next working morning is Monday.",
            "Monday 08:30 in New York, 13:30 your time",
        ),
    ],
)
def test_the_clients_holidays_and_weekends_are_waited_out_and_named(
    premises: Premises, opens: str, goes: str, why: str, words: str
) -> None:
    """On approval the consultant in London reads that the client in New York is away, and when it goes instead."""
    with Office.open(premises, at=at(opens)) as office:
        loop = letter_agreed(office, to=("Dana",))
        (planned,) = office.priya.get(path_to(loop.letter) + "/send-window").json()

        (delivery,) = approve(office.priya, loop).json()["deliveries"]

        assert (planned["both_ends"], planned["at"]) == (words, goes)
        assert delivery["scheduled_for"] == goes
        assert delivery["why_then"] == f"{why} Half an hour before Dana’s day begins at 09:00."
        assert any("for a working morning" in note for note in planned["notes"])


def test_a_panel_of_three_in_two_zones_gets_three_deliveries_each_at_its_own_minute(office: Office) -> None:
    panel = [
        office.interviewer("Dana Whitfield"),
        office.interviewer("Tom Achterberg", work_starts="07:15:00"),
        office.interviewer("Ingrid Solberg", time_zone="Europe/Oslo", country="NO"),
    ]

    loop = letter_approved(office, to=("Dana", "Tom", "Ingrid"), interviewers=panel)

    assert {name: one["scheduled_for"] for name, one in loop.deliveries.items()} == {
        "Dana": "2026-11-24T13:30:00Z",
        "Tom": "2026-11-24T11:45:00Z",
        "Ingrid": "2026-11-24T07:30:00Z",
    }
    office.travel(at("2026-11-24 12:00"))
    received = {who: len(office.mails(to=office.address(who, "meridian"))) for who in ("dana", "tom", "ingrid")}
    assert received == {"dana": 0, "tom": 1, "ingrid": 1}
    office.travel(at("2026-11-24 14:00"))
    assert len(office.mails(to=office.address("dana", "meridian"))) == 1


def test_sending_now_needs_a_reason_and_leaves_the_time_to_undo(office: Office) -> None:
    """A letter goes at the instant that was chosen (Tom's), and at none in the past."""
    loop = letter_agreed(office)
    dana, tom = ({"people": [loop.people[name]]} for name in ("Dana", "Tom"))

    refused = approve(office.priya, loop, when="now")
    past = approve(office.priya, loop, when="at", at=(utc_now() - timedelta(seconds=1)).isoformat())
    missing = approve(office.priya, loop, when="at")
    state = office.crm.get(path_to(loop.letter)).json()["state"]
    approved_at = utc_now()
    (delivery,) = approve(office.priya, loop, **dana, **NOW).json()["deliveries"]
    (chosen,) = approve(office.priya, loop, **tom, when="at", at="2026-11-23T19:00:00Z").json()["deliveries"]

    assert (refused.status_code, missing.status_code, state) == (422, 422, "submitted")
    assert "reason" in refused.json()["detail"]
    assert (past.status_code, past.json()["code"]) == (422, "instant_has_passed")
    goes = datetime.fromisoformat(delivery["scheduled_for"])
    assert timedelta(seconds=60) <= goes - approved_at < timedelta(seconds=70)
    assert delivery["why_then"] == "as soon as the time to undo has passed"
    assert office.trail(delivery["id"]) == ["delivery.sent_now"]
    (entry,) = office.compliance.get("/v1/audit", params={"subject": delivery["id"]}).json()["data"]
    assert entry["sentence"] == "Priya Nair chose to send at once: The panel meets this evening."
    assert (chosen["scheduled_for"], chosen["why_then"]) == ("2026-11-23T19:00:00Z", "at the time that was chosen")
    for who, when in (("dana", goes), ("tom", at("2026-11-23 19:00"))):
        office.travel(when - timedelta(seconds=2))
        assert office.mails(to=office.address(who, "meridian")) == []
        office.travel(when + timedelta(seconds=1))
        assert len(office.mails(to=office.address(who, "meridian"))) == 1
