"""What is known of how far an agency is set up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from app.accounts.models import Agency

WAIT: Final = timedelta(minutes=5)
"""A trial that was asked for longer ago than this has lost its task, and may be asked for again."""


@dataclass(frozen=True)
class Trial:
    """The last mail by which somebody tried whether mail gets through, and to whom; ``step`` is where it failed."""

    state: Literal["asked", "taken", "failed"]
    at: datetime
    to: str
    step: str | None = None
    code: int | None = None

    def waits(self, now: datetime) -> bool:
        """Whether its outcome is still to come."""
        return self.state == "asked" and now - self.at < WAIT


@dataclass(frozen=True)
class Standing:
    """What of setting up an agency is done; ``decided`` holds the names of the settings that were."""

    agency: Agency
    trial: Trial | None
    invited: bool
    joined: bool
    interviews: bool

    @property
    def decided(self) -> frozenset[str]:
        """The settings that somebody decided on, whatever they are."""
        return frozenset(self.agency.settings)
