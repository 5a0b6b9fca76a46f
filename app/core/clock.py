"""The one place where the time of day is read; everything below is given ``now``."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Read the clock as an aware UTC instant."""
    return datetime.now(UTC)
