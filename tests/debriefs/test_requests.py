"""The debrief is asked for when the interview has ended, never before, and gently asked for again."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from app.core.queue import enqueue
from tests.make.debriefs import CREATE, full_answers, path, submit
from tests.office import Office, link_in, text_of


def at(clock: str) -> datetime:
    return datetime.fromisoformat(clock)


def debrief_id(office: Office, interview_id: str) -> str:
    found: str = office.priya.get(path(interview_id)).json()["id"]
    return found


def asked(office: Office, who: str = "alex") -> list[str]:
    """The subjects of what the candidate was sent, in order."""
    return [mail["Subject"] for mail in office.mails(office.address(who))]


def ours(office: Office) -> list[str]:
    """The subjects of what the consultant was sent, in order."""
    return [mail["Subject"] for mail in office.mails(f"priya@{office.name}.example")]


REQUEST = "How did it go at Meridian Foods?"
REMINDER = "Still time to say how it went at Meridian Foods"


@pytest.mark.practice("P1")
def test_the_request_arrives_when_the_interview_has_ended_and_its_link_opens_the_debrief(office: Office) -> None:
    """In the candidate's mail, a quarter of an hour after the interview: how did it go, why now, and a button."""
    interview = office.announce()
    office.travel(at("2026-11-23T15:59:00Z"))
    assert asked(office) == []
    office.travel(at("2026-11-23T16:14:00Z"))
    assert asked(office) == []

    office.travel(at("2026-11-23T16:16:00Z"))

    (mail,) = office.mails(office.address("alex"))
    assert mail["Subject"] == REQUEST
    said = text_of(mail)
    assert "Monday 23 November 2026, 15:00 (London time)" in said
    assert "Within the hour you still have the names" in said
    assert "Priya Nair and their team at Harcourt & Lane read it" in said
    assert "about ten minutes" in said
    assert mail["Reply-To"] == f"priya@{office.name}.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    debrief = office.by_link(link_in(mail)).get(path(interview["id"])).json()
    assert (debrief["state"], debrief["audience"]) == ("requested", "candidate")
    assert office.trail(debrief["id"]) == ["debrief.requested", "debrief.request_mailed"]
    assert office.trail(interview["id"]) == ["interview.announced", "interview.ended"]


def test_the_request_compares_instants_across_a_clock_change(office: Office) -> None:
    office.clock.move_to(at("2027-03-26T09:00:00Z"))  # no day between has anything to do with it
    office.announce(
        starts_at="2027-03-28T00:30:00+00:00", ends_at="2027-03-28T02:30:00+01:00", time_zone="Europe/London"
    )
    office.travel(at("2027-03-28T01:44:00Z"))
    assert asked(office) == []
    office.travel(at("2027-03-28T01:46:00Z"))
    assert asked(office) == [REQUEST]


def test_an_interview_moved_before_its_end_is_asked_about_after_the_new_end(office: Office) -> None:
    office.announce()
    office.announce(starts_at="2026-11-24T15:00:00Z", ends_at="2026-11-24T16:00:00Z")
    office.travel(at("2026-11-24T16:10:00Z"))
    assert asked(office) == []
    office.travel(at("2026-11-24T16:20:00Z"))
    assert asked(office) == [REQUEST]


def test_an_interview_moved_after_the_request_is_asked_about_anew_and_not_reminded_of_before(office: Office) -> None:
    interview = office.held()
    office.announce(starts_at="2026-11-25T15:00:00Z", ends_at="2026-11-25T16:00:00Z")
    office.travel(at("2026-11-25T16:10:00Z"))
    assert asked(office) == [REQUEST]
    office.travel(at("2026-11-25T16:20:00Z"))
    assert asked(office) == [REQUEST, REQUEST]
    office.travel(at("2026-11-25T18:20:00Z"))
    assert asked(office) == [REQUEST, REQUEST, REMINDER]
    assert ours(office) == []
    seen = office.candidate(interview["id"]).get(path(interview["id"])).json()
    assert at(seen["requested_at"]) > at("2026-11-25T16:14:00Z")


