"""Who is given work by a colleague hears of it, in one mail or their digest; who took it themselves does not."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import httpx

from app.core.clock import utc_now
from tests.make import queue
from tests.office import Office, text_of

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
GIVEN = ("Given to you", "were given to you", "You cover for")
Json = dict[str, Any]


def told(office: Office, who: str) -> list[EmailMessage]:
    """The mails in which somebody heard of what was given to them."""
    return [
        mail
        for mail in office.mails(f"{who}@{office.name}.example")
        if any(words in text_of(mail) + mail["Subject"] for words in GIVEN)
    ]


def give(office: Office, interview_id: str, to: str) -> httpx.Response:
    """Let the manager give an interview to somebody."""
    path = f"/v1/interviews/{interview_id}"
    seen = {"If-Match": office.manager.get(path).headers["ETag"]}
    body = {"consultant_id": office.consultant_ids[to]}
    return office.manager.post(f"{path}/reassign", json=body, headers=seen)


def cover(office: Office, who: httpx.Client, **changes: Any) -> Json:
    """Let the colleague cover for Priya from tomorrow for two days."""
    people = office.consultant_ids
    body = {"consultant_id": people["priya"], "covered_by": people["colleague"], "from_on": "2026-11-24"}
    answer = who.post("/v1/cover-rules", json={**body, "until_on": "2026-11-25", **changes})
    assert answer.status_code == 201, answer.text
    rule: Json = answer.json()
    return rule


def test_what_is_given_within_minutes_is_told_in_one_mail_and_never_to_who_took_it(office: Office) -> None:
    item = queue.debrief_waits(office)
    ahead = office.announce("I-2", **queue.somebody_elses(office, consultant=f"priya@{office.name}.example"))
    assert give(office, ahead["id"], "manager").status_code == 200
    office.run_due()
    now = utc_now()
    for step in (
        queue.step(office.priya, item, "assign", consultant_id=office.consultant_ids["colleague"]),
        give(office, ahead["id"], "colleague"),
    ):
        assert step.status_code == 200, step.text
    office.run_due()
    assert told(office, "colleague") == []
    office.travel(now + timedelta(minutes=3))
    (mail,) = told(office, "colleague")
    assert mail["Subject"].startswith("2 were given to you, the first due Monday 22:30")
    for words in (
        "Alex Moreau at Meridian Foods, debrief, by Monday 22:30",
        "Sam Okafor at Corvid Logistics, the interview",
    ):
        assert words in text_of(mail)
    office.travel(now + timedelta(minutes=30))
    assert (len(told(office, "colleague")), told(office, "manager"), told(office, "priya")) == (1, [], [])


def test_it_is_held_until_the_desk_opens_or_the_digest_and_forgotten_once_it_is_anothers(office: Office) -> None:
    assert office.colleague.patch("/v1/consultants/me", json={"notify": "digest"}).status_code == 200
    one = office.announce(starts_at="2026-12-01T10:00:00-05:00", ends_at="2026-12-01T11:00:00-05:00")
    two = office.announce("I-2", round=2, starts_at="2026-12-02T10:00:00-05:00", ends_at="2026-12-02T11:00:00-05:00")
    office.travel(MONDAY + timedelta(hours=19, minutes=30))
    for interview, to in (
        (one, "colleague"),
        (two, "colleague"),
        (two, "manager"),
        (one, "manager"),
        (one, "colleague"),
    ):
        assert give(office, interview["id"], to).status_code == 200
    office.run_due()
    office.travel(MONDAY + timedelta(hours=31, minutes=55))
    assert told(office, "colleague") == []
    office.travel(MONDAY + timedelta(hours=32, minutes=31))
    (digest,) = told(office, "colleague")
    assert digest["Subject"] == "Given to you: Alex Moreau at Meridian Foods"
    assert f"/desk/interviews/{one['id']}" in text_of(digest)
    office.travel(MONDAY + timedelta(hours=60))
    assert (len(told(office, "colleague")), told(office, "manager")) == (1, [])


def test_cover_is_told_when_it_begins_unless_it_was_ended_or_its_own_doing(office: Office) -> None:
    queue.debrief_waits(office)
    office.run_due()
    ended = cover(office, office.priya, from_on="2026-11-26", until_on="2026-11-27")
    cover(
        office, office.manager, from_on="2026-11-30", until_on="2026-12-01", covered_by=office.consultant_ids["manager"]
    )
    cover(office, office.priya)
    office.run_due()
    assert office.priya.delete(f"/v1/cover-rules/{ended['id']}").status_code == 204
    office.travel(MONDAY + timedelta(hours=31, minutes=55))
    assert told(office, "colleague") == []
    office.travel(MONDAY + timedelta(hours=32, minutes=5))
    (mail,) = told(office, "colleague")
    assert mail["Subject"] == "You cover for Priya Nair until Wednesday 25 November"
    assert "what comes in for them comes to you, and is yours to decide. 1 waits now." in text_of(mail)
    office.travel(MONDAY + timedelta(days=9))
    assert (len(told(office, "colleague")), told(office, "manager")) == (1, [])
