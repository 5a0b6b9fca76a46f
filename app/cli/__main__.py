"""`afterword`: the command line."""

import typer

from app.cli import demonstrating, operating, serving
from app.cli.doctor import doctor

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


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
