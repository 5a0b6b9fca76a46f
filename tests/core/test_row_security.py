"""The second wall between agencies, by raw SQL as the app role: another agency's rows do not exist (rule 7)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import errors
from psycopg.types.json import Jsonb

from app.adapters.postgres.cluster import APP, OWNER, SUPERUSER
from tests.make.agency import two_agencies
from tests.office import Premises

IDS_ONLY = frozenset({"timer", "pending_event", "sign_in_name"})
"""Tables that name an agency and hold nothing else of it: read before the agency is known, or by one loop for all."""
NEVER_CHANGED = (
    "audit_event",
    "audit_value",
    "debrief_version",
    "letter_version",
    "suggestion_answer",
    "comment_told",
    "document",
    "document_file",
    "pending_event",
    "privacy_notice",
)
CHANGED_BUT_NEVER_DELETED = (
    "agency",
    "consultant",
    "interview",
    "debrief",
    "letter",
    "comment",
    "consent",
    "delivery",
)
REFUSED_EARLIER = {"delivery": errors.CheckViolation, "consent": errors.CheckViolation}
"""Their guards look for the consent, or the link, first, and do not see those of another agency."""
Connection = psycopg.Connection[Any]


class Walls:
    """Two agencies that have rows in every table, and connections as each role."""

    def __init__(self, premises: Premises, ours: UUID, theirs: UUID) -> None:
        self.premises, self.ours, self.theirs = premises, ours, theirs
        with self.connect(SUPERUSER) as everything:
            self.tables: list[str] = [
                row[0]
                for row in everything.execute(
                    "SELECT table_name FROM information_schema.columns "
                    "WHERE column_name = 'agency_id' AND table_schema = 'public' ORDER BY table_name"
                )
            ]
        self.tenant = [table for table in self.tables if table not in IDS_ONLY]

    @contextmanager
    def connect(self, role: str, agency: UUID | str | None = None) -> Iterator[Connection]:
        """A transaction that is rolled back, as this role and agency."""
        with psycopg.connect(self.premises.cluster.url_for(role, "afterword_shared")) as connection:
            if agency is not None:
                connection.execute("SELECT set_config('app.agency_id', %s, true)", [str(agency)])
            yield connection
            connection.rollback()

    def count(self, connection: Connection, table: str, agency: UUID) -> int:
        query = f"SELECT count(*) FROM {table} WHERE agency_id = %s".encode()
        (found,) = connection.execute(query, [agency]).fetchone() or (0,)
        return int(found)

    def row(self, table: str) -> dict[str, Any]:
        """One row of the other agency, as JSON."""
        with self.connect(SUPERUSER) as everything:
            query = f"SELECT to_jsonb(t) FROM {table} t WHERE agency_id = %s LIMIT 1".encode()
            found = everything.execute(query, [self.theirs]).fetchone()
        assert found, f"{table} needs a row, or this test shows nothing"
        row: dict[str, Any] = found[0]
        return row


@pytest.fixture(scope="module")
def walls(premises: Premises) -> Walls:
    with two_agencies(premises) as (home, stranger):
        return Walls(premises, home.office.agency_id, stranger.office.agency_id)


def test_every_table_of_an_agency_is_walled_off_also_from_its_owner(walls: Walls) -> None:
    with walls.connect(SUPERUSER) as everything:
        forced = dict(
            everything.execute(
                "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
                "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            ).fetchall()
        )
    assert {table for table in walls.tables if not forced[table]} == IDS_ONLY
    others = {table for table in forced if table not in walls.tables and not table.startswith("procrastinate_")}
    assert others == {"alembic_version", "rate_bucket"}  # the buckets hold hashes of names and nothing else


def test_every_table_has_the_agencys_policy_and_the_owners_and_no_other(walls: Walls) -> None:
    ours = "(agency_id = (NULLIF(current_setting('app.agency_id'::text, true), ''::text))::uuid)"
    with walls.connect(SUPERUSER) as everything:
        policies = everything.execute(
            "SELECT tablename, policyname, permissive, roles::text[], cmd, qual, with_check FROM pg_policies"
        ).fetchall()
    assert sorted(policies) == sorted(
        policy
        for table in walls.tenant
        for policy in (
            (table, "agency_only", "PERMISSIVE", [APP], "ALL", ours, ours),
            (table, "owner_sees_all", "PERMISSIVE", [OWNER], "ALL", "true", "true"),
        )
    )


def test_tables_without_row_security_hold_no_words_of_people(walls: Walls) -> None:
    with walls.connect(SUPERUSER) as everything:
        columns = everything.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = ANY(%s)", [list(IDS_ONLY)]
        ).fetchall()
    assert {column for (column,) in columns} == {"agency_id", "event_id", "kind", "subject_id", "due_at", "name"}


def test_another_agencys_rows_do_not_exist(walls: Walls) -> None:
    with walls.connect(APP, walls.ours) as app, walls.connect(SUPERUSER) as everything:
        for table in walls.tenant:
            assert walls.count(everything, table, walls.theirs) > 0, table
            assert walls.count(app, table, walls.theirs) == 0, table
            assert walls.count(app, table, walls.ours) == walls.count(everything, table, walls.ours) > 0, table


@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET agency_id = agency_id WHERE agency_id = %s", "DELETE FROM {} WHERE agency_id = %s"],
)
def test_another_agencys_rows_are_not_changed_and_not_deleted(walls: Walls, statement: str) -> None:
    reached = {}
    for table in walls.tenant:
        with walls.connect(APP, walls.ours) as app:
            try:
                reached[table] = app.execute(statement.format(table).encode(), [walls.theirs]).rowcount
            except errors.InsufficientPrivilege:
                reached[table] = 0
    assert set(reached.values()) == {0}


def test_no_row_is_added_to_another_agency(walls: Walls) -> None:
    for table in walls.tenant:
        row = walls.row(table) | {"audit_seq": 1}  # past what the audit guard looks at first
        query = f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s)".encode()
        refused = REFUSED_EARLIER.get(table, errors.InsufficientPrivilege)
        with walls.connect(APP, walls.ours) as app, pytest.raises(refused):
            app.execute(query, [Jsonb(row, dumps=json.dumps)])


def test_a_row_is_not_given_away_to_another_agency(walls: Walls) -> None:
    for table in ("debrief_draft", "letter_draft", "external_ref", "person_met", "review_item"):
        query = f"UPDATE {table} SET agency_id = %s WHERE agency_id = %s".encode()
        with walls.connect(APP, walls.ours) as app, pytest.raises(errors.InsufficientPrivilege, match="row-level"):
            app.execute(query, [walls.theirs, walls.ours])


@pytest.mark.parametrize("agency", [None, ""])
def test_without_an_agency_nothing_is_there(walls: Walls, agency: str | None) -> None:
    with walls.connect(APP, agency) as app:
        for table in walls.tenant:
            found = app.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
            assert found == (0,), table


def test_the_agency_ends_with_the_transaction_committed_or_not(walls: Walls) -> None:
    with psycopg.connect(walls.premises.cluster.url_for(APP, "afterword_shared")) as app:
        for end in (app.rollback, app.commit):
            app.execute("SELECT set_config('app.agency_id', %s, true)", [str(walls.ours)])
            assert walls.count(app, "interview", walls.ours) > 0
            end()
            assert walls.count(app, "interview", walls.ours) == 0
            app.rollback()


def test_the_owner_sees_every_agency_for_backfills_and_backups(walls: Walls) -> None:
    with walls.connect(OWNER) as owner, walls.connect(SUPERUSER) as everything:
        for table in walls.tenant:
            assert walls.count(owner, table, walls.theirs) == walls.count(everything, table, walls.theirs), table


@pytest.mark.parametrize("table", NEVER_CHANGED)
@pytest.mark.parametrize("statement", ["UPDATE {} SET agency_id = agency_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_is_kept_for_good_is_only_ever_added_to(walls: Walls, table: str, statement: str) -> None:
    with walls.connect(APP, walls.ours) as app, pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
        app.execute(statement.format(table).encode())


@pytest.mark.parametrize("table", CHANGED_BUT_NEVER_DELETED)
def test_what_has_a_history_is_not_deleted(walls: Walls, table: str) -> None:
    with walls.connect(APP, walls.ours) as app, pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
        app.execute(f"DELETE FROM {table}".encode())


def test_the_app_role_empties_no_table_and_owns_none(walls: Walls) -> None:
    with walls.connect(SUPERUSER) as everything:
        found = everything.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S') "
            "AND (relowner = 'afterword_app'::regrole "
            "OR relkind = 'r' AND has_table_privilege('afterword_app', oid, 'TRUNCATE, TRIGGER, REFERENCES'))"
        ).fetchall()
        (mighty,) = everything.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = %s", [APP]
        ).fetchone() or (True,)
    assert (found, mighty) == ([], False)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE interview DISABLE ROW LEVEL SECURITY",
        "DROP POLICY agency_only ON interview",
        "ALTER TABLE interview DISABLE TRIGGER audited_step",
        "SET session_replication_role = replica",
        "SET ROLE afterword_owner",
    ],
)
def test_the_app_role_cannot_take_the_walls_down(walls: Walls, statement: str) -> None:
    with walls.connect(APP, walls.ours) as app, pytest.raises(errors.InsufficientPrivilege):
        app.execute(statement.encode())