def test_an_interview_moved_after_the_candidate_began_is_not_reminded_of_before_its_new_end(office: Office) -> None:
    interview = office.held()
    answer = office.candidate(interview["id"]).put(path(interview["id"]), json={"answers": {}}, headers=CREATE)
    assert answer.status_code == 200, answer.text
    office.announce(starts_at="2026-11-24T15:00:00Z", ends_at="2026-11-24T16:00:00Z")
    office.travel(at("2026-11-24T16:10:00Z"))
    assert asked(office) == [REQUEST]
    office.travel(at("2026-11-24T16:20:00Z"))
    assert asked(office) == [REQUEST, REQUEST]


def test_a_cancelled_interview_is_neither_asked_about_nor_reminded_of(office: Office) -> None:
    office.announce()
    assert office.crm.delete("/v1/external/bullhorn/interviews/I-1").status_code == 200
    office.held("I-2", candidate={"name": "Bea Lund", "email": office.address("bea")})
    assert office.crm.delete("/v1/external/bullhorn/interviews/I-2").status_code == 200

    office.travel(at("2026-11-25T12:00:00Z"))

    assert asked(office) == []
    assert asked(office, "bea") == [REQUEST]
    assert ours(office) == []


@pytest.mark.practice("P1")
def test_of_a_candidate_without_an_address_the_consultant_is_told_to_ring_and_reminded(office: Office) -> None:
    """In the consultant's mail, when the interview has ended: ring them, on this number, and ask for this."""
    interview = office.held(candidate={"name": "Alex Moreau", "phone": "+44 20 7946 0991"})
    office.travel(at("2026-11-26T12:00:00Z"))

    assert asked(office) == []
    first, again, last = office.mails(f"priya@{office.name}.example")
    assert first["Subject"] == "Ring Alex Moreau: the interview at Meridian Foods is over"
    assert "Alex Moreau has no e-mail address: ring +44 20 7946 0991." in text_of(first)
    assert "whom they met, the role and the company" in text_of(first)
    assert "tel:+442079460991" in text_of(first)
    assert again["Subject"] == "Still to ring: Alex Moreau, about Meridian Foods"
    assert "waive the debrief with a reason" in text_of(again)
    assert ["We do not remind you again" in text_of(mail) for mail in (again, last)] == [False, True]
    seen = office.crm.get(path(interview["id"])).json()
    assert office.trail(seen["id"]) == [
        "debrief.requested",
        "debrief.request_mailed",
        "debrief.reminded",
        "debrief.reminded",
    ]
    with office.rows() as session:
        query = text(
            "SELECT details->>'recipient' FROM audit_event WHERE action LIKE 'debrief.re%' AND details ? 'recipient'"
        )
        assert session.scalars(query).all() == ["consultant"] * 3


def test_asking_twice_mails_once(office: Office) -> None:
    interview = office.held()
    with office.rows() as session:
        row = session.scalars(text("SELECT id FROM interview")).one()
        for name in ("debriefs.request", "debriefs.mail_request"):
            enqueue(session, name, agency_id=office.agency_id, subject_id=row)
    office.run_tasks()
    assert asked(office) == [REQUEST]
    assert office.trail(debrief_id(office, interview["id"])) == ["debrief.requested", "debrief.request_mailed"]


def test_a_request_that_comes_too_early_asks_nothing_and_waits_for_the_end(office: Office) -> None:
    interview = office.announce()
    with office.rows() as session:
        row = session.scalars(text("SELECT id FROM interview")).one()
        enqueue(session, "debriefs.request", agency_id=office.agency_id, subject_id=row)
    office.run_tasks()
    assert office.priya.get(path(interview["id"])).json()["state"] == "not_requested"
    office.travel(at("2026-11-23T16:20:00Z"))
    assert asked(office) == [REQUEST]


