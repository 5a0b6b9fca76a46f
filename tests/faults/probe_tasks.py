"""Tasks that leave traces in files, for tests that break the processes which run them.

Each writes lines ``<what> <subject> <process id>`` to the file ``trace`` in the directory PROBE_DIR.
"""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from app.core.queue import CappedBackoff, Task, Work, task

CANARY = "Dana Example <dana@candidate.example>"


def directory() -> Path:
    return Path(os.environ["PROBE_DIR"])


def leave(what: str, subject_id: UUID) -> None:
    with (directory() / "trace").open("a") as trace:
        trace.write(f"{what} {subject_id} {os.getpid()}\n")


@task("probe.note")
def note(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Leave one line."""
    leave("noted", subject_id)


@task("probe.slow")
def slow(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Take until the test makes a file of the subject's name."""
    leave("began", subject_id)
    while not (directory() / str(subject_id)).exists():
        time.sleep(0.02)
    leave("ended", subject_id)


@task("probe.kill", retry=CappedBackoff(most_attempts=2))
def kill(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Kill the worker."""
    leave("killing", subject_id)
    os.kill(os.getpid(), signal.SIGKILL)


@task("probe.fail", retry=CappedBackoff(most_attempts=2, first=timedelta(milliseconds=10)))
def fail(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Fail with words that must not be logged."""
    leave("failing", subject_id)
    raise ValueError(CANARY)


TASKS: tuple[Task, ...] = (note, slow, kill, fail)
