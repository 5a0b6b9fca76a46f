"""Before the interview: what to notice and ask, on a page, by mail the evening before, and in a calendar (P25, P20)."""

from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest

from app.accounts.schemas.accounts import AgencySettings
from app.core.clock import utc_now
from app.interviews.rules import prepare_at
from tests.make.visitor import Visitor
from tests.office import Office, link_in, text_of

Json = dict[str, Any]
THURSDAY = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
TO_NOTICE = (
    "The name, the spelling and the role of everybody you meet. Ask for a card.",
    "Their own words for the work",
    "What they seem unsure about",
    "by when will you hear?",
)


def announced(office: Office, starts_at: datetime = THURSDAY, **changes: Any) -> Json:
    ends_at = starts_at + timedelta(hours=1)
    return office.announce(starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat(), **changes)


def mails(office: Office) -> list[EmailMessage]:
    return office.preparations(office.address("alex"))


def entry_in(message: EmailMessage) -> icalendar.Event:
    (part,) = message.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    content = part.get_content()
    return event_of(content if isinstance(content, str) else content.decode())


def method_of(message: EmailMessage) -> str:
    """What the entry asks of the calendar, said by the type of its part and within it alike."""
    (part,) = message.iter_attachments()
    content = part.get_content()
    calendar = icalendar.Calendar.from_ical(content if isinstance(content, str) else content.decode())
    assert part.get_param("method") == str(calendar["method"])
    return str(calendar["method"])


def called_off(office: Office) -> None:
    """Cancel the interview I-1 as the CRM does."""
    assert office.crm.delete("/v1/external/bullhorn/interviews/I-1").status_code in {200, 204}


def event_of(text: str) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


def decide(office: Office, interview: Json, name: str, body: Json) -> None:
    at = f"/v1/interviews/{interview['id']}"
    etag = office.priya.get(at).headers["etag"]
    method, path = ("PATCH", at) if name == "move" else ("POST", f"{at}/{name}")
    answer = office.priya.request(method, path, json=body, headers={"If-Match": etag})
    assert answer.is_success, answer.text


@pytest.mark.practice("P25")
def test_the_evening_before_the_candidate_reads_what_to_notice_and_gets_the_entry_for_a_calendar(
    office: Office,
) -> None:
    """In the candidate's mail at 17:00 where they are, with five things to notice and the file for their calendar."""
    announced(office)
    office.travel(datetime(2026, 11, 25, 16, 59, tzinfo=UTC))
    assert mails(office) == []
    office.travel(datetime(2026, 11, 25, 17, 1, tzinfo=UTC))
    (mail,) = mails(office)
    words = " ".join(text_of(mail).split())
    assert [said for said in TO_NOTICE if said not in words] == []
    assert "Thursday 26 November 2026, 10:00 in New York, 15:00 your time" in words
    assert "You are to meet Dana Whitfield (Head of Product) and Tom Achterberg (Head of Product)." in words
    assert "meridian." not in words
    assert mail["auto-submitted"] == "auto-generated"
    assert office.by_link(link_in(mail)).get("/v1/interviews").status_code in {200, 403}
    assert entry_in(mail).decoded("dtstart") == THURSDAY


@pytest.mark.practice("P25")
def test_the_page_before_shows_what_to_notice_whom_when_and_where(office: Office) -> None:
    """On the candidate's page "Before you go in"."""
    visitor = Visitor(office, announced(office)["id"])
    visitor.open("/before")
    assert visitor.heading == "Before you go in"
    assert [said for said in TO_NOTICE if said not in visitor.text] == []
    assert "Dana Whitfield , Head of Product" in visitor.text
    assert "Thursday 26 November 2026, 10:00 to 11:00, time in New York" in visitor.text
    assert "15:00 to 16:00, your time in London" in visitor.text
    assert "Please do not contact Meridian Foods directly" in visitor.text
    assert "@meridian" not in visitor.page.text
    office.travel(THURSDAY + timedelta(minutes=5))
    visitor = Visitor(office, visitor.home.removeprefix("/my/"))
    visitor.open("/before")
    assert "It has begun, or is over." in visitor.text


