"""When a letter leaves: the send window in the contact's own zone, hours and holidays (P10, P11)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from app.core.local_time import DAY_NAMES, MONTH_NAMES, day_month, local
from app.directory import rules as working_days
from app.directory.rules import WorkingTime
from app.letters.schemas.content import LetterKind

LEAD: Final = timedelta(minutes=30)
UNDO: Final = timedelta(seconds=60)
SAME_DAY_CUT_OFF: Final = timedelta(minutes=60)
AFTER_INTERVIEW: Final = timedelta(minutes=60)

_DAY: Final = timedelta(days=1)
_LEADS_IN_WORDS: Final = {30: "half an hour before", 60: "an hour before"}


@dataclass(frozen=True, slots=True)
class SendTime:
    """When a letter goes, why then, and what to weigh before approving: `why` and `notes` are sentences."""

    at: datetime
    why: str
    notes: tuple[str, ...]


def send_window(
    *,
    kind: LetterKind,
    approved_at: datetime,
    interview_ended_at: datetime,
    working: WorkingTime,
    lead: timedelta = LEAD,
    first_name: str | None = None,
    decision_expected_on: date | None = None,
) -> SendTime:
    """Plan when a letter approved now goes to this contact.

    A strategic letter goes `lead` before the contact's next working day begins. A thank-you goes the same day,
    between that hour and the end of work, if it was approved more than an hour before work ends, and an hour
    after the interview at the earliest; else the next working morning. Always `UNDO` after the approval or later.

    `first_name` is the contact's. `decision_expected_on` is when the client said it would decide.
    Source: P10, P11; 2-domain "Send window".
    """
    plan = _Plan(approved_at, working, lead, f"{first_name}’s" if first_name else "the reader’s")
    earliest = approved_at
    if kind == "thank_you":
        earliest = max(approved_at, interview_ended_at + AFTER_INTERVIEW)
        same_day = _same_day(plan, earliest)
        if same_day:
            return SendTime(*same_day, _notes(same_day[0], plan, decision_expected_on))
    day, at = _next_morning(plan, earliest)
    why = " ".join(filter(None, (_missed_today(kind, plan), _skipped(day, plan), _just_before_work(plan))))
    return SendTime(at, why, _notes(at, plan, decision_expected_on))


@dataclass(frozen=True, slots=True)
class _Plan:
    approved_at: datetime
    working: WorkingTime
    lead: timedelta
    whose: str

    def local_date(self, moment: datetime) -> date:
        return local(moment, self.working.time_zone).date()

    def morning(self, day: date) -> datetime:
        """The lead counts back from the instant at which work begins, so it holds through a clock change."""
        return working_days.day_begins(day, self.working) - self.lead


def _next_morning(plan: _Plan, after: datetime) -> tuple[date, datetime]:
    for day in working_days.working_days_from(plan.local_date(after), plan.working):
        if plan.morning(day) > after:
            return day, max(plan.morning(day), plan.approved_at + UNDO)
    raise AssertionError("working days never end")


def _same_day(plan: _Plan, earliest: datetime) -> tuple[datetime, str] | None:
    today = plan.local_date(plan.approved_at)
    ends = working_days.day_ends(today, plan.working)
    if not working_days.is_working_day(today, plan.working) or plan.approved_at >= ends - SAME_DAY_CUT_OFF:
        return None
    at = max(earliest, plan.morning(today), plan.approved_at + UNDO)
    if at >= ends:
        return None
    if at == plan.morning(today):
        return at, f"A thank-you goes the same day. {_just_before_work(plan)}"
    if at == earliest > plan.approved_at:
        return at, "A thank-you goes the same day, an hour after the interview ended."
    return at, f"A thank-you goes the same day: {plan.whose} day ends at {plan.working.work_ends:%H:%M}."


def _just_before_work(plan: _Plan) -> str:
    minutes = round(plan.lead.total_seconds() / 60)
    before = _LEADS_IN_WORDS.get(minutes, f"{minutes} minutes before") if minutes else "as"
    return f"{_capital(before)} {plan.whose} day begins at {plan.working.work_starts:%H:%M}."


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _missed_today(kind: LetterKind, plan: _Plan) -> str | None:
    today = plan.local_date(plan.approved_at)
    cut_off = working_days.day_ends(today, plan.working) - SAME_DAY_CUT_OFF
    late = working_days.is_working_day(today, plan.working) and plan.approved_at >= cut_off
    if kind != "thank_you" or not late:
        return None
    return f"{_capital(plan.whose)} day ends at {plan.working.work_ends:%H:%M}, too soon for today."


def _skipped(day: date, plan: _Plan) -> str | None:
    """Name the days off between the approval and the day chosen, so that the wait explains itself."""
    first = plan.local_date(plan.approved_at)
    days = (first + n * _DAY for n in range((day - first).days))
    off = [(each, reason) for each in days if (reason := working_days.day_off(each, plan.working))]
    if not off:
        return None
    runs = [([each for each, _ in run], reason) for reason, run in groupby(off, key=lambda pair: pair[1])]
    named = ", ".join(_run_in_words(run, reason, plan.working) for run, reason in runs)
    return f"{named}; the next working morning is {DAY_NAMES[day.weekday()]}."


def _run_in_words(run: list[date], reason: str, working: WorkingTime) -> str:
    country = working_days.country_name(working.country, working.subdivision)
    public = reason not in {working_days.WEEKEND, working_days.OWN_HOLIDAY}
    what = f"{reason} in {country}" if public and country else reason
    if len(run) == 1:
        return f"{day_month(run[0])} is {what}"
    joined = "and" if len(run) == 2 else "to"
    month = "" if run[0].month == run[-1].month else f" {MONTH_NAMES[run[0].month - 1]}"
    return f"{DAY_NAMES[run[0].weekday()]} {run[0].day}{month} {joined} {day_month(run[-1])} are {what}"


def _notes(at: datetime, plan: _Plan, decision_expected_on: date | None) -> tuple[str, ...]:
    sends_on = plan.local_date(at)
    notes = []
    if (waits := (sends_on - plan.local_date(plan.approved_at)).days) > 1:
        notes.append(f"It waits {waits} days for a working morning; you can also send it now, with a reason.")
    if (following := working_days.day_off(sends_on + _DAY, plan.working)) is not None:
        off = _run_in_words([sends_on + _DAY], following, plan.working)
        notes.append(f"It goes on the last working day before a break: {off}.")
    if decision_expected_on is not None and decision_expected_on < sends_on:
        notes.append(f"They said they would decide by {day_month(decision_expected_on)}, before this goes.")
    elif decision_expected_on == sends_on:
        notes.append("They said they would decide on the day this goes.")
    return tuple(notes)
