"""Commands for whoever operates the service: migrate, doctor, audit, users, the API's description."""

import json
import sys
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import psycopg
import typer
from alembic import command
from alembic.script import ScriptDirectory
from psycopg import sql
from rich.console import Console

from app.accounts.actions.agencies import create_agency
from app.accounts.actions.factors import take_away
from app.accounts.queries.rows import active_consultant, agency_named
from app.accounts.schemas.accounts import ConsultantInvite
from app.adapters.migrations import alembic, migrate
from app.adapters.postgres import server
from app.audit.verify import verify
from app.cli.databases import databases, give_up, migrated
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import Database
from app.core.errors import Problem
from app.core.settings import Settings
from app.main import create_app

audit = typer.Typer(help="Check the audit trail.", no_args_is_help=True)
user = typer.Typer(help="Users of an agency.", no_args_is_help=True)


def migrate_database(
    check: Annotated[
        bool, typer.Option("--check", help="Only check the migrations, on a scratch database of their own.")
    ] = False,
) -> None:
    """Bring the database to the newest migration."""
    settings = Settings()
    if check:
        _check_migrations(settings)
        return
    with databases(settings) as found:
        if found.owner_url is None:
            give_up("Set DATABASE_OWNER_URL: migrations run as the role that owns the database.")
        migrate(found.owner_url)
    Console().print("The database is at the newest migration.")


def describe_api(
    write: Annotated[Path | None, typer.Option(help="Write the OpenAPI document here.")] = None,
    check: Annotated[Path | None, typer.Option(help="Compare with this file; exit 1 if it differs.")] = None,
) -> None:
    """Print, write or compare the OpenAPI document."""
    app = create_app(Settings(), database_url="postgresql://nowhere")
    document = json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n"
    if write is not None:
        write.write_text(document, encoding="utf-8")
    elif check is not None:
        if not check.exists() or check.read_text(encoding="utf-8") != document:
            give_up(f"{check} is not what the code describes. Run `./dev docs` and commit the result.")
    else:
        sys.stdout.write(document)


@audit.command("verify")
def verify_audit(
    as_json: Annotated[bool, typer.Option("--json", help="Answer as one JSON object.")] = False,
) -> None:
    """Check every entry of every agency; names each that does not hold, and exits with 1 if there is one."""
    with databases(Settings()) as found:
        if found.owner_url is None:
            give_up("Set DATABASE_OWNER_URL: the owner role sees the entries of every agency.")
        db = Database(found.owner_url)
        with db.transaction() as session:
            report = verify(session)
        db.dispose()
    findings = [{"subject": one.subject, "seq": one.seq, "entry": str(one.event_id or ""), "what": one.what}
                for one in report.findings]  # fmt: skip
    if as_json:
        body = {"entries": report.entries, "subjects": report.subjects, "findings": findings}
        sys.stdout.write(json.dumps(body) + "\n")
    else:
        for one in report.findings:
            sys.stdout.write(f"{one.subject} entry {one.seq} ({one.event_id or 'gone'}): {one.what}\n")
        verdict = "Verified" if not report.findings else f"{len(report.findings)} findings"
        sys.stdout.write(f"{verdict}: {report.entries} entries of {report.subjects} subjects.\n")
    raise typer.Exit(1 if report.findings else 0)


@user.command()
def bootstrap(
    agency: Annotated[str, typer.Option(help="The agency's name.")],
    sign_in_name: Annotated[str, typer.Option(help="The short name it signs in under, for example harcourt.")],
    name: Annotated[str, typer.Option(help="The first administrator's name.")],
    email: Annotated[str, typer.Option(help="The first administrator's e-mail address.")],
    time_zone: Annotated[str, typer.Option(help="IANA time zone of the agency.")] = "Europe/London",
    country: Annotated[str, typer.Option(help="ISO 3166-1 code of its country.")] = "GB",
) -> None:
    """Create an agency with its first administrator, and print the one-time link that lets them in."""
    settings = Settings()
    with migrated(settings) as found:
        db = Database(found.app_url)
        try:
            with db.transaction() as session:
                made = create_agency(
                    session,
                    name=agency,
                    sign_in_name=sign_in_name,
                    time_zone=time_zone,
                    country=country,
                    admin=ConsultantInvite(name=name, email=email, role="admin"),
                    now=utc_now(),
                )
        except (Problem, ValueError) as error:
            give_up(str(error))
        finally:
            db.dispose()
    sys.stdout.write(f"{settings.public_url}/join/{made.invitation.text}\n")


@user.command("remove-code-app")
def remove_code_app(
    agency: Annotated[str, typer.Option(help="The short name under which the agency signs in.")],
    email: Annotated[str, typer.Option(help="The user's e-mail address.")],
) -> None:
    """Take a lost code app and its recovery codes from a user, whom no administrator is left to help."""
    with migrated(Settings()) as found:
        db = Database(found.app_url)
        with db.transaction() as session:
            agency_id = agency_named(session, agency)
        if agency_id is None:
            give_up("No agency signs in under this name.")
        actor = SystemActor(agency_id)
        with db.transaction(agency_id) as session:
            known = active_consultant(session, named=email, actor=actor)
            had = known is not None and take_away(session, known, actor=actor, now=utc_now())
        db.dispose()
    sys.stdout.write("Removed; the user is told by mail.\n" if had else "There is no such user with a code app.\n")
    raise typer.Exit(0 if had else 1)


def _check_migrations(settings: Settings) -> None:
    """One head; up, down and up again on an empty database; models and tables agree."""
    with server.hold(settings.state / "postgres") as cluster:
        name = f"check_{uuid4().hex}"
        with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER afterword_owner").format(sql.Identifier(name)))
            try:
                config = alembic(cluster.url_for("afterword_owner", name))
                heads = ScriptDirectory.from_config(config).get_heads()
                if len(heads) != 1:
                    give_up(f"There are {len(heads)} migration heads: {', '.join(heads)}. Give one of them the other.")
                command.upgrade(config, "head")
                command.downgrade(config, "base")
                command.upgrade(config, "head")
                command.check(config)
            finally:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
