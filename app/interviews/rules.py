"""When a candidate is asked for the debrief: promptly, never at night (P1, P20); whom a name that they typed means."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from rapidfuzz import fuzz

from app.accounts.schemas.accounts import AgencySettings
from app.core.errors import FieldError
from app.core.local_time import instant, local
from app.directory.schemas import LetterPolicy
from app.interviews.models import AttendanceAnswer, CalendarEntry, Interview, Met
from app.interviews.schemas import AttendanceIn, PersonState

REQUEST_DELAY: Final = timedelta(minutes=15)
FIRST_REMINDER: Final = timedelta(hours=2)
MORNING_REMINDER: Final = time(9)
QUIET_FROM: Final = time(21)
QUIET_UNTIL: Final = time(8)

BEFORE_A_CALL: Final = (timedelta(hours=14), timedelta(hours=2))
"""How long before the client is rung the candidate is reminded: for a call at nine, the evening before as well."""
LAST_BEFORE_A_CALL: Final = timedelta(minutes=45)
"""Time enough to say it, and for the consultant to read it."""
AFTER_THE_REQUEST: Final = timedelta(minutes=30)
APART: Final = timedelta(hours=3)
MOST_REMINDERS: Final = 3

ASK_AGAIN_AFTER: Final = timedelta(hours=1)
GOES_ON_AT_MOST: Final = timedelta(hours=12)
"""After its planned end; whoever says then that it still goes on means something else."""
SETTLED_BY_A_CONSULTANT: Final = frozenset({"moved", "cancelled", "did_not_go"})
"""Answers that the consultant hears of at once, to settle with the client."""
LIKE_ENOUGH: Final = 75
"""Of 100: "Dana Whitfeld" is like "Dana Whitfield", "Dana Whitfield" is not like "Dana Reyes"."""
MOST_LIKELY: Final = 5
PREPARE_AT: Final = time(17)
"""On the day before, where the candidate is."""
PREPARE_AT_THE_LATEST: Final = timedelta(hours=1)
"""Before the interview; whoever is on the way reads no mail."""
SAME_ANSWER_FOR: Final = timedelta(minutes=10)
_DAY: Final = timedelta(days=1)


def debrief_request_at(ends_at: datetime, delay: timedelta = REQUEST_DELAY) -> datetime:
    """Return when the debrief is asked for. Quiet hours do not delay it: the candidate has just left the room.

    Source: P1 (an hour later beats a day later).
    """
    return ends_at + delay


def outside_quiet_hours(
    moment: datetime, zone: str, quiet_from: time = QUIET_FROM, quiet_until: time = QUIET_UNTIL
) -> datetime:
    """Return `moment`, or the end of the quiet hours it falls into.

    Quiet hours begin with `quiet_from` and end before `quiet_until`; equal times mean none. Never earlier than
    `moment`. Source: P20.
    """
    today = local(moment, zone).date()
    for day in (today - _DAY, today):
        begins = instant(day, quiet_from, zone)
        ends = instant(day if quiet_from <= quiet_until else day + _DAY, quiet_until, zone)
        if begins <= moment < ends:
            return ends
    return moment


def reminder_times(
    requested_at: datetime,
    zone: str,
    *,
    first_after: timedelta = FIRST_REMINDER,
    morning: time = MORNING_REMINDER,
    quiet_from: time = QUIET_FROM,
    quiet_until: time = QUIET_UNTIL,
) -> tuple[datetime, ...]:
    """Return when to remind the candidate: some hours after the request, and the next morning in their zone.

    A first reminder that quiet hours push into the morning *is* the morning's reminder: two within the hour
    would pester (P15). Strictly increasing, each outside quiet hours. Source: P1, P20.
    """
    soon = requested_at + first_after
    awake = outside_quiet_hours(soon, zone, quiet_from, quiet_until)
    if awake != soon:
        that_morning = instant(local(awake, zone).date(), morning, zone)
        return (outside_quiet_hours(max(awake, that_morning), zone, quiet_from, quiet_until),)
    next_morning = instant(local(requested_at, zone).date() + _DAY, morning, zone)
    second = outside_quiet_hours(next_morning, zone, quiet_from, quiet_until)
    return (soon, second) if second > soon else (soon,)


def with_call(
    ordinary: Sequence[datetime],
    zone: str,
    *,
    requested_at: datetime,
    call_at: datetime,
    since: datetime,
    quiet_from: time = QUIET_FROM,
    quiet_until: time = QUIET_UNTIL,
) -> tuple[datetime, ...]:
    """Return when to remind where the client is rung at ``call_at``, which is known since ``since``.

    In time for the call and, at the latest, soon before it; the ordinary ones stay unless they come close to those or
    too late for the call. Strictly increasing, three at most, each outside quiet hours. Source: P1, P15, P20.
    """
    latest, quiet = call_at - LAST_BEFORE_A_CALL, (zone, quiet_from, quiet_until)
    earliest = max(since, requested_at + AFTER_THE_REQUEST)
    wanted = [outside_quiet_hours(call_at - before, *quiet) for before in BEFORE_A_CALL]
    ahead = [moment for moment in wanted if earliest < moment <= latest]
    if not ahead and earliest < latest == outside_quiet_hours(latest, *quiet):
        ahead = [latest]
    if len(ahead) > 1 and ahead[1] - ahead[0] < APART:
        ahead = ahead[1:]
    stay = [at for at in ordinary if at <= since or not (latest < at <= call_at or _close(at, ahead))]
    if len(stay) + len(ahead) > MOST_REMINDERS:
        ahead = ahead[1:]
    return tuple(sorted((*stay, *ahead))[:MOST_REMINDERS])


def _close(moment: datetime, others: Sequence[datetime]) -> bool:
    return any(abs(moment - other) < APART for other in others)


def prepare_at(starts_at: datetime, zone: str, settings: AgencySettings, *, now: datetime) -> datetime | None:
    """Return when the candidate is told what to notice: the evening before, or at once where that is past.

    Never in the quiet hours; None where the interview is less than an hour away then. Source: P25, P20.
    """
    evening = instant(local(starts_at, zone).date() - _DAY, PREPARE_AT, zone)
    due = outside_quiet_hours(max(evening, now), zone, settings.quiet_from, settings.quiet_until)
    return due if due <= starts_at - PREPARE_AT_THE_LATEST else None


def entry_is_wrong(entry: CalendarEntry, interview: Interview, *, now: datetime) -> bool:
    """Whether an entry that was mailed shows a time to come that is not so; of what is past nobody is told."""
    if interview.state == "cancelled":
        return not entry.withdrawn and entry.ends_at > now
    times = (interview.starts_at, interview.ends_at)
    return interview.state == "scheduled" and interview.starts_at > now and (entry.starts_at, entry.ends_at) != times


def correct_at(
    entry: CalendarEntry, interview: Interview, zone: str, settings: AgencySettings, *, now: datetime
) -> datetime:
    """Return when the candidate is told that an entry is wrong: not in the quiet hours, unless either time is near.

    A wrong entry sends somebody to the wrong place. Source: P20.
    """
    awake = outside_quiet_hours(now, zone, settings.quiet_from, settings.quiet_until)
    times = (entry.starts_at, interview.starts_at)
    return now if any(now < at < awake + CORRECTED_BEFORE for at in times) else awake


def says_again(standing: AttendanceAnswer | None, given: AttendanceIn, now: datetime) -> bool:
    """Whether an answer is the one that stands, sent a second time by a second press."""
    if standing is None or now > standing.told_at + SAME_ANSWER_FOR:
        return False
    told = (standing.answer, standing.starts_at, standing.ends_at, standing.reason)
    return told == (given.answer, given.starts_at, given.ends_at, given.reason)


def may_be_told(interview_state: str, starts_at: datetime, now: datetime) -> bool:
    """Whether there is anything to tell of an interview yet. Moved after its end, it stays tellable. Source: P1."""
    return interview_state == "awaiting_debrief" or starts_at <= now


def stays_silent(answer: AttendanceAnswer | None) -> bool:
    """Whether the candidate is asked nothing more until a consultant has found out what became of the interview."""
    if answer is None:
        return False
    return answer.answer in {"cancelled", "did_not_go"} or (answer.answer == "moved" and answer.starts_at is None)


def waits(answer: AttendanceAnswer | None, now: datetime) -> bool:
    """Whether the candidate is asked nothing just now, by what was said to "did it go ahead?"."""
    if answer is not None and answer.answer == "still_going":
        return now < answer.told_at + ASK_AGAIN_AFTER
    return stays_silent(answer)


def ask_again_at(ends_at: datetime, zone: str, settings: AgencySettings, *, now: datetime) -> datetime:
    """Return when to ask again: in an hour, never at night where the candidate is, never before the request is due."""
    in_an_hour = outside_quiet_hours(now + ASK_AGAIN_AFTER, zone, settings.quiet_from, settings.quiet_until)
    return max(in_an_hour, debrief_request_at(ends_at, timedelta(minutes=settings.debrief_request_minutes)))


def amiss_in(given: AttendanceIn, interview: Interview, now: datetime) -> list[FieldError]:
    """Name what cannot be in an answer to "did it go ahead?"."""
    found = []
    if given.answer != "moved":
        times = {"starts_at": given.starts_at, "ends_at": given.ends_at, "time_zone": given.time_zone}
        found = [FieldError(f"#/{name}", "goes with the answer moved alone") for name, value in times.items() if value]
    elif (given.starts_at is None) != (given.ends_at is None):
        missing = "ends_at" if given.ends_at is None else "starts_at"
        found = [FieldError(f"#/{missing}", "say both times, or neither where they are not known yet")]
    if given.reason and given.answer in {"yes", "still_going"}:
        found.append(FieldError("#/reason", "says why it did not take place; leave it out where it did"))
    if given.answer == "still_going" and now > interview.ends_at + GOES_ON_AT_MOST:
        found.append(FieldError("#/answer", "it ended long ago by our times; say that it was moved, and to when"))
    return found


def guidance(*, introduced_by: str, contact_policy: str, consultant: str, client: str) -> str:
    """Say in words whether the candidate may write to the client (P6)."""
    if introduced_by == "direct":
        return f"You arranged this interview yourself: thank {client} directly, and we help you to say it well."
    if contact_policy == "permitted":
        return f"You may write to {client} yourself; tell {consultant} when you do."
    if contact_policy == "copy_agency":
        return f"You may write to {client} yourself if you copy {consultant}."
    return (
        f"Please do not contact {client} directly: they asked {consultant} to stand between you. "
        f"Tell {consultant} what you want to say; it reaches them through {consultant}, quickly and in your words."
    )


def letter_policy_words(policy: LetterPolicy, *, client: str, consultant: str, introduced_by: str) -> str:
    """Say what the client's policy on letters means for the candidate (P6)."""
    direct, own = introduced_by == "direct", "You arranged this interview yourself"
    match policy:
        case "welcome":
            return f"{client} welcomes a letter after an interview."
        case "ask_first" if direct:
            return f"{client} wants to be asked before a letter comes. {own}, so you ask them, and send it yourself."
        case "not_accepted" if direct:
            return f"{client} takes no letters. {own}: thank them when you next speak with them."
        case "ask_first":
            return f"{client} wants to be asked before a letter comes. Write it: {consultant} asks them."
        case "not_accepted":
            return f"{client} takes no letters. Your debrief and {consultant}'s call carry what you want to say."


