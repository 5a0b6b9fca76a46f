"""The consultant hears of what came in: at once, in the morning, in a digest, or their cover does."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from app.accounts.actions import sessions
from app.accounts.queries import rows as accounts
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from tests.make import debriefs, letters
from tests.office import Office, Premises, text_of

FRIDAY = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
Json = dict[str, Any]


@pytest.fixture
def submitted(office: Office) -> Json:
    """An interview whose debrief came in this afternoon."""
    interview = office.held(interviewers=[office.interviewer("Dana Whitfield", phone="+1 212 555 0142")])
    debriefs.submit(office.candidate(interview["id"]), interview["id"], **debriefs.confidences())
    return interview


def inbox(office: Office, who: str = "priya") -> list[EmailMessage]:
    return office.mails(f"{who}@{office.name}.example")


def html_of(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    assert body is not None
    content: str = body.get_content()
    return content


def tell_by(office: Office, who: str, how: str) -> None:
    answer = getattr(office, who).patch("/v1/consultants/me", json={"notify": how})
    assert (answer.status_code, answer.json()["notify"]) == (200, how)


def comes_in_at(office: Office, moment: datetime, ref: str = "I-1") -> Json:
    """An interview of yesterday, say, whose debrief comes in at this moment."""
    interview = office.held(ref)
    office.travel(moment)
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    office.run_tasks()
    signs_in_again(office)
    return interview


def signs_in_again(office: Office) -> None:
    """Priya's session has ended over night."""
    actor = SystemActor(office.agency_id)
    priya = Prefixed("con").parse(office.consultant_ids["priya"])
    with office.rows() as session:
        user = accounts.consultant(session, consultant_id=priya, actor=actor)
        _, token = sessions.open_session(session, user, now=utc_now())
    office.priya.headers["Authorization"] = f"Bearer {token.text}"


@pytest.mark.practice("P5")
def test_the_mail_holds_the_brief_and_whom_to_ring(office: Office, submitted: Json) -> None:
    """In the mail about a debrief: what is missing in its subject, the call brief, telephone links and the way on."""
    office.run_tasks()
    (mail,) = inbox(office)
    body, html = text_of(mail), html_of(mail)
    assert mail["Subject"].startswith("Alex Moreau at Meridian Foods: debrief complete, by ")
    for words in (
        "The case about supplier recalls. I have run one end to end.",
        "Managing people in another country (experience; stated by Dana Whitfield). Partly answered in the room.",
        "That I speak Portuguese with the Porto team every day.",
        "Is Friday 4 December still the day on which you decide?",
        "Ring Dana Whitfield at Meridian Foods: +1 212 555 0142",
    ):
        assert words in body, words
    assert 'href="tel:+12125550142"' in html
    items = office.priya.get("/v1/review-items").json()["data"]
    assert f"/desk/review/{items[0]['id']}" in html
    for secret in debriefs.confidences().values():
        assert secret not in body + html


@pytest.mark.practice("P12")
def test_the_mail_about_a_letter_says_by_when_it_must_go(office: Office) -> None:
    """In the subject of the mail about a letter: the cut-off where the consultant is; in it, at the client's."""
    interview = office.held()
    letters.submitted(office.candidate(interview["id"]), interview)
    office.run_tasks()
    (mail,) = inbox(office)
    assert mail["Subject"] == "Alex Moreau at Meridian Foods: strategic letter, by Tuesday 13:30"
    assert "Decide by Tuesday 24 November 2026, 13:30 in London: 08:30 in New York, before" in text_of(mail)


