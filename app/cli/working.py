"""`afterword worker`: the process that runs tasks and timers."""

import typer

from app import worker
from app.cli.databases import migrated
from app.core import logging
from app.core.settings import Settings

commands = typer.Typer()


@commands.command("worker")
def work() -> None:
    """Run background tasks and timers."""
    settings = Settings()
    logging.configure(settings.log_level)
    with migrated(settings) as found:
        worker.run(settings, database_url=found.app_url)
