"""The form of "did it go ahead?": what its fields say, read as the API reads an answer, and shown again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from app.core.local_time import both_ends, instant, local, place_of
from app.interviews.models import AttendanceAnswer, Interview, Meeting
from app.interviews.rendering.attendance import next_for_candidate
from app.interviews.rules import may_be_told

AFTER = (("yes", "Yes"), ("still_going", "It is still going: ask me in an hour"))
ANY_TIME = (("moved", "It was moved"), ("cancelled", "It was cancelled"))
NOT_GONE = (("did_not_go", "I did not go"),)
LASTS_AT_MOST: Final = timedelta(hours=6)
"""Over midnight; an end so long before the start was mistyped."""
_DAY: Final = timedelta(days=1)
SAID = {
    "yes": "went ahead",
    "still_going": "was still going",
    "moved": "was moved",
    "cancelled": "was cancelled",
    "did_not_go": "did not go",
}


def answers_open(interview: Interview, now: datetime) -> Sequence[tuple[str, str]]:
    """What can be answered by now: of what has not begun, only that it was moved or cancelled."""
    return (*AFTER, *ANY_TIME, *NOT_GONE) if may_be_told(interview.state, interview.starts_at, now) else ANY_TIME


def zones_of(meeting: Meeting) -> Sequence[tuple[str, str]]:
    """Whose clock a new time may be given in: the candidate's own, or the place of the interview."""
    own, there = meeting.candidate.time_zone, meeting.interview.time_zone
    if own == there:
        return ((own, place_of(own)),)
    return ((own, f"My time, in {place_of(own)}"), (there, f"Time in {place_of(there)}"))


def given_in(fields: Mapping[str, str], meeting: Meeting) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the form as the API's AttendanceIn is written, and name what is wrong with date and times.

    What was typed under an answer that was not taken does not count.
    """
    answer = fields.get("answer", "")
    given: dict[str, Any] = {"answer": answer or None}
    if answer in {"moved", "cancelled", "did_not_go"} and fields.get("reason"):
        given["reason"] = fields["reason"]
    if not answer:
        return given, {"answer": "Choose what happened"}
    typed = {name: fields.get(name, "") for name in ("day", "starts_at", "ends_at")}
    if answer != "moved" or not any(typed.values()):
        return given, {}
    zone = next((one for one, _ in zones_of(meeting) if one == fields.get("zone")), meeting.candidate.time_zone)
    day, starts, ends = _date(typed["day"]), _time(typed["starts_at"]), _time(typed["ends_at"])
    if day and starts and ends and (last := _last_day(day, starts, ends)):
        return {**given, "starts_at": instant(day, starts, zone), "ends_at": instant(last, ends, zone)}, {}
    return given, _wrong_in(day, starts, ends)


def _wrong_in(day: date | None, starts: time | None, ends: time | None) -> dict[str, str]:
    found = {}
    if day is None:
        found["day"] = "Choose the new date, or leave date and times empty if you do not know them yet"
    if starts is None:
        found["starts_at"] = "Choose when it starts"
    if ends is None:
        found["ends_at"] = "Choose when it ends"
    elif starts and not _last_day(day or date.min, starts, ends):
        found["ends_at"] = "Choose an end after the start"
    return found


def _last_day(day: date, starts: time, ends: time) -> date | None:
    """On which day it ends: past midnight on the next, where an interview of a few hours can; None where it cannot."""
    if starts < ends:
        return day
    lasts = datetime.combine(day + _DAY, ends) - datetime.combine(day, starts)
    return day + _DAY if lasts <= LASTS_AT_MOST else None


def told_lines(answer: AttendanceAnswer, meeting: Meeting) -> tuple[str, str]:
    """What was said, and what happens now."""
    who = "You told us that" if answer.told_by == "candidate" else f"{meeting.consultant.name} noted that"
    whom = "you" if answer.answer == "did_not_go" else "it"
    return f"{who} {whom} {SAID[answer.answer]}", next_for_candidate(answer, meeting)


def moved_to(answer: AttendanceAnswer, meeting: Meeting) -> str | None:
    """The new time, at both ends."""
    if answer.starts_at is None:
        return None
    return both_ends(answer.starts_at, answer.time_zone or meeting.interview.time_zone, meeting.candidate.time_zone)


def fields_of(answer: AttendanceAnswer | None, meeting: Meeting) -> dict[str, list[str]]:
    """Fill the form from what was said."""
    fields = {"zone": [meeting.candidate.time_zone]}
    if answer is None:
        return fields
    fields["answer"] = [answer.answer]
    if answer.starts_at and answer.ends_at:
        zone = meeting.candidate.time_zone
        starts, ends = local(answer.starts_at, zone), local(answer.ends_at, zone)
        fields |= {"day": [f"{starts:%Y-%m-%d}"], "starts_at": [f"{starts:%H:%M}"], "ends_at": [f"{ends:%H:%M}"]}
    return fields


def _date(text: str) -> date | None:
    """A day near enough for an interview, so that it is an instant in every zone."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
