"""What the page of a call brief says in words of a place: whom to ring and whether they work now, and the calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.ids import public_id
from app.core.local_time import day_month, instant, local, place_of, time_seen_from, weekday_time
from app.debriefs.rendering.answers import AGENCY_ONLY, QUESTIONS
from app.debriefs.schemas.content import NOT_DISCUSSED, AgencyOnlyAnswers
from app.directory.models import ClientContact
from app.directory.rules import WorkingTime, day_begins, day_off
from app.followup.models.calls import Called, Grounds
from app.followup.rules.hours import next_opening
from app.interviews.rendering.mails import dialled

SOMEBODY_ELSE = "other"


@dataclass(frozen=True)
class Callee:
    """Somebody to ring: where they are it is ``there`` now."""

    id: str
    name: str
    title: str | None
    phone: str | None
    href: str | None
    there: str
    at_work: bool
    works: str


@dataclass(frozen=True)
class CallLine:
    """One call in a sentence, and what was noted of it."""

    sentence: str
    state: str
    passed_on: Sequence[str]
    said: str | None
    heard: str | None
    reason: str | None


def callees(grounds: Grounds) -> list[Callee]:
    """Whom to ring, who works now first."""
    found = [_callee(contact, grounds.working[contact.id], grounds.now) for contact in grounds.contacts]
    return sorted(found, key=lambda one: not (one.at_work and one.phone))


def call_line(called: Called, *, reader: str, zone: str, now: datetime) -> CallLine:
    """Tell of a call; ``reader`` is who reads, in ``zone``."""
    call = called.call
    who = "You" if called.by == reader else called.by
    whom = called.whom or "them"
    at = time_seen_from(now, call.rung_at or call.planned_for or call.noted_at, zone)
    match call.state:
        case "planned":
            sentence = f"{who} {'ring' if who == 'You' else 'rings'} {whom} on {at}."
        case "skipped":
            sentence = f"{who} did not ring on {at} as planned."
        case _:
            sentence = f"{who} rang {whom} on {at}."
    passed_on = tuple(point["words"] for point in call.passed_on)
    return CallLine(sentence, call.state, passed_on, call.said, call.heard, call.skip_reason)


def agency_only_lines(given: AgencyOnlyAnswers | None) -> list[tuple[str, str]]:
    """What only the agency reads: what each was asked, and what was answered; the date of another offer first."""
    answers = given.model_dump(mode="python", exclude_none=True) if given else {}
    ordered = sorted(answers.items(), key=lambda one: one[0] != "other_offer_by")
    return [(QUESTIONS[AGENCY_ONLY + name], _answer(value)) for name, value in ordered if value != NOT_DISCUSSED]


def note_in(fields: Mapping[str, Sequence[str]], *, state: str, zone: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the form of a call as the API takes it, its times as clocks in ``zone`` show them; and what is wrong."""
    typed = {name: next((value for value in values if value.strip()), "") for name, values in fields.items()}
    given: dict[str, Any] = {"state": state}
    wrong: dict[str, str] = {}
    names = {"planned": ("planned_for",), "done": ("rung_at",), "skipped": ()}[state]
    for name in names:
        if not typed.get(name) or (name == "rung_at" and typed.get("when") != "earlier"):
            continue
        moment = moment_in(typed[name], zone)
        if moment is None:
            wrong[name] = "Give the day and the time"
        else:
            given[name] = moment
    if state == "done" and typed.get("when") == "earlier" and not typed.get("rung_at"):
        wrong["rung_at"] = "Give the day and the time"
    given |= whom_in(typed)
    if typed.get("contact_id") == SOMEBODY_ELSE and not typed.get("spoke_with"):
        wrong["spoke_with"] = "Give their name"
    words = {"done": ("said", "heard"), "skipped": ("reason",)}.get(state, ())
    given |= {name: typed[name] for name in words if typed.get(name)}
    if state == "done":
        given["passed_on"] = list(fields.get("passed_on", ()))
    return given, wrong


def whom_in(typed: Mapping[str, str]) -> dict[str, str]:
    """Read who was at the other end: one of those offered, else the name that was written; empty for nobody."""
    if typed.get("contact_id") not in {None, "", SOMEBODY_ELSE}:
        return {"contact_id": typed["contact_id"]}
    return {"spoke_with": typed["spoke_with"]} if typed.get("spoke_with") else {}


def moment_in(text: str, zone: str) -> str | None:
    """Read a field for day and time as clocks in ``zone`` show it; None for what is no such."""
    try:
        wall = datetime.fromisoformat(text)
        return instant(wall.date(), wall.time(), zone).isoformat()
    except ValueError:
        return None


def wall_clock(moment: datetime, zone: str) -> str:
    """Write a moment as a field for day and time takes it."""
    return f"{local(moment, zone):%Y-%m-%dT%H:%M}"


def works_now(working: WorkingTime, *, now: datetime) -> tuple[bool, str]:
    """Whether somebody is at work, and until when, or from when on."""
    opens = next_opening(now, working)
    return opens is None, f"At work until {working.work_ends:%H:%M}" if opens is None else _off(working, opens, now)


def _callee(contact: ClientContact, working: WorkingTime, now: datetime) -> Callee:
    at_work, works = works_now(working, now=now)
    return Callee(
        id=public_id("ctc", contact.id),
        name=contact.name,
        title=contact.title,
        phone=contact.phone,
        href=f"tel:{dialled(contact.phone)}" if contact.phone else None,
        there=f"{weekday_time(now, contact.time_zone)} in {place_of(contact.time_zone)}",
        at_work=at_work,
        works=works,
    )


def _off(working: WorkingTime, opens: datetime, now: datetime) -> str:
    """Say why somebody does not work now, and when they do again."""
    zone = working.time_zone
    today, then = local(now, zone).date(), local(opens, zone)
    if then.date() == today:
        return f"Not at work yet: from {then:%H:%M}"
    why = day_off(today, working) or ("gone for the day" if now > day_begins(today, working) else "not at work yet")
    why = "off at the weekend" if why == "the weekend" else f"off today ({why})" if day_off(today, working) else why
    return f"{why[:1].upper()}{why[1:]}: back on {time_seen_from(now, opens, zone)}"


def _answer(value: object) -> str:
    return f"{day_month(value)} {value.year}" if hasattr(value, "year") else str(value)  # type: ignore[arg-type]
