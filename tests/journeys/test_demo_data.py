"""What the first `./dev run` fills the agency with: fifty interviews, told as if the days before had been."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
import time_machine
from sqlalchemy import text

from app.accounts.actions import agencies
from app.accounts.queries.rows import agency as agency_of
from app.accounts.queries.rows import consultant_actor, consultant_with_email
from app.accounts.schemas.accounts import ConsultantInvite
from app.audit.verify import verify
from app.core.clock import as_of, utc_now
from app.core.states import Lives
from app.debriefs.states import DEBRIEF
from app.deliveries.states import DELIVERY
from app.demo import content
from app.demo.cast import COMPANIES, STAFF
from app.demo.filling import Filling, fill, is_filled
from app.demo.stories import STORIES
from app.demo.timing import Almanac, is_open
from app.desk.queries.matters import open_matters
from app.followup.queries.warm import quiet_ones
from app.followup.rules.outcomes import KINDS
from app.followup.states import CLIENT_CALL, CLIENT_FEEDBACK, DECISION, NUDGE, OUTCOME, PROMISE
from app.interviews.states import INTERVIEW
from app.letters.states import LETTER
from app.worker import TASKS
from tests.office import TLS, Premises

NOW = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
"""A Wednesday, in the middle of the morning."""
PASSING = {"claimed", "sending"}
"""States of seconds, in which a worker that finds them so would have to doubt what became of the message."""
NOT_YET = {"bounced"}
"""Nothing leads there before bounces are read."""
GONE = {"dropped"}
"""Nothing is owed any more, as the interview is off or erased."""
AWAKE = range(8, 21)


@dataclass(frozen=True)
class Filled:
    """The agency, what was said on the way, and the mails that were sent."""

    premises: Premises
    filling: Filling
    said: list[tuple[int, int]]
    mails: list[tuple[str, EmailMessage]]

    def column(self, query: str) -> list[Any]:
        """The first column of what this agency's rows answer."""
        with self.premises.db.transaction(self.filling.agency_id) as session:
            return [row[0] for row in session.execute(text(query))]


@pytest.fixture(scope="module")
def filled(premises: Premises) -> Filled:
    said: list[tuple[int, int]] = []
    before = len(premises.smtp.messages)
    filling = Filling(premises.db, premises.settings, _agency(premises), NOW, lambda *far: said.append(far), TASKS)
    fill(filling)
    sent = premises.smtp.messages[before:]
    mails = [(one.rcpt[0], message_from_bytes(one.content, policy=policy.default)) for one in sent]
    return Filled(premises, filling, said, mails)


def _agency(premises: Premises) -> UUID:
    admin = ConsultantInvite(name="Ada Admin", email="ada.admin@harcourt.example", role="admin")
    with premises.db.transaction() as session:
        made = agencies.create_agency(
            session,
            name=content.AGENCY,
            sign_in_name="harcourt-filled",
            time_zone="Europe/London",
            country="GB",
            admin=admin,
            now=NOW - timedelta(days=60),
        )
    return made.agency.agency_id


@pytest.mark.parametrize(
    ("table", "lives", "never"),
    [
        ("interview", INTERVIEW, set()),
        ("debrief", DEBRIEF, set()),
        ("letter", LETTER, set()),
        ("delivery", DELIVERY, PASSING | NOT_YET),
        ("client_call", CLIENT_CALL, {"skipped"}),
        ("client_feedback", CLIENT_FEEDBACK, set()),
        ("decision", DECISION, set()),
        ("outcome", OUTCOME, {"recorded"}),
        ("promise", PROMISE, set()),
        ("nudge", NUDGE, GONE),
    ],
)
def test_every_state_that_lasts_occurs(filled: Filled, table: str, lives: Lives, never: set[str]) -> None:
    assert set(filled.column(f"SELECT state FROM {table}")) == lives.states() - never


def test_fifty_interviews_of_twelve_clients_in_six_zones_are_told_once(filled: Filled) -> None:
    assert filled.column("SELECT count(*) FROM interview") == [50]
    assert filled.column("SELECT count(*) FROM client") == [12]
    assert len(set(filled.column("SELECT time_zone FROM interview"))) == 6
    assert sorted(filled.column("SELECT role FROM consultant")) == [
        "admin", "compliance", "consultant", "consultant", "consultant", "manager"
    ]  # fmt: skip
    assert filled.said[-1] == (50, 50)
    assert is_filled(filled.premises.db, filled.filling.agency_id)
    mails = len(filled.premises.smtp.messages)
    fill(filled.filling)
    assert filled.column("SELECT count(*) FROM interview") == [50]
    assert len(filled.premises.smtp.messages) == mails


def test_what_people_wrote_differs_enough_to_be_read(filled: Filled) -> None:
    debriefs = filled.column("SELECT answers->>'went_well' FROM debrief_version")
    letters = filled.column("SELECT content->'paragraphs'->3->>'text' FROM letter_version")
    assert len(set(debriefs)) >= 8
    assert len(set(letters) - {None}) >= 6
    assert filled.column("SELECT state FROM debrief_addendum") == ["accepted"]
    assert set(filled.column("SELECT kind FROM review_item WHERE decision IS NULL AND waits_for = 'us'")) == {
        "debrief", "letter", "summary"
    }  # fmt: skip


