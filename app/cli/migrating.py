"""`afterword migrate`: the schema, and whether its migrations hold."""

from typing import Annotated
from uuid import uuid4

import psycopg
import typer
from alembic import command
from alembic.script import ScriptDirectory
from psycopg import sql
from rich.console import Console

from app.adapters.migrations import alembic, migrate
from app.adapters.postgres import server
from app.cli.databases import databases, give_up
from app.core.settings import Settings

commands = typer.Typer()


@commands.command("migrate")
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