def person_state(who: Met) -> PersonState:
    """What a consultant made of a person met; until then it is open who they are."""
    if who.contact is not None:
        return "matched"
    return "left" if who.person.left_at is not None else "open"


def likely(name: str, contacts: Mapping[UUID, str]) -> list[tuple[UUID, int]]:
    """Return the contacts whose names are like this one, likeliest first, with how like they are, of 100.

    Accents, case and the order of words do not count; a name that is part of the other is like it: candidates hear
    "Dana". Of two that are as like, the longer match of the whole stands first.
    """
    wanted = _plain_name(name)
    scored = []
    for contact_id, other in contacts.items():
        found = _plain_name(other)
        likeness = round(max(fuzz.token_set_ratio(wanted, found), fuzz.token_sort_ratio(wanted, found)))
        if likeness >= LIKE_ENOUGH:
            scored.append((likeness, fuzz.token_sort_ratio(wanted, found), contact_id))
    scored.sort(key=lambda one: one[:2], reverse=True)
    return [(contact_id, likeness) for likeness, _, contact_id in scored[:MOST_LIKELY]]


def _plain_name(name: str) -> str:
    letters = (one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() else " " for one in letters).split())


CORRECTED_BEFORE: Final = timedelta(hours=3)
"""So long before a time at the least its entry in a calendar is put right, if need be at night."""
