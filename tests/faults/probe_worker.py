"""A real worker process with the probe tasks: ``python -m tests.faults.probe_worker URL PACE_AS_JSON``."""

import json
import sys

from app.core.db import Database
from app.core.logging import configure
from app.core.queue import Work
from app.core.settings import Settings
from app.core.worker_loop import SIDE_CONNECTIONS, Pace, work_until_stopped
from tests.faults.probe_tasks import TASKS


def main(url: str, pace: str) -> None:
    """Run until told to stop."""
    configure("info")
    settings = Settings(worker_concurrency=4)
    db = Database(url, pool_size=settings.worker_concurrency + SIDE_CONNECTIONS)
    work_until_stopped(Work(db, settings), TASKS, database_url=url, pace=Pace(**json.loads(pace)))
    db.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
