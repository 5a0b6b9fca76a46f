"""One line of a table of interviews, as the API would be sent it; what is wrong is said with its column."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from app.desk.rules.columns import MOST_PEOPLE, Columns
from app.desk.rules.moments import day_in, minutes_in, span_of, time_in
from app.desk.rules.places import zone_named
from app.desk.rules.tables import FORMULA

_ADDRESSED: Final = re.compile(r"(.*?)\s*<([^<>]+)>")
_TELEPHONES: Final = frozenset({"candidate_phone"})
_KINDS: Final = {"contract": "contract", "contractor": "contract", "temp": "contract", "interim": "contract"} | {
    "permanent": "permanent",
    "perm": "permanent",
}
_INTRODUCED: Final = {"agency": "agency", "us": "agency", "direct": "direct", "candidate": "direct", "self": "direct"}
_PROFILES: Final = {"full": "full", "long": "full", "short": "short"}
_CHOICES: Final = {
    "job_kind": (_KINDS, "write permanent or contract"),
    "introduced_by": (_INTRODUCED, "write agency or direct"),
    "profile": (_PROFILES, "write full or short"),
}


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a line: the column, and what to do about it."""

    column: str
    words: str


@dataclass(frozen=True)
class Around:
    """What a line leaves out is taken from here: whose table it is, and where."""

    consultant: str
    zone: str
    month_first: bool


@dataclass
class Entry:
    """One line: its number in the table, its cells, what it says, and what is wrong with it.

    ``key`` is by what the line is known again: its reference, else whom and what it is about.
    """

    number: int
    cells: list[str]
    given: dict[str, Any] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    key: str = ""


class _Line:
    """Reads one line by the columns of its table."""

    def __init__(self, cells: list[str], columns: Columns, around: Around) -> None:
        self.cells, self.columns, self.around = cells, columns, around
        self.wrong: list[Wrong] = []

    def cell(self, at: int | None) -> str:
        return self.cells[at] if at is not None and at < len(self.cells) else ""

    def value(self, name: str) -> str:
        """What a column says; no formula is a name."""
        said = self.cell(self.columns.at.get(name))
        if said and name not in _TELEPHONES and FORMULA.match(said):
            self.amiss(name, f"begins with {said[0]} as a formula does: write the words themselves")
            return ""
        return said

    def amiss(self, name: str, words: str) -> None:
        self.wrong.append(Wrong(self.columns.called(name), words))

    def choice(self, name: str) -> str | None:
        chosen, words = _CHOICES[name]
        said = self.value(name).casefold()
        if said and said not in chosen:
            self.amiss(name, words)
        return chosen.get(said)

    def zone(self, name: str) -> str | None:
        said = self.value(name)
        zone = zone_named(said) if said else None
        if said and zone is None:
            self.amiss(name, "is no place that we know: write a city, like New York, or a zone, like America/New_York")
        return zone

    def candidate(self) -> str:
        whole = self.value("candidate") if "candidate" in self.columns.at else ""
        return whole or f"{self.value('first_name')} {self.value('last_name')}".strip()

    def round(self) -> int:
        said = re.sub(r"(?i)\b(round|stage|st|nd|rd|th)\b|(?<=\d)(st|nd|rd|th)\b", "", self.value("round")).strip()
        if said and not (said.isascii() and said.isdecimal() and len(said) <= 2):
            self.amiss("round", "write a number, like 2")
            return 1
        return int(said or 1)

    def people(self) -> list[dict[str, str]]:
        found = [_parts(one) for one in re.split(r"[;\n]", self.value("people")) if one.strip()]
        for _, at in sorted(self.columns.people.items()):
            one = {part: self.cell(place) for part, place in at.items() if self.cell(place)}
            for part in [part for part, said in one.items() if part != "phone" and FORMULA.match(said)]:
                self.wrong.append(Wrong(self.columns.header[at[part]], "begins as a formula does: write the words"))
            if one.get("name"):
                found.append({**one, **_parts(one["name"])})
            elif one:
                title = self.columns.header[next(iter(at.values()))]
                self.wrong.append(Wrong(title, "says something of a person without a name"))
        return found[:MOST_PEOPLE]

    def times(self, zone: str) -> tuple[datetime, datetime] | None:
        """When it is; both from one cell where there is no column for the day."""
        day_said, start_said = self.value("date"), self.value("starts")
        if not day_said:
            day_said, _, start_said = start_said.replace("T", " ").strip().rpartition(" ")
        day, starts = day_in(day_said, month_first=self.around.month_first), time_in(start_said)
        if day is None:
            where = "date" if "date" in self.columns.at else "starts"
            self.amiss(where, "write the day like 2027-03-16" if day_said or start_said else "is empty")
        if starts is None:
            self.amiss("starts", "write the time like 15:30" if start_said else "is empty")
        ends = self._ending()
        if day is None or starts is None or ends is None:
            return None
        return span_of(day, starts, ends[0], ends[1], zone)

    def _ending(self) -> tuple[Any, int | None] | None:
        end_said, length_said = self.value("ends").rpartition(" ")[2], self.value("minutes")
        ends, minutes = time_in(end_said), minutes_in(length_said)
        if end_said and ends is None:
            self.amiss("ends", "write the time like 16:30")
            return None
        if length_said and minutes is None and ends is None:
            self.amiss("minutes", "write minutes, like 45")
            return None
        return ends, minutes


def entry_of(number: int, cells: list[str], columns: Columns, around: Around) -> Entry:
    """Read one line; what it leaves out is as around it."""
    line = _Line(cells, columns, around)
    zone = line.zone("zone") or around.zone
    times = line.times(zone)
    given: dict[str, Any] = {
        "time_zone": zone,
        "round": line.round(),
        "introduced_by": line.choice("introduced_by") or "agency",
        "debrief_profile": line.choice("profile"),
        "consultant": line.value("consultant") or around.consultant,
        "candidate": {
            "name": line.candidate(),
            "email": line.value("candidate_email") or None,
            "phone": line.value("candidate_phone") or None,
            "time_zone": line.zone("candidate_zone"),
        },
        "client": {"name": line.value("client")},
        "job": {"title": line.value("job"), "kind": line.choice("job_kind")},
        "interviewers": line.people(),
    }
    if times is not None:
        given |= {"starts_at": times[0], "ends_at": times[1]}
    return Entry(number, cells, given, line.wrong, _key(line.value("reference"), given))


def says_the_same(one: Entry, other: Entry) -> bool:
    """Whether two lines of one interview have it at the same time, with the same people."""
    return _said(one.given) == _said(other.given)


def _said(given: Mapping[str, Any]) -> tuple[Any, ...]:
    times = tuple(given.get(name) for name in ("starts_at", "ends_at", "time_zone"))
    return (*times, sorted(" ".join(one["name"].casefold().split()) for one in given["interviewers"]))


def _parts(said: str) -> dict[str, str]:
    found = _ADDRESSED.fullmatch(said.strip())
    return {"name": found[1].strip('" '), "email": found[2].strip()} if found else {"name": said.strip()}


def _key(reference: str, given: Mapping[str, Any]) -> str:
    """By what a line is known again; a digest, so that no list of names lies beside the rows."""
    candidate = given["candidate"]
    reached = candidate["email"] or f"{candidate['name']} {re.sub(r'[^0-9]', '', candidate['phone'] or '')}"
    parts = (
        ("ref", reference) if reference else (reached, given["client"]["name"], given["job"]["title"], given["round"])
    )
    plain = "\x1f".join(" ".join(str(part).casefold().split()) for part in parts)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]
