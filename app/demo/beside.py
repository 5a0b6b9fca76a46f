"""The first `./dev run` fills the agency beside everything else, and says how far it is."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from pydantic import SecretStr
from rich.console import Console

from app.accounts.queries.rows import agency_named
from app.core.clock import utc_now
from app.core.db import Database
from app.core.queue import Task
from app.core.settings import Settings
from app.demo.filling import Filling, fill, is_filled
from app.demo.processes import Parts

EVERY = 10
"""Interviews from one line about them to the next."""


class _Stopped(Exception):
    """Whoever runs it wants to end; what is told so far stays."""


@contextmanager
def filling_beside(parts: Parts, console: Console, tasks: Sequence[Task], *, sign_in_name: str) -> Iterator[None]:
    """Fill the agency while the block runs, unless it was filled before; the block's end waits for one interview."""
    stopping = threading.Event()

    def say(done: int, of: int) -> None:
        if stopping.is_set():
            raise _Stopped
        if done % EVERY == 0 and done < of:
            console.print(f"  {done} of {of} interviews are there", style="dim", highlight=False)

    thread = threading.Thread(target=_fill, args=(parts, console, tasks, sign_in_name, say), name="filling")
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _fill(
    parts: Parts, console: Console, tasks: Sequence[Task], sign_in_name: str, say: Callable[[int, int], None]
) -> None:
    db = Database(parts.app_url)
    try:
        with db.transaction() as session:
            agency_id = agency_named(session, sign_in_name)
        if agency_id is None or is_filled(db, agency_id):
            return
        console.print(
            "  The agency fills up beside this: twelve clients, fifty interviews, before the letter and after it."
        )
        fill(Filling(db, _settings(parts), agency_id, utc_now(), say, tasks))
        console.print(
            "  ✓ 50 interviews are there: the desk has a queue, and a list to follow up", style="green", highlight=False
        )
    except _Stopped:
        console.print("  The rest of the interviews comes with the next start.", style="dim")
    except Exception as failure:  # noqa: BLE001 - everything else runs on without them
        console.print(f"✗ The agency was not filled: {failure}", style="red", highlight=False, markup=False)
    finally:
        db.dispose()


def _settings(parts: Parts) -> Settings:
    """The settings that the running parts have."""
    given = parts.environment
    return Settings(
        smtp_url=SecretStr(given["SMTP_URL"]),
        public_url=given["PUBLIC_URL"],
        secret_key=SecretStr(given["AFTERWORD_SECRET_KEY"]),
    )
