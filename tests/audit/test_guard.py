"""A change without its audit entry is refused twice: by the session, and by the database whoever writes."""

import psycopg
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Agency, Team
from app.audit.catalogue import AuditAction
from app.audit.trail import UndeclaredPersonalKey, UntoldDetail, record
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AuditMissing
from app.core.ids import new_id
from tests.office import Office


def test_a_recorded_change_is_committed_with_its_entry(office: Office) -> None:
    with office.rows() as session:
        agency = session.get_one(Agency, office.agency_id)
        before = agency.audit_seq
        agency.name = "Harcourt, Lane & Daughters"
        record(
            session,
            AuditAction.AGENCY_CHANGED,
            subject=agency,
            actor=SystemActor(office.agency_id),
            now=utc_now(),
            details={"fields": ["name"]},
        )
    with office.rows() as session:
        assert session.get_one(Agency, office.agency_id).audit_seq == before + 1


def test_the_session_refuses_a_change_without_an_entry(office: Office) -> None:
    with pytest.raises((AuditMissing, DBAPIError)), office.rows() as session:
        session.get_one(Agency, office.agency_id).name = "Nobody recorded this"
    with office.rows() as session:
        assert session.get_one(Agency, office.agency_id).name == "Harcourt & Lane"


def test_the_session_refuses_a_bulk_write(office: Office) -> None:
    with pytest.raises(AuditMissing), office.rows() as session:
        session.execute(update(Team).values(name="All at once"))


def test_the_database_refuses_a_bulk_write_that_went_past_the_session(office: Office) -> None:
    statement = update(Team).values(name="All at once")
    with pytest.raises(DBAPIError, match="without its audit entry"), office.rows() as session:
        session.connection().execute(statement)


def test_a_new_row_needs_an_entry_too(office: Office) -> None:
    with pytest.raises((AuditMissing, DBAPIError)), office.rows() as session:
        session.add(Team(agency_id=office.agency_id, id=new_id(), name="Nobody recorded this"))
    with office.rows() as session:
        assert session.scalars(select(Team.name)).all() == ["First team"]


def test_an_entry_holds_all_that_its_sentence_tells(office: Office) -> None:
    with office.rows() as session:
        agency = session.get_one(Agency, office.agency_id)
        actor = SystemActor(office.agency_id)
        with pytest.raises(UntoldDetail, match="fields"):
            record(session, AuditAction.AGENCY_CHANGED, subject=agency, actor=actor, now=utc_now())


def test_two_events_of_one_row_in_one_transaction_are_two_entries(office: Office) -> None:
    actor = SystemActor(office.agency_id)
    with office.rows() as session:
        agency = session.get_one(Agency, office.agency_id)
        before = agency.audit_seq
        for name in ("First", "Second"):
            agency.name = name
            record(
                session,
                AuditAction.AGENCY_CHANGED,
                subject=agency,
                actor=actor,
                now=utc_now(),
                details={"fields": ["name"]},
            )
    with office.rows() as session:
        assert session.get_one(Agency, office.agency_id).audit_seq == before + 2


def test_a_rolled_back_change_is_forgotten_by_the_guard(office: Office) -> None:
    with office.rows() as session:
        session.get_one(Agency, office.agency_id).name = "Taken back"
        session.rollback()
        assert session.get_one(Agency, office.agency_id).name == "Harcourt & Lane"


def test_a_personal_value_needs_a_key_that_the_catalogue_declares(office: Office) -> None:
    with office.rows() as session:
        agency = session.get_one(Agency, office.agency_id)
        with pytest.raises(UndeclaredPersonalKey):
            record(
                session,
                AuditAction.AGENCY_CHANGED,
                subject=agency,
                actor=SystemActor(office.agency_id),
                now=utc_now(),
                details={"fields": ["name"]},
                personal={"name": "a secret"},
            )


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE agency SET name = 'raw'", id="a change without an entry"),
        pytest.param("UPDATE agency SET name = 'raw', audit_seq = audit_seq + 1", id="a step without its entry"),
        pytest.param("UPDATE agency SET name = 'raw', audit_seq = audit_seq + 2", id="two steps at once"),
        pytest.param(
            "INSERT INTO team (agency_id, id, name, audit_seq, audit_hash) "
            "SELECT agency_id, gen_random_uuid(), 'raw', 1, ''::bytea FROM agency",
            id="a new row without an entry",
        ),
        pytest.param(
            "INSERT INTO audit_event (agency_id, id, subject_kind, subject_id, seq, action, at, actor_kind, details, "
            "commitments, prev_hash, hash) SELECT agency_id, gen_random_uuid(), 'agency', agency_id, 999, "
            "'agency.changed', now(), 'system', '{}', '{}', ''::bytea, decode(repeat('00', 32), 'hex') FROM agency",
            id="an entry without a change",
        ),
    ],
)
def test_the_database_refuses_by_raw_sql(office: Office, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"audit entry|disagree"), office.rows() as session:
        session.connection().execute(text(statement))


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"])
def test_the_app_role_cannot_change_the_trail(office: Office, statement: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"), office.rows() as session:
        session.connection().execute(text(statement))
    with office.rows() as session:
        assert session.connection().execute(text("SELECT count(*) FROM audit_event")).scalar_one() > 0


def test_even_the_owner_changes_no_entry(office: Office) -> None:
    url = office.premises.cluster.url_for("afterword_owner", "afterword_shared")
    for statement in (
        "UPDATE audit_event SET action = 'x'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event CASCADE",
    ):
        with pytest.raises(psycopg.Error, match="append-only"), psycopg.connect(url) as connection:
            connection.execute(statement.encode())
