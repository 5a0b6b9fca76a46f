"""The second wall between agencies, by raw SQL as the app role: another agency's rows do not exist."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from tests.make import debriefs, letters
from tests.office import Office

ALEMBIC_AND_IDS_ONLY = {"alembic_version", "timer", "pending_event", "sign_in_name"}
"""Tables without row-level security: they hold identifiers only, or are read before the agency is known."""


@pytest.fixture
def app_role(office: Office) -> Iterator[psycopg.Connection]:
    """A connection as the app role, with no agency set."""
    url = office.premises.cluster.url_for("afterword_app", "afterword_shared")
    with psycopg.connect(url) as connection:
        yield connection
        connection.rollback()


def _tables(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    return [name for (name,) in rows if not name.startswith("procrastinate_")]


def _be(connection: psycopg.Connection, agency_id: object) -> None:
    connection.execute("SELECT set_config('app.agency_id', %s, true)", [str(agency_id)])


def test_every_table_forces_row_security_with_a_policy_for_each_role(app_role: psycopg.Connection) -> None:
    for table in set(_tables(app_role)) - ALEMBIC_AND_IDS_ONLY:
        forced = app_role.execute(
            "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [table]
        ).fetchone()
        policies = app_role.execute("SELECT policyname FROM pg_policies WHERE tablename = %s ORDER BY 1", [table])
        assert (table, forced, policies.fetchall()) == (table, (True,), [("agency_only",), ("owner_sees_all",)])


def test_tables_without_row_security_hold_identifiers_only(app_role: psycopg.Connection) -> None:
    allowed = {"uuid", "timestamp with time zone"}
    for table in ("timer", "pending_event"):
        columns = app_role.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table]
        ).fetchall()
        assert [name for name, kind in columns if kind not in allowed and name != "kind"] == []


def test_another_agencys_rows_do_not_exist(office: Office, app_role: psycopg.Connection) -> None:
    interview = office.held()
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    letters.submitted(office.candidate(interview["id"]), interview)
    with Office.open(office.premises) as other:
        _be(app_role, other.agency_id)
        for table in set(_tables(app_role)) - ALEMBIC_AND_IDS_ONLY:
            query = sql.SQL("SELECT count(*) FROM {} WHERE agency_id = %s").format(sql.Identifier(table))
            assert (table, app_role.execute(query, [office.agency_id]).fetchone()) == (table, (0,))
        changed = app_role.execute("UPDATE letter SET state = 'withdrawn' WHERE agency_id = %s", [office.agency_id])
        assert changed.rowcount == 0
        removed = app_role.execute("DELETE FROM debrief_draft WHERE agency_id = %s", [office.agency_id])
        assert removed.rowcount == 0


def test_a_row_cannot_be_written_into_another_agency(office: Office, app_role: psycopg.Connection) -> None:
    with Office.open(office.premises) as other:
        _be(app_role, other.agency_id)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            app_role.execute(
                "INSERT INTO external_ref (agency_id, system, kind, ref, subject_id) "
                "VALUES (%s, 's', 'k', 'r', gen_random_uuid())",
                [office.agency_id],
            )


def test_without_an_agency_nothing_is_visible(office: Office, app_role: psycopg.Connection) -> None:
    office.announce()
    assert app_role.execute("SELECT count(*) FROM interview").fetchone() == (0,)
    _be(app_role, office.agency_id)
    assert app_role.execute("SELECT count(*) FROM interview").fetchone() == (1,)


def test_a_rollback_takes_the_agency_back(office: Office, app_role: psycopg.Connection) -> None:
    office.announce()
    _be(app_role, office.agency_id)
    app_role.rollback()
    assert app_role.execute("SELECT count(*) FROM interview").fetchone() == (0,)


def test_the_owner_sees_every_agency(office: Office) -> None:
    office.announce()
    url = office.premises.cluster.url_for("afterword_owner", "afterword_shared")
    with psycopg.connect(url) as owner:
        row = owner.execute("SELECT count(*) FROM interview WHERE agency_id = %s", [office.agency_id]).fetchone()
    assert row == (1,)


@pytest.mark.parametrize(
    "table", ["audit_event", "debrief_version", "letter_version", "document", "document_file", "interview"]
)
def test_what_must_stay_is_not_the_app_roles_to_delete(app_role: psycopg.Connection, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_role.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


@pytest.mark.parametrize("table", ["audit_event", "debrief_version", "letter_version", "document", "document_file"])
def test_what_was_submitted_is_not_the_app_roles_to_change(app_role: psycopg.Connection, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_role.execute(sql.SQL("UPDATE {} SET agency_id = agency_id").format(sql.Identifier(table)))


@pytest.mark.parametrize("statement", ["CREATE TABLE mine (a int)", "ALTER TABLE client DISABLE ROW LEVEL SECURITY"])
def test_the_app_role_changes_no_table(app_role: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_role.execute(statement.encode())