@pytest.mark.practice("P20")
def test_the_calendar_entry_reminds_after_the_end_and_follows_a_move_and_a_cancellation(office: Office) -> None:
    """In the candidate's own calendar, from the file in the mail or on the page."""
    interview = announced(office)
    visitor = Visitor(office, interview["id"])

    def entry() -> icalendar.Event:
        answer = visitor.web.get(f"{visitor.home}/interview.ics")
        assert answer.headers["content-type"].startswith("text/calendar")
        return event_of(answer.text)

    first = entry()
    (alarm,) = first.walk("VALARM")
    assert (alarm.decoded("trigger"), alarm["trigger"].params["RELATED"]) == (timedelta(minutes=15), "END")
    assert "Say how it went" in str(alarm["description"])
    later = THURSDAY + timedelta(days=1)
    times = {"starts_at": later.isoformat(), "ends_at": (later + timedelta(hours=2)).isoformat()}
    decide(office, interview, "move", times)
    moved = entry()
    decide(office, interview, "cancel", {"reason": "Filled."})
    off = entry()
    assert (moved.decoded("dtstart"), moved.decoded("dtend")) == (later, later + timedelta(hours=2))
    assert first["uid"] == moved["uid"] == off["uid"]
    numbers = [int(str(one["sequence"])) for one in (first, moved, off)]
    assert numbers == sorted(set(numbers))
    assert [one["status"] for one in (first, moved, off)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert off.walk("VALARM") == []


@pytest.mark.practice("P20")
def test_an_entry_that_was_mailed_is_replaced_by_a_move_and_withdrawn_by_a_cancellation(office: Office) -> None:
    """In the candidate's mail: the same entry with a higher number, for the new time, then taken out (RFC 5546)."""
    interview = announced(office)
    office.travel(THURSDAY - timedelta(hours=21))
    later = THURSDAY + timedelta(days=4)
    for _ in range(2):
        announced(office, later)
    office.run_tasks()
    office.travel(later - timedelta(hours=21))
    called_off(office)
    office.travel(later + timedelta(hours=2))

    first, moved, again, off = mails(office)

    assert [str(one["Subject"]) for one in (moved, off)] == [
        "New time: Product Manager at Meridian Foods, Monday 30 November",
        "Your interview at Meridian Foods is off",
    ]
    assert "was moved. It is now on Monday 30 November 2026, 10:00 in New York, 15:00 your time." in text_of(moved)
    assert "on Monday 30 November 2026, 10:00 in New York, 15:00 your time, does not take place." in text_of(off)
    assert office.by_link(link_in(moved)).get("/v1/interviews").status_code in {200, 403}
    entries = [entry_in(one) for one in (first, moved, again, off)]
    assert len({str(one["uid"]) for one in entries}) == 1
    numbers = [int(str(one["sequence"])) for one in entries]
    assert numbers[0] < numbers[1] == numbers[2] < numbers[3]
    assert [one.decoded("dtstart") for one in entries] == [THURSDAY, later, later, later]
    assert {str(one["organizer"]) for one in entries} == {f"mailto:priya@{office.name}.example"}
    assert [method_of(one) for one in (first, moved, again, off)] == ["PUBLISH", "PUBLISH", "PUBLISH", "CANCEL"]
    assert str(entries[3]["status"]) == "CANCELLED"
    assert office.trail(interview["id"])[-1] == "interview.cancelled"


def test_a_move_is_told_once_where_the_mail_before_goes_at_once(office: Office) -> None:
    """And nothing is told of a time that is past."""
    announced(office)
    office.travel(THURSDAY - timedelta(hours=20))
    announced(office, THURSDAY + timedelta(hours=1))
    office.run_due()

    _, moved = mails(office)
    assert "is now on Thursday 26 November 2026, 11:00 in New York" in " ".join(text_of(moved).split())
    assert "changes the entry in your calendar to the new time" in text_of(moved)
    office.travel(THURSDAY + timedelta(hours=3))
    called_off(office)
    office.run_due()
    assert len(mails(office)) == 2


def test_at_night_a_move_is_told_in_the_morning_unless_either_time_is_near(office: Office) -> None:
    announced(office)
    office.travel(THURSDAY - timedelta(hours=16))
    announced(office, THURSDAY + timedelta(days=4))
    office.travel(THURSDAY - timedelta(hours=7, minutes=1))
    assert len(mails(office)) == 1
    office.travel(THURSDAY - timedelta(hours=7))
    assert str(mails(office)[-1]["Subject"]).startswith("New time: Product Manager at Meridian Foods")
    announced(office, THURSDAY + timedelta(days=5))
    office.travel(THURSDAY + timedelta(days=4, hours=9))
    before = len(mails(office))
    announced(office, THURSDAY + timedelta(days=4, hours=18))
    office.run_tasks()
    assert len(mails(office)) == before + 1


@pytest.mark.practice("P20")
def test_the_mail_before_stops_with_a_cancellation_and_goes_with_a_move(office: Office) -> None:
    """In the candidate's mail: nothing of an interview that is off, and the new time of one that was moved."""
    cancelled = announced(office)
    decide(office, cancelled, "cancel", {"reason": "Filled."})
    moved = announced(office, ref="I-2", round=2)
    later = THURSDAY + timedelta(days=1)
    times = {"starts_at": later.isoformat(), "ends_at": (later + timedelta(hours=1)).isoformat()}
    decide(office, moved, "move", times)
    office.travel(datetime(2026, 11, 26, 16, 59, tzinfo=UTC))
    assert mails(office) == []
    office.travel(datetime(2026, 11, 26, 17, 1, tzinfo=UTC))
    (mail,) = mails(office)
    assert entry_in(mail).decoded("dtstart") == later


def test_an_agency_may_have_none_mailed_and_the_page_is_there_all_the_same(office: Office) -> None:
    assert office.admin.patch("/v1/agency", json={"settings": {"prepare_mail": False}}).status_code == 200
    interview = announced(office)
    office.travel(THURSDAY - timedelta(hours=1))
    assert mails(office) == []
    assert Visitor(office, interview["id"]).open("/before").status_code == 200


def test_whoever_said_that_it_is_cancelled_is_not_told_to_prepare(office: Office) -> None:
    interview = announced(office)
    visitor = Visitor(office, interview["id"])
    visitor.open("/interview")
    visitor.send({"answer": "cancelled"}, form="/interview")
    office.travel(THURSDAY - timedelta(hours=1))
    assert mails(office) == []


def test_of_an_interview_announced_for_today_it_goes_at_once_and_once(office: Office) -> None:
    office.announce()
    office.run_due()
    assert len(mails(office)) == 1
    office.travel(utc_now() + timedelta(hours=8))
    assert len(mails(office)) == 1


LONDON, TOKYO = "Europe/London", "Asia/Tokyo"
QUIET_EVENING = AgencySettings(quiet_from=time(16), quiet_until=time(9))


@pytest.mark.parametrize(
    ("now", "zone", "settings", "due"),
    [
        ("2026-11-23 09:00", LONDON, AgencySettings(), "2026-11-25 17:00"),
        ("2026-11-23 09:00", TOKYO, AgencySettings(), "2026-11-26 08:00"),
        ("2026-11-25 18:00", LONDON, AgencySettings(), "2026-11-25 18:00"),
        ("2026-11-25 23:00", LONDON, AgencySettings(), "2026-11-26 08:00"),
        ("2026-11-26 14:00", LONDON, AgencySettings(), "2026-11-26 14:00"),
        ("2026-11-26 14:01", LONDON, AgencySettings(), None),
        ("2026-11-26 16:00", LONDON, AgencySettings(), None),
        ("2026-11-23 09:00", LONDON, QUIET_EVENING, "2026-11-26 09:00"),
    ],
)
def test_it_goes_the_evening_before_or_at_once_never_at_night_and_never_in_the_last_hour(
    now: str, zone: str, settings: AgencySettings, due: str | None
) -> None:
    found = prepare_at(THURSDAY, zone, settings, now=datetime.fromisoformat(f"{now}+00:00"))
    assert found == (datetime.fromisoformat(f"{due}+00:00") if due else None)
