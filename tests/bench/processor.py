"""Processor time that a process and a database have used, from the kernel (Linux), and on which core they run."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")


def pin(process: int, core: int) -> None:
    """Keep a process, and what it starts from here on, on one core; where there is only one, nothing changes."""
    if core < (os.cpu_count() or 1):
        os.sched_setaffinity(process, {core})


def used_by(process: int) -> float:
    """The seconds of processor time that all living threads of a process have had."""
    nanoseconds = 0
    for thread in (_PROC / str(process) / "task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            nanoseconds += int((thread / "schedstat").read_text().split()[0])
    return nanoseconds / 1e9


def used_by_database(postmaster: int) -> float:
    """The seconds of the server and its living children: no connection is closed while something is measured."""
    total = used_by(postmaster)
    for child in _children(postmaster):
        with suppress(FileNotFoundError, ProcessLookupError):
            total += used_by(child)
    return total


def _children(parent: int) -> Iterator[int]:
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            with suppress(FileNotFoundError, ProcessLookupError):
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(after_name[1]) == parent:
                    yield int(entry.name)
