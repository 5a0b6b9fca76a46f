"""`afterword demo` and `afterword run`: the whole loop on real parts, shown or to play with."""

from typing import Annotated

import typer

from app.cli.databases import leave_blocks_on_sigterm
from app.demo import show

commands = typer.Typer()


@commands.command("demo")
def demo() -> None:
    """Show the whole loop on real parts, from an announced interview to a letter in the client's inbox."""
    leave_blocks_on_sigterm()
    raise typer.Exit(show.demo())


@commands.command("run")
def run(
    port: Annotated[int, typer.Option(help="Port of the first page; the API takes the next one.")] = 8000,
    fill: Annotated[bool, typer.Option(help="Fill the agency, once, with fifty interviews in every state.")] = True,
) -> None:
    """Start everything with data kept between runs, and print the doors to it."""
    from app.demo.run import run as run_parts
    from app.worker import TASKS

    leave_blocks_on_sigterm()
    raise typer.Exit(run_parts(port=port, tasks=TASKS if fill else None))
