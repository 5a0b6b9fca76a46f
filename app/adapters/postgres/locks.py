"""File locks of the kernel: they end with the last process that holds them, however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE = 0.02


@contextmanager
def exclusive(path: Path, *, seconds: float) -> Iterator[None]:
    """Hold the lock alone; raises TimeoutError if others keep it for so many seconds."""
    deadline = time.monotonic() + seconds
    while (lock := try_exclusive(path)) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(str(path))
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        os.close(lock)


def try_exclusive(path: Path) -> int | None:
    """Take the lock alone if nobody has it; whoever gets the descriptor closes it."""
    lock = _open(path)
    if is_mine_alone(lock):
        return lock
    os.close(lock)
    return None


def shared(path: Path) -> int:
    """Join those who share the lock; closing the descriptor leaves them."""
    lock = _open(path)
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


def is_mine_alone(lock: int) -> bool:
    """Turn the lock into an exclusive one, if nobody else has it; else it may be lost."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_free(path: Path) -> bool:
    """Tell whether nobody has the lock at this moment."""
    lock = try_exclusive(path)
    if lock is not None:
        os.close(lock)
    return lock is not None


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
