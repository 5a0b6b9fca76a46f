"""When a candidate is asked for the debrief and reminded of it: promptly, never at night (P1, P20)."""

from datetime import datetime, time, timedelta
from typing import Final

from app.core.local_time import instant, local

REQUEST_DELAY: Final = timedelta(minutes=15)
FIRST_REMINDER: Final = timedelta(hours=2)
MORNING_REMINDER: Final = time(9)
QUIET_FROM: Final = time(21)
QUIET_UNTIL: Final = time(8)

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
