"""`afterword`: the command line. A command reads in what it needs itself, and no other command's."""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

import typer
from psycopg import OperationalError
from sqlalchemy.exc import OperationalError as DatabaseUnreachable

from app.cli.databases import give_up

WHERE: Final = {
    "demo": "demonstrating",
    "run": "demonstrating",
    "serve": "serving",
    "worker": "working",
    "migrate": "migrating",
    "doctor": "doctor",
    "openapi": "describing",
    "audit": "auditing",
    "user": "users",
    "person": "person",
}
"""In which module of this package each command is; all of them together take seconds to read in."""


def command_line(asked: Sequence[str]) -> typer.Typer:
    """Read in the command that is asked for, or all where none is: for the help, or to suggest the one that was meant.

    What is read in stays: no garbage is looked for meanwhile, nor among it afterwards.
    """
    app = typer.Typer(
        help="Afterword: what an agency does between the end of an interview and the client's decision.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(_nothing_first)
    gc.disable()
    for name in dict.fromkeys([WHERE[asked[0]]] if asked and asked[0] in WHERE else WHERE.values()):
        app.add_typer(import_module(f"app.cli.{name}").commands)
    gc.freeze()
    gc.enable()
    return app


def main() -> None:
    """Run the command line; a database that does not answer ends it with words, not with a traceback."""
    try:
        command_line(sys.argv[1:])()
    except (OperationalError, DatabaseUnreachable):
        give_up("The database does not answer. Run `afterword doctor` to see what is wrong.")


def _nothing_first() -> None:
    """A command stays a word of its own, also where it is the only one that was read in."""


if __name__ == "__main__":
    main()
