"""The one place where the time of day is read; everything below is given ``now``."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def utc_now() -> datetime:
    """Read the clock as an aware UTC instant; within `as_of`, the instant that is told of."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def as_of(instant: datetime) -> Iterator[None]:
    """Let what this block runs itself, and nothing beside it, take place at an instant that has passed.

    For the past of a demonstration (app/demo) alone: tasks read the clock themselves.
    """
    before = _told.set(instant)
    try:
        yield
    finally:
        _told.reset(before)
