"""`./dev run`: the same parts with data kept between runs, and three doors to them."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta

import uvicorn
from rich.console import Console

from app.adapters.listening import CannotListen, listen
from app.adapters.postgres.errors import EmbeddedPostgresError
from app.core.queue import Task
from app.core.settings import Settings
from app.core.state_dir import StateDirUnusable
from app.demo import content
from app.demo.beside import filling_beside
from app.demo.doors import Doors, doors_app
from app.demo.opening import announce, open_agency
from app.demo.processes import PartFailed, Plan, free_port, is_free, running
from app.demo.stage import Stage, StepFailed

DATABASE = "afterword_run"
SIGN_IN_NAME = "harcourt"


def run(*, port: int, tasks: Sequence[Task] | None) -> int:
    """Run until interrupted; the first run fills an agency, later ones find it as it was left.

    ``tasks`` are the worker's, through which the agency gets its past; None: it gets one interview alone.
    """
    console = Console(width=110, soft_wrap=True)
    try:
        listening = listen("127.0.0.1", port)
        with ExitStack() as stack:
            with console.status("starting PostgreSQL, web, worker and a mail server"):
                parts = stack.enter_context(
                    running(Plan(Settings().state, DATABASE, fresh=False, web_port=_web_port(port + 1)))
                )
            if not _is_open(Stage(parts, console)):
                stage = Stage(parts, console)
                announce(stage, open_agency(stage, sign_in_name=SIGN_IN_NAME), ends_in=timedelta(seconds=2))
            _print_doors(console, f"http://127.0.0.1:{port}", parts.web)
            if tasks is not None:
                stack.enter_context(filling_beside(parts, console, tasks, sign_in_name=SIGN_IN_NAME))
            app = doors_app(Doors(parts.web, SIGN_IN_NAME, parts.mails))
            uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    except (StepFailed, PartFailed, EmbeddedPostgresError, StateDirUnusable, CannotListen) as failure:
        console.print(f"✗ {failure}", style="red", highlight=False, markup=False)
        return 1
    console.print("\nStopped. The data is kept; ./dev run goes on with it.")
    return 0


def _web_port(wanted: int) -> int:
    return wanted if is_free(wanted) else free_port()


def _is_open(stage: Stage) -> bool:
    body = {"agency": SIGN_IN_NAME, "email": content.CONSULTANT["email"], "passphrase": content.PASSPHRASE}
    return stage.client().http.post("/v1/sign-in", json=body).is_success


def _print_doors(console: Console, doors: str, web: str) -> None:
    console.print("\n[bold]Three doors[/bold] (made-up people, kept between runs)")
    for name, path in (
        ("be the candidate", "/#candidate"),
        ("be the consultant", "/#consultant"),
        ("read the mails", "/#mails"),
    ):
        console.print(f"  {name:<20} {doors}{path}", highlight=False)
    console.print(f"  {'the console':<20} {web}/desk", highlight=False)
    console.print(f"  {'the API':<20} {web}/v1/openapi.json\n\nCtrl-C stops everything.", highlight=False)
