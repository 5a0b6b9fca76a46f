"""When a letter leaves: the send window in the contact's own zone, hours and holidays (P10, P11, ADR 0019)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final

from app.core.local_time import instant, local
from app.deliveries.rules import sentences
from app.directory import rules as working_days
from app.directory.rules import WorkingTime
from app.letters.schemas.content import LetterKind

LEAD: Final = timedelta(minutes=30)
UNDO: Final = timedelta(seconds=60)
SAME_DAY_CUT_OFF: Final = timedelta(minutes=60)
AFTER_INTERVIEW: Final = timedelta(minutes=60)

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides when a letter goes to one contact, besides the moment of approval.

    `first_name` is the contact's. `decision_expected_on` is when the client said it would decide. `lead` is how long
    before work begins a letter goes, `undo` how long an approval can be taken back.
    """

    kind: LetterKind
    interview_ended_at: datetime
    working: WorkingTime
    lead: timedelta = LEAD
    undo: timedelta = UNDO
    first_name: str | None = None
    decision_expected_on: date | None = None

    @property
    def whose(self) -> str:
        """Whose day it is, as it stands before "day"."""
        return f"{self.first_name}’s" if self.first_name else "the reader’s"

    def local_date(self, moment: datetime) -> date:
        """The date that the contact's calendar shows."""
        return local(moment, self.working.time_zone).date()

    def morning(self, day: date) -> datetime:
        """When a letter goes on `day`, worked or not: the contact's clocks show `lead` before their work begins.

        Within that day and never after work begins: a time that a clock change skips moves forward, but not further;
        a time that comes twice is the first.
        """
        wall = datetime.combine(day, self.working.work_starts) - self.lead
        clock = wall.time() if wall.date() == day else time.min
        return min(instant(day, clock, self.working.time_zone), working_days.day_begins(day, self.working))

    def earliest(self, approved_at: datetime) -> datetime:
        """Before when nothing goes: the approval, and the interview's end; a thank-you waits an hour after that."""
        after = AFTER_INTERVIEW if self.kind == "thank_you" else timedelta()
        return max(approved_at, self.interview_ended_at + after)


@dataclass(frozen=True, slots=True)
class SendTime:
    """When a letter goes, why then, and what to weigh before approving: `why` and `notes` are sentences."""

    at: datetime
    why: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Morning(SendTime):
    """One possible morning; `days_off` are the days before it that are not worked, each with its reason."""

    days_off: tuple[tuple[date, str], ...]


def send_window(case: Circumstances, *, approved_at: datetime) -> SendTime:
    """Plan when a letter approved now goes to this contact.

    A strategic letter goes `lead` before the contact's next working day begins. A thank-you goes the same day,
    between that time and the end of work, if it was approved more than an hour before work ends, and an hour
    after the interview at the earliest; else the next working morning. Always `undo` after the approval or later.

    Source: P10, P11; 2-domain "Send window".
    """
    same_day = _same_day(case, approved_at) if case.kind == "thank_you" else None
    if same_day is not None:
        at, why = same_day
        return SendTime(at, why, _notes(case, at))
    next_one = next(_mornings(case, approved_at))
    missed = _missed_today(case, approved_at)
    why = f"{missed} {next_one.why}" if missed else next_one.why
    return SendTime(next_one.at, why, (*_waits(case, approved_at, next_one.at), *next_one.notes))


def next_mornings(case: Circumstances, *, approved_at: datetime, count: int = 5) -> list[Morning]:
    """The next working mornings on which a letter approved now could go, the first one first."""
    return list(islice(_mornings(case, approved_at), count))


def notes_on(case: Circumstances, at: datetime) -> tuple[str, ...]:
    """What to weigh before a letter goes at an instant that somebody chose: a day off, the night, a decision."""
    shown = local(at, case.working.time_zone)
    notes = []
    if at < case.interview_ended_at:
        notes.append("It goes before the interview has ended.")
    if (reason := working_days.day_off(shown.date(), case.working)) is not None:
        notes.append(f"It goes on a day off: {sentences.off([shown.date()], reason, case.working)}.")
    elif not case.morning(shown.date()) <= at < working_days.day_ends(shown.date(), case.working):
        notes.append(sentences.outside_hours(shown, case.working, case.whose))
    return (*notes, *_notes(case, at))


def _mornings(case: Circumstances, approved_at: datetime) -> Iterator[Morning]:
    """Yield the working mornings after the approval; never ends."""
    after = case.earliest(approved_at)
    since = case.local_date(after)
    for day in working_days.working_days_from(since, case.working):
        if case.morning(day) <= after:
            continue
        at = max(case.morning(day), approved_at + case.undo)
        off = tuple(_days_off(case, since, day))
        passed = sentences.passed(off, case.working, next_day=day)
        why = " ".join(filter(None, (passed, _just_before_work(case, day))))
        yield Morning(at, why, _notes(case, at), off)
        since = day


def _days_off(case: Circumstances, first: date, until: date) -> Iterator[tuple[date, str]]:
    for n in range((until - first).days):
        day = first + n * _DAY
        if (reason := working_days.day_off(day, case.working)) is not None:
            yield day, reason


def _same_day(case: Circumstances, approved_at: datetime) -> tuple[datetime, str] | None:
    today = case.local_date(approved_at)
    ends = working_days.day_ends(today, case.working)
    if not working_days.is_working_day(today, case.working) or approved_at >= ends - SAME_DAY_CUT_OFF:
        return None
    earliest, morning = case.earliest(approved_at), case.morning(today)
    at = max(earliest, morning, approved_at + case.undo)
    if at >= ends:
        return None
    if at == morning:
        return at, f"A thank-you goes the same day. {_just_before_work(case, today)}"
    if at == earliest > approved_at:
        return at, "A thank-you goes the same day, an hour after the interview ended."
    return at, f"A thank-you goes the same day: {case.whose} day ends at {case.working.work_ends:%H:%M}."


def _just_before_work(case: Circumstances, day: date) -> str:
    shown = local(case.morning(day), case.working.time_zone).replace(tzinfo=None)
    usual = shown == datetime.combine(day, case.working.work_starts) - case.lead
    return sentences.before_work(case.lead if usual else None, shown, case.working, case.whose)


def _missed_today(case: Circumstances, approved_at: datetime) -> str | None:
    today = case.local_date(approved_at)
    cut_off = working_days.day_ends(today, case.working) - SAME_DAY_CUT_OFF
    late = working_days.is_working_day(today, case.working) and approved_at >= cut_off
    if case.kind != "thank_you" or not late:
        return None
    return sentences.too_late(case.working, case.whose)


def _waits(case: Circumstances, approved_at: datetime, at: datetime) -> tuple[str, ...]:
    days = (case.local_date(at) - case.local_date(approved_at)).days
    return (sentences.waits(days),) if days > 1 else ()


def _notes(case: Circumstances, at: datetime) -> tuple[str, ...]:
    """What is near: a break, and an earlier decision."""
    sends_on, decides_on = case.local_date(at), case.decision_expected_on
    notes = []
    following = working_days.day_off(sends_on + _DAY, case.working)
    if following is not None and working_days.is_working_day(sends_on, case.working):
        notes.append(sentences.before_a_break(sends_on + _DAY, following, case.working))
    if decides_on is not None and decides_on <= sends_on:
        notes.append(sentences.decision(decides_on, same_day=decides_on == sends_on))
    return tuple(notes)
