"""The two roles and the databases: one role owns the tables, the other works under row-level security."""

import time
from collections.abc import Callable

import psycopg
from psycopg import sql

from app.adapters.postgres.cluster import APP, DATABASE, OWNER, SUPERUSER, Cluster
from app.adapters.postgres.errors import OWN_SERVER, EmbeddedPostgresError

_PREPARED = "prepared by afterword, 1"
_RESTARTING = (
    "the database system is ",  # starting up, in recovery mode, not yet accepting connections
    "server closed the connection unexpectedly",  # it ended what it had just accepted, or what was at work
    "because of crash of another server process",  # and found the time to say why
)
_RESTART_SECONDS = 60.0
_LIMITS = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")


def provision(cluster: Cluster) -> None:
    """Make sure of the roles and the program's database; harmless when repeated, also after half of it."""
    try:
        ensure_database(cluster, DATABASE)
    except psycopg.OperationalError as error:
        raise EmbeddedPostgresError(
            f"The database in {cluster.state_dir} runs but cannot be used: {error}. {OWN_SERVER}"
        ) from error


def ensure_database(cluster: Cluster, name: str) -> None:
    """Make a database that the owner role owns and where the app role can use what it is granted.

    A comment on the database, set with the last rights, tells that it is complete. While the server restarts after
    the crash of a backend this waits for it, for a minute at most, and begins again.
    """
    _through_a_restart(lambda: _ensure_database(cluster, name))


def _through_a_restart(work: Callable[[], None]) -> None:
    deadline = time.monotonic() + _RESTART_SECONDS
    while True:
        try:
            return work()
        except psycopg.OperationalError as error:
            restarting = any(sign in str(error) for sign in _RESTARTING)
            if not restarting or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _ensure_database(cluster: Cluster, name: str) -> None:
    database, owner, app = sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(APP)
    with _superuser(cluster, SUPERUSER) as connection:
        found = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if found and found[0] == _PREPARED:
            return
        _ensure_roles(connection)
        if not found:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
    with _superuser(cluster, name) as connection, connection.transaction():
        for statement in (
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
            sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, app),
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(app),
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(database, sql.Literal(_PREPARED)),
        ):
            connection.execute(statement)


def _superuser(cluster: Cluster, database: str) -> psycopg.Connection:
    return psycopg.connect(cluster.url_for(SUPERUSER, database), autocommit=True, connect_timeout=30)


def _ensure_roles(connection: psycopg.Connection) -> None:
    """Make both roles without a password: the socket's directory is the door."""
    there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    for role in (OWNER, APP):
        verb = sql.SQL("ALTER" if role in there else "CREATE")
        connection.execute(sql.SQL("{} ROLE {} {}").format(verb, sql.Identifier(role), _LIMITS))
    connection.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