def test_what_follows_the_letter_is_there_told_and_untold(filled: Filled) -> None:
    assert set(filled.column("SELECT kind FROM outcome")) == set(KINDS)
    assert set(filled.column("SELECT relayed_how FROM outcome")) == {"page", "telephone", None}
    assert set(filled.column("SELECT relayed_how FROM client_feedback")) == {"page", "telephone", None}
    assert set(filled.column("SELECT kind FROM nudge WHERE state = 'waiting'")) == {"reminder", "new_deadline"}
    assert filled.column("SELECT max(chases) FROM decision") == [2]
    assert filled.column("SELECT count(*) FROM lesson") == [2]
    assert set(filled.column("SELECT round FROM interview GROUP BY application_id, round HAVING round > 1")) == {2}
    with filled.premises.db.transaction(filled.filling.agency_id) as session:
        manager = consultant_with_email(session, filled.filling.agency_id, STAFF["mira"][0]["email"])
        assert manager is not None
        actor = consultant_actor(manager)
        waiting = {one.kind for one in open_matters(session, actor=actor, now=NOW)}
        agency = agency_of(session, filled.filling.agency_id)
        quiet = quiet_ones(session, agency, actor=actor, now=NOW, after=None, limit=9)
    assert waiting == {"relay", "outcome", "chase", "promise", "nudge"}
    assert len(quiet) == 2


def test_nobody_outside_the_reserved_domains_hears_of_it(filled: Filled) -> None:
    written = filled.column("SELECT email FROM candidate") + filled.column("SELECT email FROM client_contact")
    received = [to for to, _ in filled.mails]
    assert received
    assert [one for one in [*written, *received] if one is not None and not one.endswith(".example")] == []


def test_no_candidate_is_mailed_at_night_and_nothing_comes_from_the_future(filled: Filled) -> None:
    zones = dict(zip(filled.column("SELECT email FROM candidate ORDER BY id"),
                     filled.column("SELECT time_zone FROM candidate ORDER BY id"), strict=True))  # fmt: skip
    when = [(to, parsedate_to_datetime(mail["Date"])) for to, mail in filled.mails]
    assert [at for _, at in when if at > NOW] == []
    at_night = [at for to, at in when if to in zones and at.astimezone(ZoneInfo(zones[to])).hour not in AWAKE]
    assert at_night == []
    assert filled.column("SELECT count(*) FROM audit_event WHERE at > '2026-11-25 11:00:01+00'") == [0]
    due = "due_at <= '2026-11-25 11:00+00' AND agency_id = current_setting('app.agency_id')::uuid"
    waiting = filled.column(f"SELECT kind FROM timer WHERE {due} ORDER BY kind")
    assert waiting == ["followup.note_given", "privacy.retain"]  # who covers is told when the worker begins


def test_the_trail_of_what_was_told_verifies(filled: Filled) -> None:
    with filled.premises.db.transaction(filled.filling.agency_id) as session:
        report = verify(session)
    assert report.findings == []
    assert report.entries > 500


def test_its_people_sign_in_and_have_work_to_do(filled: Filled) -> None:
    with time_machine.travel(NOW), httpx.Client(base_url=filled.premises.url, verify=TLS) as web:
        given = {"agency": "harcourt-filled", "email": STAFF["priya"][0]["email"], "passphrase": content.PASSPHRASE}
        token = web.post("/v1/sign-in", json=given).json()["token"]
        queue = web.get("/v1/review-items", headers={"Authorization": f"Bearer {token}"}).json()["data"]
    assert {"debrief", "letter"} <= {one["kind"] for one in queue}


@pytest.mark.parametrize("start", [NOW, NOW - timedelta(days=3, hours=8), NOW + timedelta(hours=9, minutes=40)])
def test_whenever_it_starts_the_past_is_past_and_consultants_keep_their_hours(start: datetime) -> None:
    almanac = Almanac(start)
    assert almanac.at_the_desk() < start
    assert is_open(almanac.at_the_desk())
    for company in COMPANIES.values():
        lately = almanac.lately(company.zone)
        assert lately < start
        assert 12 <= lately.astimezone(ZoneInfo(company.zone)).hour < 21
        assert almanac.day(company.zone, -1) < start.astimezone(ZoneInfo(company.zone)).date()


def test_each_interview_is_announced_under_a_name_of_its_own() -> None:
    assert len({booking.ref for _, booking in STORIES}) == len(STORIES)
    assert {booking.client for _, booking in STORIES} == set(COMPANIES)


def test_the_clock_goes_on_where_it_was_after_something_was_told_of_another_time() -> None:
    with as_of(NOW - timedelta(days=2)):
        with as_of(NOW - timedelta(days=9)):
            assert utc_now() == NOW - timedelta(days=9)
        assert utc_now() == NOW - timedelta(days=2)
    assert abs(utc_now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_only_the_demonstration_tells_of_another_time() -> None:
    app = Path(__file__).resolve().parents[2] / "app"
    users = {path.relative_to(app).parts[0] for path in app.rglob("*.py") if "as_of(" in path.read_text()}
    assert users <= {"demo", "core"}
