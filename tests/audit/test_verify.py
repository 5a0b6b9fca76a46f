"""Whoever changes the trail afterwards, be it as superuser with every trigger off, is found and the entry named."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.accounts.actions.agencies import change_settings, create_agency
from app.accounts.queries.rows import consultant_actor
from app.accounts.schemas.accounts import ConsultantInvite
from app.adapters.postgres.cluster import APP, SUPERUSER, Cluster
from app.audit.verify import Report, verify
from app.core.clock import utc_now
from app.core.db import Database
from app.interviews.actions import announcing, moving
from app.interviews.schemas import InterviewIn
from tests.databases import create_database

DATABASE = "afterword_tampered"
REASON = "Dana Whitfield is ill."


@dataclass
class Trail:
    """A database with the trail of one agency, opened as superuser; nothing done to it is kept."""

    db: Database

    @contextmanager
    def tampered(self, *statements: str, **values: Any) -> Iterator[Session]:
        """A session in which these statements have run with every trigger and foreign key off."""
        with Session(self.db.engine) as session:
            session.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                changed = session.execute(text(statement), values).rowcount  # type: ignore[attr-defined]
                assert changed > 0, statement
            yield session

    def report(self, *statements: str, **values: Any) -> Report:
        with self.tampered(*statements, **values) as session:
            return verify(session)

    def entry(self, action: str, seq: int = 1) -> UUID:
        with Session(self.db.engine) as session:
            query = text("SELECT id FROM audit_event WHERE action = :action ORDER BY seq OFFSET :skip LIMIT 1")
            found: UUID = session.scalars(query, {"action": action, "skip": seq - 1}).one()
            return found

    def entries(self) -> list[Any]:
        with Session(self.db.engine) as session:
            return list(session.execute(text("SELECT * FROM audit_event ORDER BY id")).mappings())


@pytest.fixture(scope="module")
def trail(cluster: Cluster) -> Iterator[Trail]:
    create_database(cluster, DATABASE)
    app = Database(cluster.url_for(APP, DATABASE))
    with app.transaction() as session:
        admin = ConsultantInvite(name="Ada Admin", email="ada@verify.example", role="admin")
        made = create_agency(
            session,
            name="Harcourt & Lane",
            sign_in_name="harcourt",
            time_zone="Europe/London",
            country="GB",
            admin=admin,
            now=utc_now(),
        )
    with app.transaction(made.agency.agency_id) as session:
        for seconds in range(4):
            actor = consultant_actor(made.admin)
            change_settings(session, changes={"undo_seconds": seconds}, actor=actor, now=utc_now())
    with app.transaction(made.agency.agency_id) as session:
        _cancel_an_interview(session, made.admin)
    app.dispose()
    superuser = Database(cluster.url_for(SUPERUSER, DATABASE))
    yield Trail(superuser)
    superuser.dispose()


def _cancel_an_interview(session: Any, admin: Any) -> None:
    given = InterviewIn.model_validate(
        {
            "starts_at": "2026-11-24T15:00:00Z",
            "ends_at": "2026-11-24T16:00:00Z",
            "time_zone": "Europe/London",
            "consultant": "ada@verify.example",
            "candidate": {"name": "Alex Moreau", "email": "alex@verify.example"},
            "client": {"name": "Meridian Foods"},
            "job": {"title": "Product Manager"},
        }
    )
    admin.role = "manager"  # of this one object: it is not of this session
    actor = consultant_actor(admin)
    done = announcing.announce(session, given=given, system="crm", ref="I-1", actor=actor, now=utc_now())
    moving.cancel_row(session, done.interview, reason=REASON, actor=actor, now=utc_now())


def test_a_trail_that_nobody_touched_is_verified(trail: Trail) -> None:
    report = trail.report()
    assert report.findings == []
    assert report.entries == len(trail.entries())
    assert report.subjects == len({(one["subject_kind"], one["subject_id"]) for one in trail.entries()})


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("details = jsonb_set(details, '{fields}', '[\"undo_secondz\"]')", "its content does not have the hash"),
        ("actor_id = gen_random_uuid()", "its content does not have the hash"),
        ("at = at + interval '1 microsecond'", "its content does not have the hash"),
        ("action = 'agency.created'", "its content does not have the hash"),
        ("hash = sha256('other')", "its content does not have the hash"),
        ("details = '[]'", "its content does not have the hash"),
        ("details = '{\"fields\": 36028797018963968}'", "its content does not have the hash"),
        ("prev_hash = sha256('other')", "does not follow from the entry before it"),
    ],
)
def test_a_changed_entry_is_named(trail: Trail, change: str, what: str) -> None:
    changed = trail.entry("agency.changed", 2)
    report = trail.report(f"UPDATE audit_event SET {change} WHERE id = :id", id=changed)
    assert next(one.what for one in report.findings if one.event_id == changed).startswith(what)


def test_an_entry_under_another_identifier_is_named(trail: Trail) -> None:
    changed, other = trail.entry("agency.changed", 2), uuid4()
    report = trail.report("UPDATE audit_event SET id = :other WHERE id = :id", id=changed, other=other)
    assert {one.event_id for one in report.findings} == {other}


def test_an_entry_removed_from_the_middle_is_named_by_its_number(trail: Trail) -> None:
    report = trail.report("DELETE FROM audit_event WHERE id = :id", id=trail.entry("agency.changed", 2))
    (found,) = report.findings
    assert (found.seq, found.event_id) == (3, None)
    assert found.what == "entry 3 is missing before entry 4"


def test_the_newest_entry_removed_is_named_because_its_row_still_does(trail: Trail) -> None:
    report = trail.report("DELETE FROM audit_event WHERE id = :id", id=trail.entry("agency.changed", 4))
    (found,) = report.findings
    assert (found.seq, found.event_id) == (5, None)
    assert found.what == "entry 5 is missing: the row names it as newest"


def test_a_whole_chain_removed_is_named(trail: Trail) -> None:
    report = trail.report("DELETE FROM audit_event WHERE subject_kind = 'team'")
    (found,) = report.findings
    assert (found.subject.partition(":")[0], found.seq) == ("team", 1)


def test_two_entries_that_changed_places_are_both_named(trail: Trail) -> None:
    one, two = trail.entry("agency.changed", 1), trail.entry("agency.changed", 2)
    swap = "UPDATE audit_event SET seq = :seq WHERE id = :id"
    with trail.tampered() as session:
        for entry, seq in ((one, 99), (two, 2), (one, 3)):
            session.execute(text(swap), {"id": entry, "seq": seq})
        report = verify(session)
    assert {one, two} <= {found.event_id for found in report.findings}


def test_a_row_that_names_another_newest_entry_is_found(trail: Trail) -> None:
    report = trail.report("UPDATE team SET audit_hash = sha256('other')")
    (found,) = report.findings
    assert found.event_id == trail.entry("team.created")
    assert found.what == "is not the entry that the row names as newest"


def test_entries_about_a_row_that_is_gone_are_found(trail: Trail) -> None:
    report = trail.report("DELETE FROM job")
    assert [one.what for one in report.findings] == ["the row that it is about is gone"]


def test_an_entry_added_afterwards_is_found(trail: Trail) -> None:
    forged = uuid4()
    report = trail.report(
        "INSERT INTO audit_event SELECT agency_id, :forged, subject_kind, subject_id, seq + 1, action, at, actor_kind, "
        "actor_id, via_key_id, details, commitments, hash, sha256('forged') FROM audit_event WHERE id = :id",
        id=trail.entry("agency.changed", 4),
        forged=forged,
    )
    assert {found.event_id for found in report.findings} == {forged}


@pytest.mark.parametrize("change", ["value = 'Dana Whitfield is well.'", "salt = sha256('other')", "key = 'cause'"])
def test_a_personal_value_that_was_changed_is_named(trail: Trail, change: str) -> None:
    report = trail.report(f"UPDATE audit_value SET {change}")
    (found,) = report.findings
    assert found.event_id == trail.entry("interview.cancelled")
    assert "is not the one committed to" in found.what


def test_a_personal_value_that_was_erased_leaves_the_trail_verified(trail: Trail) -> None:
    assert trail.report("DELETE FROM audit_value").findings == []


def test_the_trail_itself_holds_no_word_that_a_person_wrote(trail: Trail) -> None:
    stored = json.dumps([dict(one) for one in trail.entries()], default=str)
    for word in ("Dana", "Alex", "Meridian", "Product Manager", "verify.example"):
        assert word not in stored


CHANGES = {
    "id": st.uuids(),
    "agency_id": st.uuids(),
    "subject_kind": st.sampled_from(["team", "interview", "nothing"]),
    "subject_id": st.uuids(),
    "seq": st.integers(20, 50),  # a number that is taken, the key itself refuses
    "action": st.sampled_from(["agency.changed", "letter.submitted", "nothing"]),
    "at": st.datetimes(timezones=st.timezones()),
    "actor_kind": st.sampled_from(["system", "candidate", "consultant"]),
    "actor_id": st.uuids() | st.none(),
    "via_key_id": st.uuids() | st.none(),
    "details": st.recursive(st.none() | st.booleans() | st.integers() | st.text("ab"), st.lists).map(json.dumps)
    | st.dictionaries(st.text("ab"), st.integers() | st.text("ab")).map(json.dumps),
    "commitments": st.dictionaries(st.sampled_from(["reason", "x"]), st.text("0123456789abcdef")).map(json.dumps),
    "prev_hash": st.binary(min_size=32, max_size=32),
    "hash": st.binary(min_size=32, max_size=32),
}
TYPES = dict.fromkeys(CHANGES, "text") | {
    "id": "uuid",
    "agency_id": "uuid",
    "subject_id": "uuid",
    "actor_id": "uuid",
    "via_key_id": "uuid",
    "seq": "integer",
    "at": "timestamptz",
    "details": "jsonb",
    "commitments": "jsonb",
    "prev_hash": "bytea",
    "hash": "bytea",
}
TAMPERING = st.sampled_from(sorted(CHANGES)).flatmap(lambda column: st.tuples(st.just(column), CHANGES[column]))


@given(place=st.integers(0, 1000), tampering=TAMPERING)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_changed_in_an_entry_is_found(trail: Trail, place: int, tampering: tuple[str, Any]) -> None:
    column, value = tampering
    entries = trail.entries()
    target = {"id": entries[place % len(entries)]["id"], "value": _as_text(value)}
    given = f"CAST(:value AS text)::{TYPES[column]}"
    unchanged = text(f"SELECT {column} IS NOT DISTINCT FROM {given} FROM audit_event WHERE id = :id")
    with trail.tampered() as session:
        same = session.scalar(unchanged, target)
        session.execute(text(f"UPDATE audit_event SET {column} = {given} WHERE id = :id"), target)
        found = verify(session).findings
    assert bool(found) is not same


def _as_text(value: object) -> str | None:
    if value is None:
        return None
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


@given(places=st.sets(st.integers(0, 1000), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_removed_is_found(trail: Trail, places: set[int]) -> None:
    ids = [one["id"] for one in trail.entries()]
    gone = [ids[place % len(ids)] for place in places]
    assert trail.report("DELETE FROM audit_event WHERE id = ANY(:gone)", gone=gone).findings != []
