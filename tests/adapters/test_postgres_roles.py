"""The two roles of the embedded server, each with its limits."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors

from app.adapters.postgres import server
from app.adapters.postgres.cluster import APP, OWNER, SUPERUSER, Cluster
from app.adapters.postgres.provision import ensure_database
from tests.adapters.postgres_case import QUICK, ask, run, state_directory


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with state_directory() as path:
        yield server.start(path, QUICK)


@pytest.mark.parametrize("role", [OWNER, APP])
def test_a_role_has_no_power_over_the_server(cluster: Cluster, role: str) -> None:
    url = cluster.url_for(role, "afterword")

    power = "rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication"
    assert ask(url, f"SELECT {power} FROM pg_roles WHERE rolname = current_user") is False
    for statement in ("CREATE DATABASE other", "CREATE ROLE other", "ALTER ROLE CURRENT_USER BYPASSRLS"):
        with psycopg.connect(url, autocommit=True) as connection, pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement.encode())


def test_the_owner_owns_the_database_and_makes_tables(cluster: Cluster) -> None:
    owner = "SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()"
    assert ask(cluster.owner_url, owner) == OWNER

    run(cluster.owner_url, "CREATE TABLE made (id int)")

    assert ask(cluster.owner_url, "SELECT count(*) FROM made") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMP TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql RETURN 1",
        "SET ROLE afterword_owner",
    ],
)
def test_the_app_role_makes_nothing(cluster: Cluster, statement: str) -> None:
    with psycopg.connect(cluster.app_url) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_the_app_role_sees_only_the_rows_that_a_policy_shows(cluster: Cluster) -> None:
    run(cluster.owner_url, "CREATE TABLE secret (id int)")
    run(cluster.owner_url, "INSERT INTO secret VALUES (1), (2)")
    with pytest.raises(errors.InsufficientPrivilege):
        ask(cluster.app_url, "SELECT count(*) FROM secret")

    run(cluster.owner_url, "GRANT SELECT ON secret TO afterword_app")
    run(cluster.owner_url, "ALTER TABLE secret ENABLE ROW LEVEL SECURITY")
    run(cluster.owner_url, "CREATE POLICY one ON secret USING (id = 1)")

    assert ask(cluster.app_url, "SELECT count(*) FROM secret") == 1
    with psycopg.connect(cluster.app_url) as connection:
        connection.execute("SET row_security = off")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("SELECT count(*) FROM secret")


def test_no_role_reaches_the_maintenance_databases(cluster: Cluster) -> None:
    for role in (OWNER, APP):
        for database in ("postgres", "template1"):
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                psycopg.connect(cluster.url_for(role, database))
    assert ask(cluster.url_for(SUPERUSER, "postgres"), "SELECT 1") == 1


def test_another_database_gets_the_same_rights_and_may_be_asked_for_twice(cluster: Cluster) -> None:
    for _ in range(2):
        ensure_database(cluster, "an other")

    run(cluster.url_for(OWNER, "an other"), "CREATE TABLE made (id int)")
    with pytest.raises(errors.InsufficientPrivilege):
        run(cluster.url_for(APP, "an other"), "CREATE TABLE mine (id int)")


def test_a_start_that_was_cut_off_before_the_rights_is_completed(cluster: Cluster) -> None:
    run(cluster.url_for(SUPERUSER, "postgres"), "COMMENT ON DATABASE afterword IS NULL")
    run(cluster.superuser_url, "REVOKE USAGE ON SCHEMA public FROM afterword_app")
    run(cluster.superuser_url, "ALTER ROLE afterword_app BYPASSRLS")

    server.start(cluster.state_dir, QUICK)

    assert ask(cluster.app_url, "SELECT has_schema_privilege('public', 'USAGE')") is True
    assert ask(cluster.app_url, "SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user") is False
