"""`afterword doctor`: what is wrong here, and how to mend it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import typer
from alembic.script import ScriptDirectory

from app.adapters.mail_relay import relay_from_url
from app.adapters.migrations import alembic
from app.adapters.postgres import server
from app.cli.agencies_mail import agencies_mail
from app.cli.alignment import alignment
from app.cli.databases import Databases
from app.cli.finding import Finding
from app.cli.provider import provider
from app.cli.waiting import waiting
from app.core.settings import Settings

OLDEST_SERVER = 160000
LEAST_FREE_BYTES = 500 * 1024 * 1024
commands = typer.Typer()


@commands.command("doctor")
def doctor() -> None:
    """Look at disk, mail, provider, database, migrations, and what is stuck; exits with 1 if something is wrong."""
    settings = Settings()
    checks: tuple[Callable[[Settings], list[Finding]], ...] = (_disk, _mail, provider, _database)
    wrong = 0
    for check in checks:
        for finding in check(settings):
            sign = "ok  " if finding.mend is None else "MEND"
            sys.stdout.write(f"{sign} {finding.what}\n")
            if finding.mend is not None:
                wrong += 1
                sys.stdout.write(f"     {finding.mend}\n")
    sys.stdout.write("Nothing is wrong.\n" if wrong == 0 else f"{wrong} to mend.\n")
    raise typer.Exit(1 if wrong else 0)


def _disk(settings: Settings) -> list[Finding]:
    place = settings.state
    existing = next(parent for parent in (place, *place.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    if free < LEAST_FREE_BYTES:
        mend = f"Free some space on the disk of {existing}, or set AFTERWORD_STATE_DIR to a place on another."
        return [Finding(f"{free // 1024**2} MiB are free for the state directory", mend)]
    if not os.access(existing, os.W_OK):
        return [Finding(f"{existing} cannot be written", "Set AFTERWORD_STATE_DIR to a directory that you own.")]
    return [Finding(f"state directory {place}, {free // 1024**3} GiB free")]


def _mail(settings: Settings) -> list[Finding]:
    try:
        relay = relay_from_url(settings.smtp_url.get_secret_value())
    except ValueError as error:
        return [Finding("SMTP_URL is not usable", str(error))]
    domain = settings.mail_from.rpartition("@")[2]
    if domain.endswith("example"):
        mend = "Set AFTERWORD_MAIL_FROM to an address of a domain that may send through your relay."
        return [Finding(f"mail goes out through {relay.host}, from an example domain", mend)]
    found = Finding(f"mail goes out through {relay.host}, TLS: {relay.tls}")
    return [found, *alignment(domain, servers=settings.dns_servers)]


def _database(settings: Settings) -> list[Finding]:
    try:
        with _existing(settings) as found:
            if found is None:
                return [Finding("the embedded server is not running; it starts with the program")]
            return [*_roles(found), *agencies_mail(settings, found), *waiting(found.app_url)]
    except psycopg.OperationalError:
        mend = "Check that the server runs and that DATABASE_URL names it rightly; the password is not shown here."
        return [Finding("the database does not answer", mend)]


@contextmanager
def _existing(settings: Settings) -> Iterator[Databases | None]:
    """The database as it stands; starts nothing."""
    if settings.database_url is not None:
        owner = settings.database_owner_url
        owner_url = owner.get_secret_value() if owner else None
        yield Databases(settings.database_url.get_secret_value(), owner_url, embedded=False)
        return
    cluster = server.running(settings.state / "postgres") if Path(settings.state / "postgres").exists() else None
    yield Databases(cluster.app_url, cluster.owner_url, embedded=True) if cluster else None


def _roles(found: Databases) -> Iterator[Finding]:
    with psycopg.connect(found.app_url) as connection:
        version = connection.info.server_version
        if version < OLDEST_SERVER:
            yield Finding(f"PostgreSQL {version // 10000}", "Use PostgreSQL 16 or later.")
        else:
            yield Finding(f"PostgreSQL {version // 10000}.{version % 10000}")
        yield from _app_role(connection)
        yield from _migration(connection, found)
    if found.owner_url is None:
        yield Finding("no owner role is known", "Set DATABASE_OWNER_URL for `afterword migrate` and backups.")


def _app_role(connection: psycopg.Connection) -> Iterator[Finding]:
    row = connection.execute(
        "SELECT current_user, rolsuper OR rolbypassrls, pg_has_role(current_user, datdba, 'member') "
        "FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()"
    ).fetchone()
    name, above, owner = row or ("?", True, True)
    if above or owner:
        mend = "DATABASE_URL must log in as afterword_app or a member of it: not superuser, not the owner."
        yield Finding(f"the role {name} is above row-level security", mend)
    else:
        yield Finding(f"the role {name} is held to its agency by row-level security")


def _migration(connection: psycopg.Connection, found: Databases) -> Iterator[Finding]:
    head = ScriptDirectory.from_config(alembic(found.app_url)).get_current_head()
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except psycopg.errors.Error:
        row = None
    current = row[0] if row else None
    if current != head:
        yield Finding(f"the database is at migration {current}, the program at {head}", "Run `afterword migrate`.")
    else:
        yield Finding(f"the database is at the newest migration, {head}")
