"""Whether a candidate may ask for news now, and if not, from when on: gentle, never pestering; pure (P15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from app.core.local_time import local
from app.directory.rules import WorkingTime, is_working_day, next_working_day
from app.followup.rules.promises import a_day_late, end_of

APART: Final = timedelta(hours=48)
MOST_IN: Final = (2, timedelta(days=7))
"""So many reminders in so long."""

Why = Literal["promised", "reminded", "often"]


@dataclass(frozen=True)
class Asking:
    """From when on a reminder may be sent, and what it waits for."""

    opens_at: datetime
    why: Why

    def allowed(self, now: datetime) -> bool:
        """Whether it may be sent now."""
        return now >= self.opens_at


def asking(owed_by: datetime, reminders: Sequence[datetime], desk: WorkingTime) -> Asking:
    """Return when the next reminder may be sent: ``owed_by`` is when the candidate was to hear. Source: P15.

    A working day after the promise has lapsed, two days after the last reminder, and never a third within a week. A new
    deadline is no reminder, and may be told at any time.
    """
    most, span = MOST_IN
    asked = sorted(reminders)
    waits: list[tuple[datetime, Why]] = [(a_day_late(owed_by, desk), "promised")]
    if asked:
        waits.append((asked[-1] + APART, "reminded"))
    if len(asked) >= most:
        waits.append((asked[-most] + span, "often"))
    return Asking(*max(waits, key=lambda one: one[0]))


def answer_due(asked_at: datetime, desk: WorkingTime, *, deadline_on: date | None) -> datetime:
    """Return by when a question for news is to be answered: the next working day, or the one before a deadline."""
    today = local(asked_at, desk.time_zone).date()
    due = end_of(next_working_day(today, desk), desk)
    if deadline_on is None:
        return due
    before = deadline_on - timedelta(days=1)
    while not is_working_day(before, desk):
        before -= timedelta(days=1)
    return max(asked_at, min(due, end_of(before, desk)))
