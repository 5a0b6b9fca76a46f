"""By when somebody decides on what came in, so that the client still has it in time (P12, P13, ADR 0024)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from app.core.local_time import day_seen_from, local, place_of
from app.deliveries.rules.send_window import SAME_DAY_CUT_OFF, Circumstances, send_window
from app.directory import rules as working_days
from app.directory.rules import WorkingTime
from app.reviews.rules.deadlines import ANOTHER_OFFER
from app.reviews.rules.waiting import without_a_clock

WITHOUT_A_CLOCK: Final = timedelta(hours=2)
"""How long after it came in something is due where nobody of the client is known."""
TO_READ_AND_RING: Final = timedelta(hours=1)
"""So much of the day must be left for a call on that day; so soon something is due that a decision presses."""
NEXT_CALL: Final = timedelta(hours=4)
"""So much of the contact's working time passes at the most before they are rung, once the interview's day is over."""
_LONGEST_BREAK: Final = 31

Due = Literal["window", "call"]
"""What the deadline is for: a document's send window, or ringing the client with what the candidate told."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """Until when, by whose clock, and why then: `why` is a few words, which may be for the agency's people only
    (`app.reviews.rules.deadlines.shareable`, rule 4)."""

    at: datetime
    zone: str
    why: str


def cut_off(
    due: Due, cases: Sequence[Circumstances], *, other_offer_by: date | None, came_in_at: datetime, zone: str
) -> CutOff:
    """Find by when something that came in has to be decided on; the earliest of its readers counts.

    A document is due at the minute at which it would leave if it were approved on arrival, by its reader's clock:
    approved before, it makes that window. What the candidate told is due at the end of the contact's working day of the
    interview, so that they are rung the same day; where an hour or less of it is left, after four of the contact's
    working hours. Both are due by the end of the working day before the client decides, or another offer runs out;
    where that has passed and the day itself has not, within a working hour. Always later than ``came_in_at``.

    Without a reader it is due two hours after it came in; ``zone`` is then whose clock is shown.

    Source: P12, P13.
    """
    if not cases:
        at = came_in_at + WITHOUT_A_CLOCK
        return CutOff(at, zone, without_a_clock(at, zone))
    return min((_for_one(due, case, other_offer_by, came_in_at) for case in cases), key=lambda found: found.at)


def _for_one(due: Due, case: Circumstances, other_offer_by: date | None, now: datetime) -> CutOff:
    usual = _window(case, now) if due == "window" else _call(case, now)
    pressed = _pressed(case, other_offer_by, before=usual.at, now=now)
    return min((usual, *pressed), key=lambda found: found.at)


def _window(case: Circumstances, now: datetime) -> CutOff:
    at = send_window(case, approved_at=now).at
    day = case.local_date(at)
    closes = working_days.day_ends(day, case.working) - SAME_DAY_CUT_OFF
    morning = case.morning(day)
    if case.kind == "thank_you" and day == case.local_date(now):
        if at == case.earliest(now) > now:
            return _shown(case, at, "an hour after the interview")
        if morning <= now < closes:
            return _shown(case, closes, f"an hour before {case.whose} day ends")
    if now < morning and morning >= case.earliest(now):
        return _shown(case, morning, f"before {case.whose} day begins")
    return _shown(case, at, "when it would leave")


def _call(case: Circumstances, now: datetime) -> CutOff:
    day, working = case.local_date(case.interview_ended_at), case.working
    ends = working_days.day_ends(day, working)
    if working_days.is_working_day(day, working) and ends - now > TO_READ_AND_RING:
        return _shown(case, ends, f"when {case.whose} day ends")
    return _shown(case, after_working(now, NEXT_CALL, working), f"after four of {case.whose} working hours")


def _shown(case: Circumstances, at: datetime, why: str) -> CutOff:
    zone = case.working.time_zone
    return CutOff(at, zone, f"{local(at, zone):%H:%M} in {place_of(zone)}, {why}")


def _pressed(case: Circumstances, other_offer_by: date | None, *, before: datetime, now: datetime) -> Iterator[CutOff]:
    """Yield what is due earlier than the usual, because something happens on a day."""
    said = ((case.decision_expected_on, "decision expected"), (other_offer_by, ANOTHER_OFFER))
    for day, words in said:
        if day is None or day < case.local_date(now) or before <= working_days.day_begins(day, case.working):
            continue
        why = f"{words} {day_seen_from(case.local_date(now), day)}"
        yield CutOff(_before_day(day, case.working, now), case.working.time_zone, why)


def _before_day(day: date, working: WorkingTime, now: datetime) -> datetime:
    """The end of the last working day before; within a working hour where too little of that is left."""
    earlier = (day - timedelta(days=n) for n in range(1, _LONGEST_BREAK))
    last = next((one for one in earlier if working_days.is_working_day(one, working)), None)
    ends = working_days.day_ends(last, working) if last else now
    return ends if ends - now > TO_READ_AND_RING else after_working(now, TO_READ_AND_RING, working)


def after_working(since: datetime, length: timedelta, working: WorkingTime) -> datetime:
    """Find when so much of somebody's working time will have passed."""
    left = length
    for day in working_days.working_days_from(local(since, working.time_zone).date(), working):
        begins, ends = max(since, working_days.day_begins(day, working)), working_days.day_ends(day, working)
        if ends - begins >= left:
            return begins + left
        left -= max(ends - begins, timedelta())
    raise AssertionError("working days never end")
