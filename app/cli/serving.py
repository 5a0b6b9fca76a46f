"""`afterword serve`: the process that answers HTTP."""

from typing import Annotated

import typer
import uvicorn

from app.adapters.listening import CannotListen, listen
from app.cli.databases import give_up, migrated
from app.core import logging
from app.core.settings import Settings
from app.main import create_app

commands = typer.Typer()


@commands.command("serve")
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Serve the API."""
    settings = Settings()
    logging.configure(settings.log_level)
    try:
        listening = listen(host, port)
    except CannotListen as error:
        give_up(str(error))
    with migrated(settings) as found:
        app = create_app(settings, database_url=found.app_url)
        config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])
