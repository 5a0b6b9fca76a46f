"""What adding an interview does, said before it is done: who is known, who is added, and what then happens when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from app.accounts.schemas.accounts import AgencySettings
from app.core.local_time import both_ends, date_time, local, place_of
from app.desk.rules.found import Found
from app.desk.rules.places import country_name
from app.interviews.rules import debrief_request_at, prepare_at
from app.interviews.schemas import InterviewIn

State = Literal["known", "added", "changes"]
_FIELDS: Final = {"name": "name", "email": "e-mail", "phone": "telephone", "title": "role", "kind": "kind"}
_PLACED: Final = frozenset({"time_zone", "country"})


@dataclass(frozen=True)
class Line:
    """One row that the interview is about, and whether it is there already."""

    part: str
    who: str
    state: State
    more: str = ""


@dataclass(frozen=True)
class Step:
    """Something that happens after it is added."""

    when: str
    what: str


def lines_of(given: InterviewIn, found: Found, *, here: str) -> list[Line]:
    """Say of each row whether it is used as it stands, changed, or added; ``here`` is the agency's zone."""
    candidate = given.candidate
    reached = candidate.email or candidate.phone or ""
    lines = [
        _line("Candidate", found.candidate, candidate.name, _said(candidate), more=reached),
        _line("Client", found.client, given.client.name, {}),
        _line("Job", found.job, given.job.title, _said(given.job) if found.job else {}),
    ]
    for one, row in zip(given.interviewers, found.contacts, strict=True):
        country = country_name(one.country)
        works = f"works {one.work_starts:%H:%M}–{one.work_ends:%H:%M} in {place_of(one.time_zone)}, {country}"
        lines.append(_line("Meets", row, one.name, _said(one, unset=False), more=one.email or "", added=works))
    zone = candidate.time_zone or (found.candidate.time_zone if found.candidate else here)
    if zone != given.time_zone:
        lines[0] = Line(lines[0].part, lines[0].who, lines[0].state, f"{lines[0].more} · in {place_of(zone)}")
    return lines


def doubts_of(given: InterviewIn, found: Found, *, now: datetime) -> list[str]:
    """What somebody may want to look at again before they add it."""
    doubts = []
    name, client = given.candidate.name, given.client.name
    for other in found.others:
        when = date_time(other.starts_at, other.time_zone)
        if other.starts_at == given.starts_at:
            doubts.append(f"{name} already has an interview at {client} then. Add this one only if it is another.")
        elif other.round == given.round:
            doubts.append(f"Round {other.round} of {name} at {client} was on {when}. Is this round {other.round + 1}?")
    if given.ends_at < now:
        doubts.append("It is over already: the debrief is asked for as soon as you add it.")
    if not given.interviewers:
        doubts.append("Nobody to meet is named. The candidate can name them; then you say who they are.")
    return doubts[:4]


def span_there(starts_at: datetime, ends_at: datetime, there: str, here: str) -> str:
    """When it is, by the clocks there and here."""
    whole = both_ends(starts_at, there, here)
    return f"{whole}, for {_length(ends_at - starts_at)}"


def timers_of(
    starts_at: datetime, ends_at: datetime, zone: str, settings: AgencySettings, *, now: datetime
) -> tuple[datetime | None, datetime]:
    """When the candidate will be told what to notice, if at all, and when asked how it went."""
    prepare = prepare_at(starts_at, zone, settings, now=now) if settings.prepare_mail else None
    return prepare, debrief_request_at(ends_at, timedelta(minutes=settings.debrief_request_minutes))


def steps_of(
    *,
    name: str,
    email: str | None,
    zone: str,
    prepare: datetime | None,
    ask: datetime | None,
    here: str,
    now: datetime,
) -> list[Step]:
    """What happens by itself once it is added, each with its time where the candidate is; ``here`` is yours."""
    if email is None:
        ring = f"{name} has no e-mail address, so nothing is mailed: ring them, and take the debrief by telephone."
        return [Step(_when(ask, zone, here, now), ring)] if ask else []
    steps = []
    if prepare is not None:
        what = f"{name} gets a mail: what to notice, their own link, and the entry for their calendar."
        steps.append(Step(_when(prepare, zone, here, now), what))
    if ask is not None:
        asked = f"{name} is asked how it went. What they send is in the queue at once."
        steps.append(Step(_when(ask, zone, here, now), asked))
    return steps


def _when(moment: datetime, zone: str, here: str, now: datetime) -> str:
    if moment <= now:
        return "In a minute"
    said = both_ends(moment, zone, here, now=now)
    return f"Today, {said}" if local(moment, here).date() == local(now, here).date() else said


def _line(part: str, row: Any, name: str, said: Mapping[str, Any], *, more: str = "", added: str = "") -> Line:
    if row is None:
        return Line(part, name, "added", " · ".join(filter(None, (more, added))))
    changed = [words for field, words in _FIELDS.items() if field in said and getattr(row, field) != said[field]]
    if not changed:
        return Line(
            part, row.name if hasattr(row, "name") else name, "known", more or getattr(row, "email", None) or ""
        )
    was = f"until now {row.name}" if "name" in changed else ""
    return Line(part, name, "changes", " · ".join(filter(None, (more, f"changes {' and '.join(changed)}", was))))


def _said(given: Any, *, unset: bool = True) -> dict[str, Any]:
    dumped: dict[str, Any] = given.model_dump(exclude={"external_id"}, exclude_none=True, exclude_unset=not unset)
    return {name: value for name, value in dumped.items() if name not in _PLACED}


def _length(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} minutes"
    said = "1 hour" if hours == 1 else f"{hours} hours"
    return f"{said} {rest} minutes" if rest else said
