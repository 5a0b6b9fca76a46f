"""`afterword openapi`: the API's own description."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.databases import give_up
from app.core.settings import Settings
from app.main import create_app

commands = typer.Typer()


@commands.command("openapi")
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
