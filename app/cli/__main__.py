"""`afterword`: the command line."""

import typer
from psycopg import OperationalError
from sqlalchemy.exc import OperationalError as DatabaseUnreachable

from app.cli import demonstrating, operating, serving
from app.cli.databases import give_up
from app.cli.doctor import doctor
from app.cli.person import person

app = typer.Typer(
    help="Afterword: what an agency does between the end of an interview and the client's decision.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("demo")(demonstrating.demo)
app.command("run")(demonstrating.run)
app.command("serve")(serving.serve)
app.command("worker")(serving.work)
app.command("migrate")(operating.migrate_database)
app.command("doctor")(doctor)
app.command("openapi")(operating.describe_api)
app.add_typer(operating.audit, name="audit")
app.add_typer(operating.user, name="user")
app.add_typer(person, name="person")


def main() -> None:
    """Run the command line; a database that does not answer ends it with words, not with a traceback."""
    try:
        app()
    except (OperationalError, DatabaseUnreachable):
        give_up("The database does not answer. Run `afterword doctor` to see what is wrong.")


if __name__ == "__main__":
    main()
