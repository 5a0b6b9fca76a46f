"""Which database a command works on: the operator's server, or the embedded one; and bringing it up to date."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from app.adapters.migrations import migrate
from app.adapters.postgres import server
from app.adapters.postgres.errors import EmbeddedPostgresError
from app.core.settings import Settings
from app.core.state_dir import StateDirUnusable


@dataclass(frozen=True)
class Databases:
    """Addresses of one database: as the app role, and as the owner role where it is known."""

    app_url: str
    owner_url: str | None
    embedded: bool


@contextmanager
def databases(settings: Settings) -> Iterator[Databases]:
    """Give the database in force; the embedded server runs at least as long as the block.

    Ends the process with plain words where it cannot be had.
    """
    if settings.database_url is not None:
        owner = settings.database_owner_url
        yield Databases(
            settings.database_url.get_secret_value(), owner.get_secret_value() if owner else None, embedded=False
        )
        return
    leave_blocks_on_sigterm()
    try:
        with server.hold(settings.state / "postgres") as cluster:
            yield Databases(cluster.app_url, cluster.owner_url, embedded=True)
    except (EmbeddedPostgresError, StateDirUnusable) as error:
        give_up(str(error))


@contextmanager
def migrated(settings: Settings) -> Iterator[Databases]:
    """Give the database in force, the embedded one migrated; the operator's own is migrated by `afterword migrate`."""
    with databases(settings) as found:
        if found.embedded and found.owner_url:
            migrate(found.owner_url)
        yield found


def leave_blocks_on_sigterm() -> None:
    """Turn SIGTERM into an ordinary exit, so that what was opened is closed."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)


def give_up(words: str) -> NoReturn:
    """End with a message on standard error and exit code 1."""
    sys.stderr.write(f"{words}\n")
    sys.exit(1)
