"""What a report is made of, as it was counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.directory.rules import WorkingTime
from app.reports.rules.periods import Wanted
from app.reports.schemas import Step

FOLLOWED_UP: Final = "followed_up"
KEPT: Final = "kept"


@dataclass(frozen=True)
class Timed:
    """How long one step took in one group: in seconds, elapsed and in business hours."""

    group: str
    step: Step
    count: int
    median: float
    p90: float
    business_median: float
    business_p90: float


@dataclass(frozen=True)
class Counted:
    """How many interviews of one consultant in one group, or promises about them, ended like this."""

    group: str
    fate: str
    consultant_id: UUID
    count: int


@dataclass(frozen=True)
class Group:
    """What one row is of: ``key`` as it is counted under, and what systems and people call it; None: of all."""

    key: str
    id: str | None
    name: str | None


@dataclass(frozen=True)
class Groups:
    """The rows of a report; ``more``: the name and identifier after which further clients come."""

    rows: Sequence[Group]
    clients: list[UUID] | None
    more: tuple[str, UUID] | None


@dataclass(frozen=True)
class PromptnessFound:
    """How long steps took; ``desk`` is when the agency works."""

    wanted: Wanted
    groups: Groups
    desk: WorkingTime
    timed: Sequence[Timed]


@dataclass(frozen=True)
class FollowUpFound:
    """What became of interviews."""

    wanted: Wanted
    groups: Groups
    counted: Sequence[Counted]


@dataclass(frozen=True)
class PromisesFound:
    """What became of promises."""

    wanted: Wanted
    groups: Groups
    counted: Sequence[Counted]
