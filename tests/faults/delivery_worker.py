"""A real worker process with the program's own tasks, at another pace: ``python -m tests.faults.delivery_worker``."""

import json
import sys

from app.core.db import Database
from app.core.logging import configure
from app.core.queue import Work
from app.core.settings import Settings
from app.core.worker_loop import SIDE_CONNECTIONS, Pace, work_until_stopped
from app.worker import TASKS


def main(pace: str) -> None:
    """Run until told to stop; everything but the pace comes from the environment."""
    configure("info")
    settings = Settings()
    assert settings.database_url is not None
    url = settings.database_url.get_secret_value()
    db = Database(url, pool_size=settings.worker_concurrency + SIDE_CONNECTIONS)
    work_until_stopped(Work(db, settings), TASKS, database_url=url, pace=Pace(**json.loads(pace)))
    db.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
