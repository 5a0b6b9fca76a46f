"""What was kept for as long as was agreed goes by itself, night by night (P24)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from app.adapters.postgres.cluster import SUPERUSER
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.web import limits
from app.web.limits import bucket_name
from tests.make import accounts, debriefs, letters, loop, people
from tests.make.verified import findings_about
from tests.office import Office


def after(office: Office, days: int) -> None:
    """Let so many days pass: the first two as they come, with their reminders, the others without a night's sweep."""
    then = utc_now() + timedelta(days=days)
    office.travel(min(then, utc_now() + timedelta(days=2)))
    office.clock.move_to(then)
    office.travel(utc_now() + timedelta(minutes=1))


def count(office: Office, table: str) -> int:
    with office.rows() as session:
        query = text(f"SELECT count(*) FROM {table} WHERE agency_id = :agency")
        return int(session.scalar(query, {"agency": office.agency_id}) or 0)


def bucket(office: Office, name: str) -> int:
    with office.rows() as session:
        return int(session.scalar(text("SELECT count(*) FROM rate_bucket WHERE name = :name"), {"name": name}) or 0)


def key_id(office: Office) -> UUID:
    """The key of the office's CRM."""
    return Prefixed("key").parse(office.admin.get("/v1/keys").json()["data"][0]["id"])


@pytest.mark.practice("P24")
def test_content_goes_a_year_after_the_last_thing_that_happened_and_then_the_person(office: Office) -> None:
    """Not a day early, and once; the trail verifies."""
    at = loop.letter_approved(office, approval=loop.NOW)
    loop.let_it_go(office, at)
    after(office, 360)
    assert "letter.erased" not in office.trail(at.letter["id"])
    after(office, 10)
    assert office.trail(at.letter["id"])[-1] == "letter.erased"
    assert office.trail(at.interview["id"])[-1] == "interview.erased"
    assert office.trail(at.interview["candidate"]["id"])[-1] == "candidate.erased"
    assert [count(office, table) for table in ("document_file", "letter_draft", "external_ref")] == [0, 0, 4]
    trail = [office.trail(row["id"]) for row in (at.letter, at.interview, at.interview["candidate"])]
    after(office, 1)
    assert [office.trail(row["id"]) for row in (at.letter, at.interview, at.interview["candidate"])] == trail
    assert office.mails(office.address("alex"))[-1]["Subject"] != "Your data at Harcourt & Lane was erased"
    assert findings_about(office) == []


def test_a_second_interview_keeps_the_first_and_a_longer_period_keeps_both(office: Office) -> None:
    first = office.held()
    office.admin.patch("/v1/agency", json={"settings": {"retention_months": 14}})
    after(office, 300)
    today = utc_now().replace(hour=15, minute=0, second=0, microsecond=0).astimezone(UTC)
    second = office.crm.put(
        "/v1/external/bullhorn/interviews/I-2",
        json=office.announcement(
            starts_at=today.isoformat(), ends_at=(today + timedelta(hours=1)).isoformat(), round=2
        ),
    )
    assert second.status_code == 200, second.text
    after(office, 120)
    assert "interview.erased" not in office.trail(first["id"])
    after(office, 320)
    assert office.trail(first["id"])[-1] == "interview.erased"


def test_an_agency_cannot_keep_content_shorter_than_its_law_asks(office: Office) -> None:
    office.admin.patch("/v1/agency", json={"settings": {"retention_months": 1}})
    interview = office.held()
    after(office, 200)
    assert "interview.erased" not in office.trail(interview["id"])


def test_what_was_never_sent_goes_after_thirty_days_and_what_was_sent_stays(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    draft = {"answers": debriefs.full_answers(), "agency_only": debriefs.confidences()}
    candidate.put(debriefs.path(interview["id"]), json=draft, headers=debriefs.CREATE)
    letter = letters.begin(candidate, interview, kind="thank_you")
    letters.save(candidate, letter, letters.thank_you())
    after(office, 29)
    assert (count(office, "debrief_draft"), count(office, "letter_draft")) == (1, 1)
    after(office, 2)
    assert [count(office, table) for table in ("debrief_draft", "letter_draft", "debrief_confidence")] == [0, 0, 0]
    assert office.trail(letter["id"])[-1] == "letter.draft_erased"
    again = office.candidate(interview["id"])
    assert letters.read(again, letter)["draft"] is None
    new = again.put(
        f"/v1/letters/{letter['id']}",
        json={"addressees": [], "content": letters.thank_you()},
        headers=debriefs.CREATE,
    )
    assert new.is_success, new.text
    assert new.json()["etag"] == '"3"', "the count of drafts goes on, so that no ETag stands for two texts"


def test_the_night_sweeps_what_only_served_for_a_while(office: Office) -> None:
    accounts.invited(office)
    office.announce()
    with office.rows() as session:
        session.execute(
            text(
                "INSERT INTO idempotency_key VALUES (:agency, 'key', 'k', '', 200, '{}', '', :now), "
                "(:agency, 'key', 'fresh', '', 200, '{}', '', :later)"
            ),
            {"agency": office.agency_id, "now": utc_now(), "later": utc_now() + timedelta(days=4)},
        )
    assert count(office, "consultant_invitation") > 0
    name = bucket_name(limits.of_writes(office.premises.settings), f"integration {key_id(office)}")
    assert bucket(office, name) == 1
    after(office, 4)
    assert bucket(office, name) == 0
    with office.rows() as session:
        left = session.scalars(
            text("SELECT key FROM idempotency_key WHERE agency_id = :agency"), {"agency": office.agency_id}
        )
        assert list(left) == ["fresh"]
    assert count(office, "consultant_invitation") == 0


def test_sessions_leave_the_security_log_after_a_year_and_the_trail_still_verifies(office: Office) -> None:
    for who in (office.admin, office.priya):
        assert who.get("/v1/sessions").status_code == 200
    assert count(office, "web_session") == 2
    after(office, 360)
    assert count(office, "web_session") == 2
    after(office, 20)
    assert count(office, "web_session") == 0
    assert findings_about(office) == []


def test_the_next_night_is_planned_before_anything_is_tried(office: Office) -> None:
    office.travel(utc_now() + timedelta(days=1, minutes=1))
    with office.rows() as session:
        query = text("SELECT due_at FROM timer WHERE agency_id = :agency AND kind = 'privacy.retain'")
        due: datetime = session.scalars(query, {"agency": office.agency_id}).one()
    assert due.astimezone(UTC) == datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def test_an_agency_that_is_older_than_its_notice_gets_one_in_the_night(office: Office) -> None:
    with psycopg.connect(office.premises.cluster.url_for(SUPERUSER, "afterword_shared")) as everything:
        everything.execute("DELETE FROM privacy_notice WHERE agency_id = %s", [office.agency_id])
    assert office.anybody.get(f"/v1/agencies/{office.name}/privacy-notice").status_code == 404
    after(office, 2)
    assert office.anybody.get(f"/v1/agencies/{office.name}/privacy-notice").json()["version"] == 1


def test_an_erased_persons_rest_goes_on_its_day(office: Office) -> None:
    person = people.of(office.announce())
    people.erase(office, person)
    after(office, 360)
    assert office.trail(person.id)[-1] == "candidate.erased"
    after(office, 10)
    assert office.trail(person.id)[-1] == "candidate.identity_erased"