@pytest.mark.practice("P6")
def test_the_request_says_who_may_write_to_the_client(office: Office) -> None:
    """In the candidate's mail: do not contact the client directly; or, where you arranged it yourself, do."""
    office.held()
    office.held("I-2", introduced_by="direct", candidate={"name": "Bea Lund", "email": office.address("bea")})
    (introduced,) = office.mails(office.address("alex"))
    (direct,) = office.mails(office.address("bea"))
    assert "Please do not contact Meridian Foods directly" in text_of(introduced)
    assert "thank Meridian Foods directly" in text_of(direct)
    for mail in (introduced, direct):
        assert office.address("dana", "meridian") not in mail.as_string()


def test_the_request_links_the_privacy_notice_the_agencys_own_page_where_it_has_one(office: Office) -> None:
    url = "https://harcourt.example/privacy"
    office.held()
    office.admin.patch("/v1/agency", json={"settings": {"privacy_notice_url": url}})
    office.held("I-2", candidate={"name": "Bea Lund", "email": office.address("bea")})
    assert f"http://afterword.example/privacy/{office.name}" in text_of(office.mails(office.address("alex"))[0])
    assert url in text_of(office.mails(office.address("bea"))[0])


@pytest.mark.practice("P1")
def test_reminders_count_in_hours_and_the_last_says_so(office: Office) -> None:
    """In the candidate's mail: a reminder two hours after the request and one the next morning, then no more."""
    interview = office.held()
    office.travel(at("2026-11-23T18:14:00Z"))
    assert asked(office) == [REQUEST]
    office.travel(at("2026-11-23T18:16:00Z"))
    assert asked(office) == [REQUEST, REMINDER]
    office.travel(at("2026-11-24T08:59:00Z"))
    assert asked(office) == [REQUEST, REMINDER]
    office.travel(at("2026-11-24T09:01:00Z"))
    assert asked(office) == [REQUEST, REMINDER, REMINDER]
    office.travel(at("2026-11-27T12:00:00Z"))

    _, first, last = (text_of(mail) for mail in office.mails(office.address("alex")))
    assert "We do not remind you again" not in first
    assert "We do not remind you again" in last
    seen = office.by_link(link_in(office.mails(office.address("alex"))[2])).get(path(interview["id"])).json()
    assert office.trail(seen["id"])[2:] == ["debrief.reminded", "debrief.reminded"]


@pytest.mark.practice("P1")
def test_a_day_after_the_end_the_consultant_is_told_once_to_ring_and_how_to_take_it(office: Office) -> None:
    """In the mail to the consultant, or to who covers, when the desk is open: no debrief yet; ring, on this number."""
    days = {"from_on": "2026-11-30", "until_on": "2026-11-30"}
    away = {"consultant_id": office.consultant_ids["priya"], "covered_by": office.consultant_ids["colleague"], **days}
    assert office.priya.post("/v1/cover-rules", json=away).status_code == 201
    candidate = {"name": "Alex Moreau", "email": office.address("alex"), "phone": "+44 20 7946 0991"}
    interview = office.held(candidate=candidate)
    office.travel(at("2026-11-24T15:59:00Z"))
    assert ours(office) == []
    office.travel(at("2026-11-24T16:01:00Z"))
    (mail,) = office.mails(f"priya@{office.name}.example")
    assert mail["Subject"] == "Still no debrief: Alex Moreau at Meridian Foods"
    said = text_of(mail)
    assert "They were asked by mail." in said
    assert "Ring +44 20 7946 0991 and ask for whom they met" in said
    assert "tel:+442079460991" in said
    assert f"/desk/interviews/{interview['id']}/by-telephone" in said

    late = {"starts_at": "2026-11-26T19:00:00Z", "ends_at": "2026-11-26T20:00:00Z"}
    begun = office.announce("I-2", candidate={"name": "Bea Lund", "email": office.address("bea")}, **late)
    office.travel(at("2026-11-26T21:00:00Z"))
    saved = office.candidate(begun["id"]).put(path(begun["id"]), json={"answers": {}}, headers=CREATE)
    assert saved.status_code == 200
    office.travel(at("2026-11-30T07:59:00Z"))
    assert len(ours(office)) == 1
    office.travel(at("2026-12-02T12:00:00Z"))
    assert len(ours(office)) == 1
    (told, covers) = office.mails(f"colleague@{office.name}.example")
    assert covers["Subject"].startswith("You cover for Priya Nair")
    assert "Bea Lund has begun to write and not sent it." in text_of(told)
    assert "There is no telephone number here: add one, then ring" in text_of(told)