def test_what_comes_in_at_night_is_told_when_the_desk_opens(office: Office) -> None:
    comes_in_at(office, datetime(2026, 11, 23, 23, 40, tzinfo=UTC))
    assert inbox(office) == []
    office.travel(datetime(2026, 11, 24, 7, 59, tzinfo=UTC))
    assert inbox(office) == []
    office.travel(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    assert len(inbox(office)) == 1


def test_over_the_weekend_it_waits_for_monday_and_an_agency_sets_its_hours(premises: Premises) -> None:
    with Office.open(premises, at=FRIDAY) as office:
        assert office.admin.patch("/v1/agency", json={"settings": {"desk_opens": "07:30"}}).status_code == 200
        wrong = office.admin.patch("/v1/agency", json={"settings": {"desk_opens": "20:00"}})
        assert [one["pointer"] for one in wrong.json()["errors"]] == ["#/settings/desk_closes"]
        comes_in_at(office, FRIDAY + timedelta(hours=26))
        office.travel(datetime(2026, 11, 30, 7, 29, tzinfo=UTC))
        assert inbox(office) == []
        office.travel(datetime(2026, 11, 30, 7, 31, tzinfo=UTC))
        assert len(inbox(office)) == 1


def test_where_the_desk_opens_only_after_the_cut_off_it_is_told_at_night(office: Office) -> None:
    off = {"kind": "off", "day": "2026-11-24", "name": "The move", "country": "GB"}
    assert office.manager.post("/v1/calendar-days", json=off).status_code == 201
    comes_in_at(office, datetime(2026, 11, 23, 23, 40, tzinfo=UTC))
    (item,) = office.priya.get("/v1/review-items").json()["data"]
    assert item["due_at"] < "2026-11-25T08:00"
    assert len(inbox(office)) == 1


def test_nothing_is_told_of_what_was_decided_meanwhile(office: Office) -> None:
    interview = comes_in_at(office, datetime(2026, 11, 23, 23, 40, tzinfo=UTC))
    assert debriefs.decide(office.priya, interview["id"], "accept").status_code == 200
    office.travel(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    assert inbox(office) == []


@pytest.mark.practice("P21")
def test_while_somebody_is_away_their_cover_is_told_in_their_place(office: Office) -> None:
    """In the mail to whoever covers for a consultant who is away: the same brief, and why they get it."""
    people, today = office.consultant_ids, utc_now().date().isoformat()
    days = {"from_on": today, "until_on": today}
    cover = {"consultant_id": people["priya"], "covered_by": people["colleague"], **days}
    assert office.priya.post("/v1/cover-rules", json=cover).status_code == 201
    interview = office.held()
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    office.run_tasks()
    assert inbox(office) == []
    (cover_begins, mail) = inbox(office, "colleague")
    assert cover_begins["Subject"].startswith("You cover for Priya Nair until ")
    assert "You get this because Priya Nair is away and you cover." in text_of(mail)


def test_who_chose_a_digest_gets_one_list_most_urgent_first_and_only_of_what_is_new(office: Office) -> None:
    tell_by(office, "priya", "digest")
    tuesday = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    comes_in_at(office, tuesday + timedelta(hours=7))
    interview = office.priya.get("/v1/interviews").json()["data"][0]
    letters.submitted(office.candidate(interview["id"]), interview)
    office.run_tasks()
    assert inbox(office) == []
    office.travel(tuesday + timedelta(hours=8, minutes=31))
    (digest,) = inbox(office)
    assert digest["Subject"].startswith("2 wait for you, the first due ")
    listed = [line for line in text_of(digest).splitlines() if line.startswith("– ")]
    dues = [one["due_at"] for one in office.priya.get("/v1/review-items").json()["data"]]
    assert (len(listed), dues) == (2, sorted(dues))
    assert all(line.startswith("– New: Alex Moreau at Meridian Foods, ") for line in listed)
    assert "/desk/queue" in html_of(digest)
    office.travel(tuesday + timedelta(hours=12, minutes=31))
    assert len(inbox(office)) == 1


def test_a_digest_is_empty_of_what_was_decided_and_then_not_sent(office: Office) -> None:
    tell_by(office, "priya", "digest")
    tuesday = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    interview = comes_in_at(office, tuesday + timedelta(hours=7))
    assert debriefs.decide(office.priya, interview["id"], "accept").status_code == 200
    office.travel(tuesday + timedelta(hours=8, minutes=31))
    assert inbox(office) == []


def test_who_chose_a_digest_is_told_at_once_of_what_cannot_wait_for_it(office: Office, submitted: Json) -> None:
    tell_by(office, "priya", "digest")
    office.run_tasks()
    at_once = [mail["Subject"] for mail in inbox(office)]
    cut_off = datetime.fromisoformat(office.priya.get("/v1/review-items").json()["data"][0]["due_at"])
    assert bool(at_once) == (cut_off <= datetime(2026, 11, 23, 16, 30, tzinfo=UTC))
