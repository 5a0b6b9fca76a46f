"""`afterword doctor`: what is wrong here, and how to mend it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
import typer
from alembic.script import ScriptDirectory

from app.adapters.mail_relay import relay_from_url
from app.adapters.migrations import alembic
from app.adapters.postgres import server
from app.cli.alignment import alignment
from app.cli.databases import Databases
from app.cli.finding import Finding
from app.core.secret_box import CannotOpen, SecretBox, box_of
from app.core.settings import Settings

OLDEST_SERVER = 160000
LEAST_FREE_BYTES = 500 * 1024 * 1024
_DOMAINS = """
    SELECT domain, bool_or(relay.id IS NOT NULL) FROM mail_domain
    LEFT JOIN agency_relay relay ON relay.agency_id = mail_domain.agency_id AND relay.removed_at IS NULL
    WHERE mail_domain.state = 'verified' GROUP BY domain ORDER BY domain
"""
_SEALED = "SELECT relay_id, sealed_password FROM agency_relay_standing WHERE sealed_password IS NOT NULL"


def doctor() -> None:
    """Look at disk, database, roles, migrations, mail and whose it is; exits with 1 if something is wrong."""
    settings = Settings()
    checks: tuple[Callable[[Settings], list[Finding]], ...] = (_disk, _mail, _database)
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
            return [*_roles(found), *_agencies_mail(settings, found)]
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


def _agencies_mail(settings: Settings, found: Databases) -> Iterator[Finding]:
    """The domains that agencies have proven, and the passwords of their mail servers; the owner sees those of all."""
    if found.owner_url is None:
        return
    with psycopg.connect(found.owner_url) as connection:
        try:
            domains = connection.execute(_DOMAINS).fetchall()
            sealed = connection.execute(_SEALED).fetchall()
        except psycopg.errors.UndefinedTable:
            return
    for domain, relayed in domains:
        if relayed or settings.relay_signs_for_agencies:
            yield from alignment(domain, servers=settings.dns_servers)
        else:
            yield Finding(f"{domain} is verified; its agency has no mail server of its own, so no mail leaves under it")
    yield _sealed_passwords(box_of(settings), sealed)


def _sealed_passwords(box: SecretBox, sealed: list[tuple[UUID, bytes]]) -> Finding:
    if not sealed and not box:
        return Finding(
            "no AFTERWORD_SECRET_KEY is set: agencies cannot store the password of a mail server of their own"
        )
    lost = sum(not _opens(box, relay_id, password) for relay_id, password in sealed)
    if lost:
        mend = "Put the key they were sealed with behind a comma into AFTERWORD_SECRET_KEY, or have them entered again."
        return Finding(f"{lost} of {len(sealed)} passwords of agencies' mail servers cannot be opened", mend)
    former = sum(not box.is_newest(password) for _, password in sealed)
    wait = f", {former} of them with a former key: keep it until they were used" if former else ""
    return Finding(f"{len(sealed)} passwords of agencies' mail servers are sealed{wait}")


def _opens(box: SecretBox, relay_id: UUID, password: bytes) -> bool:
    try:
        return bool(box.open(password, bound_to=relay_id))
    except CannotOpen:
        return False