@pytest.mark.parametrize(
    ("zone", "hours_later", "expected"),
    [
        ("Europe/London", 3, "2026-11-24T09:00:00Z"),
        ("Asia/Singapore", 0, "2026-11-24T01:00:00Z"),
    ],
)
def test_no_reminder_comes_at_night_where_the_candidate_is(
    office: Office, zone: str, hours_later: int, expected: str
) -> None:
    candidate = {"name": "Alex Moreau", "email": office.address("alex"), "time_zone": zone}
    starts_at = at("2026-11-23T15:00:00Z") + timedelta(hours=hours_later)
    ends_at = starts_at + timedelta(hours=1)
    office.held(candidate=candidate, starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat())

    office.travel(at(expected) - timedelta(minutes=1))
    assert asked(office) == [REQUEST]
    office.travel(at(expected) + timedelta(days=2))

    assert asked(office) == [REQUEST, REMINDER]


def test_a_reminder_that_a_stopped_worker_missed_waits_for_the_morning(office: Office) -> None:
    office.held()
    office.clock.move_to(at("2026-11-23T22:00:00Z"))
    office.travel(at("2026-11-24T07:59:00Z"))
    assert asked(office) == [REQUEST]
    office.travel(at("2026-11-24T12:00:00Z"))
    assert asked(office) == [REQUEST, REMINDER, REMINDER]


def test_the_agency_sets_when_the_first_reminder_comes(office: Office) -> None:
    office.admin.patch("/v1/agency", json={"settings": {"first_reminder_minutes": 30}})
    office.held()
    office.travel(at("2026-11-23T16:44:00Z"))
    assert asked(office) == [REQUEST]
    office.travel(at("2026-11-23T16:46:00Z"))
    assert asked(office) == [REQUEST, REMINDER]


def test_reminders_stop_when_the_debrief_is_submitted(office: Office) -> None:
    interview = office.held()
    submit(office.candidate(interview["id"]), interview["id"])
    office.travel(at("2026-11-25T12:00:00Z"))
    assert asked(office) == [REQUEST, "Your copy: how it went at Meridian Foods"]
    assert len(ours(office)) == 1
    assert not ours(office)[0].startswith("Still no debrief")


def test_a_reminder_after_a_draft_says_that_it_is_kept(office: Office) -> None:
    interview = office.held()
    body = {"answers": full_answers(fit=None)}
    office.candidate(interview["id"]).put(path(interview["id"]), json=body, headers=CREATE)
    office.travel(at("2026-11-23T18:20:00Z"))
    assert "What you have written so far is kept" in text_of(office.mails(office.address("alex"))[1])


def test_a_debrief_begun_before_it_was_asked_for_is_asked_for_once(office: Office) -> None:
    interview = office.announce()
    office.travel(at("2026-11-23T16:05:00Z"))
    alex = office.candidate(interview["id"])
    assert alex.put(path(interview["id"]), json={"answers": {}}, headers=CREATE).status_code == 200
    office.travel(at("2026-11-23T16:20:00Z"))
    assert asked(office) == [REQUEST]
