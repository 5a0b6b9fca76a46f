"""The form of a new interview: what was typed, with what is known in place of what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.accounts.access import Access
from app.accounts.models import Agency
from app.core.actor import ConsultantActor
from app.core.ids import public_id
from app.core.local_time import place_of
from app.desk.queries.known import announcers, candidates_called, completed, zone_at
from app.desk.rules.checked import NOT_REACHED, announcement_in
from app.desk.rules.moments import day_in, minutes_in, span_of, time_in
from app.desk.rules.places import zone_named
from app.interviews.models import Meeting, Met
from app.interviews.schemas import InterviewIn
from app.web.fields import Form, Posted

PEOPLE: Final = 6
"""How many people met have a place on the page; the first without being asked."""
MONTH_FIRST: Final = frozenset({"US"})
NO_PLACE: Final = "Write a city, like New York, or a zone, like America/New_York"
_ORDER: Final = (
    *("candidate.name", "candidate.email", "candidate.phone", "client.name", "job.title"),
    *("day", "starts", "minutes", "time_zone"),
    *(f"interviewers.{number}.{part}" for number in range(PEOPLE) for part in ("name", "title", "email")),
)
"""The fields as they stand on the page."""
_TIMES: Final = frozenset({"starts_at", "ends_at", "time_zone"})


@dataclass
class Typed:
    """What was typed, as the form shows it again and as the API reads it."""

    fields: dict[str, list[str]]
    given: InterviewIn | None = None
    errors: dict[str, str] = field(default_factory=dict)
    owner: str = ""

    @property
    def form(self) -> Form:
        """The form as it stands."""
        ordered = sorted(self.errors, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))
        return Form(self.fields, {name: self.errors[name] for name in ordered})


def typed_in(posted: Posted, access: Access[ConsultantActor], agency: Agency) -> Typed:
    """Read the form; what is left out is as it is known, else as the agency has it."""
    typed = Typed({name: list(values) for name, values in posted.fields.items()})
    _find_candidate(typed, posted, access)
    zone = _zone(typed, posted, "time_zone") or zone_at(
        access.session, client=posted.value("client.name"), actor=access.actor
    )
    given: dict[str, Any] = {
        "time_zone": zone or agency.time_zone,
        "round": posted.value("round") or "1",
        "introduced_by": posted.value("introduced_by") or "agency",
        "debrief_profile": posted.value("debrief_profile") or None,
        "consultant": posted.value("consultant") or public_id("con", access.actor.consultant_id),
        "candidate": {
            **{name: _held(typed, f"candidate.{name}") or None for name in ("email", "phone")},
            "name": _held(typed, "candidate.name"),
            "time_zone": _zone(typed, posted, "candidate.time_zone"),
        },
        "client": {"name": posted.value("client.name")},
        "job": {"title": posted.value("job.title"), "kind": posted.value("job.kind") or None},
    }
    people_here = {public_id("con", one.id): one.name for one in announcers(access.session, actor=access.actor)}
    typed.owner = people_here.get(given["consultant"], "")
    if not typed.owner:
        typed.errors["consultant"] = "Choose whose interview it is"
    given |= _times(typed, posted, given["time_zone"], agency)
    rows, people = _people(typed, posted)
    _check(typed, completed(access.session, {**given, "interviewers": people}, actor=access.actor), rows)
    return typed


def fields_like(meeting: Meeting, met: Sequence[Met]) -> dict[str, list[str]]:
    """The fields of another interview with the same people at the same client, for somebody else or another day."""
    interview = meeting.interview
    fields = {
        "client.name": meeting.client.name,
        "job.title": meeting.job.title,
        "time_zone": place_of(interview.time_zone),
        "consultant": public_id("con", interview.consultant_id),
        "introduced_by": interview.introduced_by,
    }
    known = [one.contact for one in met if one.contact]
    for number, contact in enumerate(known[:PEOPLE]):
        parts = {"name": contact.name, "title": contact.title, "email": contact.email}
        fields |= {f"interviewers.{number}.{part}": said for part, said in parts.items() if said}
    return {name: [value] for name, value in fields.items()}


def _find_candidate(typed: Typed, posted: Posted, access: Access[ConsultantActor]) -> None:
    """Put in how a candidate is reached who is meant by their name alone."""
    name = posted.value("candidate.name")
    if not name or posted.value("candidate.email") or posted.value("candidate.phone"):
        return
    known = candidates_called(access.session, name=name, actor=access.actor)
    if len(known) == 1:
        typed.fields["candidate.name"] = [known[0].name]
        typed.fields["candidate.email"] = [known[0].email or ""]
        typed.fields["candidate.phone"] = [] if known[0].email else [known[0].phone or ""]
    elif known:
        words = f"{len(known)} candidates have this name: write the e-mail address of the one you mean"
        typed.errors["candidate.email"] = words
    else:
        typed.errors["candidate.email"] = NOT_REACHED


def _held(typed: Typed, name: str) -> str:
    return Form(typed.fields).value(name).strip()


def _zone(typed: Typed, posted: Posted, name: str) -> str | None:
    said = posted.value(name)
    zone = zone_named(said) if said else None
    if said and zone is None:
        typed.errors[name] = NO_PLACE
    return zone


def _times(typed: Typed, posted: Posted, zone: str, agency: Agency) -> dict[str, Any]:
    day = day_in(posted.value("day"), month_first=agency.country in MONTH_FIRST)
    starts, minutes = time_in(posted.value("starts")), minutes_in(posted.value("minutes") or "60")
    if day is None:
        typed.errors["day"] = "Write the day of the interview"
    if starts is None:
        typed.errors["starts"] = "Write when it begins, like 15:30"
    if minutes is None:
        typed.errors["minutes"] = "Choose how long it lasts"
    if day is None or starts is None or minutes is None:
        return {}
    begins, ends = span_of(day, starts, None, minutes, zone)
    return {"starts_at": begins, "ends_at": ends}


def _people(typed: Typed, posted: Posted) -> tuple[list[int], list[dict[str, str]]]:
    """Whom they meet, and in which place of the form each stands."""
    rows, people = [], []
    for number in range(PEOPLE):
        parts = {part: posted.value(f"interviewers.{number}.{part}") for part in ("name", "title", "email")}
        said = {part: words for part, words in parts.items() if words}
        if said and not parts["name"]:
            typed.errors[f"interviewers.{number}.name"] = "Write their name"
        elif said:
            rows.append(number)
            people.append(said)
    return rows, people


def _check(typed: Typed, given: dict[str, Any], rows: Sequence[int]) -> None:
    read, wrong = announcement_in(given)
    for name, words in wrong.items():
        at = "starts" if name in _TIMES else name
        if name.startswith("interviewers."):
            number, _, part = name.removeprefix("interviewers.").partition(".")
            at = f"interviewers.{rows[int(number)]}.{part}"
        if not (name in _TIMES and words == "Is needed"):
            typed.errors.setdefault(at, _NEEDED.get(at, words) if words == "Is needed" else words)
    typed.given = None if typed.errors else read


_NEEDED: Final = {
    "candidate.name": "Write the candidate’s name",
    "client.name": "Write the client’s name",
    "job.title": "Write the job’s title",
}
