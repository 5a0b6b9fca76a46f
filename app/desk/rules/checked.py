"""What an announcement that people typed still lacks, in words beside the field or the column."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.desk.rules.columns import Columns, columns_in
from app.desk.rules.entries import Around, Entry, Wrong, entry_of
from app.desk.rules.places import country_of
from app.desk.rules.tables import Table
from app.interviews.schemas import InterviewIn
from app.web.fields import words_for

EMAIL_FORM: Final = "Write an e-mail address, like name@company.com"
PHONE_FORM: Final = "Write a telephone number in digits, like +44 20 7946 0991"
NOT_REACHED: Final = "Write an e-mail address or a telephone number"
_COLUMNS: Final = {
    "candidate.name": "candidate",
    "candidate.email": "candidate_email",
    "candidate.phone": "candidate_phone",
    "client.name": "client",
    "job.title": "job",
    "consultant": "consultant",
    "round": "round",
    "ends_at": "ends",
    "starts_at": "starts",
}
_TIMES: Final = frozenset({"starts_at", "ends_at"})


def announcement_in(given: Mapping[str, Any]) -> tuple[InterviewIn | None, dict[str, str]]:
    """Read an announcement by the API's own schema; or what is wrong with it, by the fields of a page."""
    try:
        return InterviewIn.model_validate(given), {}
    except ValidationError as wrong:
        return None, dict(map(_said, wrong.errors()))


def entries_in(table: Table, around: Around) -> tuple[Columns, list[Entry]]:
    """Read every line of a table, with what is wrong with it; none where a column is missing."""
    columns = columns_in(table.header)
    if columns.missing:
        return columns, []
    entries = [entry_of(number, cells, columns, around) for number, cells in table.lines]
    for entry in entries:
        _check(entry, columns)
    return columns, entries


def listed(names: Sequence[str]) -> str:
    """Name several in a sentence."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _check(entry: Entry, columns: Columns) -> None:
    there = {"time_zone": entry.given["time_zone"], "country": country_of(entry.given["time_zone"]) or "GB"}
    people = [{**there, **one} for one in entry.given["interviewers"]]
    given, found = announcement_in({**entry.given, "interviewers": people, "consultant": "somebody@agency.example"})
    said = {one.column for one in entry.wrong}
    for name, words in found.items():
        column = _column(name, columns)
        if column not in said and not (name in _TIMES and words == "Is needed"):
            said.add(column)
            entry.wrong.append(Wrong(column, f"{words[0].lower()}{words[1:]}"))
    if given is not None:
        entry.given["candidate"] |= {"email": given.candidate.email, "name": given.candidate.name}


def _column(name: str, columns: Columns) -> str:
    if name.startswith("interviewers."):
        number, _, part = name.removeprefix("interviewers.").partition(".")
        at = sorted(columns.people.items())[int(number)][1] if int(number) < len(columns.people) else {}
        return columns.header[at[part]] if part in at else "Interviewers"
    if name == "ends_at" and "ends" not in columns.at:
        return columns.called("minutes")
    return columns.called(_COLUMNS.get(name, name))


def _said(found: ErrorDetails) -> tuple[str, str]:
    name = ".".join(map(str, found["loc"]))
    if name == "candidate":
        return "candidate.email", NOT_REACHED
    if name.startswith("consultant"):
        return "consultant", "Choose whose interview it is"
    if found["type"] not in {"missing", "string_too_long", "string_too_short"}:
        if name.endswith("email"):
            return name, EMAIL_FORM
        if name.endswith("phone"):
            return name, PHONE_FORM
    if name == "ends_at" and found["type"] != "missing":
        return name, "An interview ends after it begins, within a day"
    if name == "round":
        return name, "Write a number from 1 to 20"
    return name, words_for(found)
