"""Which column of a table is what: header names as agencies' lists have them, whatever their case and spaces."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

NAMES: Final = {
    "reference": "reference|ref|id|interview id|interview ref|external id|your reference",
    "candidate": "candidate|candidate name|name|full name|applicant|candidate full name",
    "first_name": "first name|candidate first name|forename|given name",
    "last_name": "last name|candidate last name|surname|family name",
    "candidate_email": "candidate email|candidate e-mail|email|e-mail|email address|e-mail address|mail",
    "candidate_phone": "candidate phone|candidate telephone|candidate mobile|phone|telephone|mobile|tel|phone number",
    "candidate_zone": "candidate time zone|candidate zone|candidate place|candidate city",
    "client": "client|company|employer|organisation|organization|client name|client company",
    "job": "job|job title|role|position|vacancy|title",
    "job_kind": "job kind|job type|kind|type|contract type|employment type",
    "consultant": "consultant|consultant email|consultant e-mail|owner|recruiter|account manager",
    "date": "date|day|interview date|on",
    "starts": "start|starts|start time|time|from|interview time|begins|starts at",
    "ends": "end|ends|end time|until|to|ends at",
    "minutes": "minutes|duration|length|how long",
    "zone": "time zone|timezone|zone|tz|place|city|location|client time zone",
    "round": "round|stage|interview round|round number",
    "introduced_by": "introduced by|introduction|introduced",
    "profile": "debrief|debrief profile|profile",
}
"""What each column may be called, in the order of the example."""
_PERSON: Final = re.compile(
    r"(?:interviewer|met|person|contact|panel)(\d*)(?:name)?(\d*)(role|title|jobtitle|position|email|mail|emailaddress|"
    r"phone|telephone)?(\d*)"
)
_PART: Final = {"role": "title", "jobtitle": "title", "position": "title", "mail": "email", "emailaddress": "email"}
_EVERYBODY: Final = frozenset({"interviewers", "peoplemet", "panelmembers", "contacts"})
MOST_PEOPLE: Final = 20


@dataclass(frozen=True)
class Columns:
    """Where each thing stands; ``people`` by number, then part (name, title, email, phone)."""

    header: list[str]
    at: dict[str, int]
    people: dict[int, dict[str, int]]
    unread: list[str]

    def called(self, name: str) -> str:
        """What the table calls a column; what we call it where it has none."""
        return self.header[self.at[name]] if name in self.at else ours(name)

    @property
    def missing(self) -> list[str]:
        """The columns without which no row can be read, as we call them."""
        named = "candidate" in self.at or {"first_name", "last_name"} <= set(self.at)
        found = [] if named else ["Candidate"]
        if not {"candidate_email", "candidate_phone"} & set(self.at):
            found.append("Candidate e-mail")
        found += [ours(name) for name in ("client", "job", "starts") if name not in self.at]
        return found


def ours(name: str) -> str:
    """What the example calls a column."""
    return OURS.get(name, name)


def columns_in(header: Sequence[str]) -> Columns:
    """Find out what each column is; the first of two that are the same counts."""
    found = Columns(list(header), {}, {}, [])
    for at, title in enumerate(header):
        key, plain = _KEYS.get(_plain(title)), _plain(title)
        if plain in _EVERYBODY:
            key = "people"
        person = None if key else _PERSON.fullmatch(plain)
        if key is not None and key not in found.at:
            found.at[key] = at
        elif person is not None and int(_number(person)) <= MOST_PEOPLE:
            part = _PART.get(person[3] or "name", person[3] or "name")
            part = "phone" if part == "telephone" else part
            found.people.setdefault(int(_number(person)), {}).setdefault(part, at)
        elif title:
            found.unread.append(title)
    return found


def _number(found: re.Match[str]) -> str:
    return (found[1] or found[2] or found[4] or "1")[:3]


def _plain(title: str) -> str:
    letters = (one for one in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(one))
    return "".join(one for one in letters if one.isalnum())


_KEYS: Final = {_plain(title): key for key, titles in NAMES.items() for title in titles.split("|")}
OURS: Final = {
    "reference": "Reference",
    "candidate": "Candidate",
    "candidate_email": "Candidate e-mail",
    "candidate_phone": "Candidate telephone",
    "candidate_zone": "Candidate time zone",
    "client": "Client",
    "job": "Job",
    "job_kind": "Job type",
    "consultant": "Consultant",
    "date": "Date",
    "starts": "Start",
    "ends": "End",
    "minutes": "Minutes",
    "zone": "Time zone",
    "round": "Round",
    "introduced_by": "Introduced by",
    "profile": "Debrief",
    "people": "Interviewers",
}
"""What our example and our messages call each column."""
EXAMPLE: Final = (
    (
        *("Candidate", "Candidate e-mail", "Candidate telephone", "Client", "Job", "Date", "Start", "Minutes"),
        *("Time zone", "Round", "Consultant", "Interviewer 1", "Interviewer 1 role", "Interviewer 1 e-mail"),
        *("Interviewer 2", "Interviewer 2 role", "Interviewer 2 e-mail"),
    ),
    (
        *("Alex Example", "alex@example.com", "020 7946 0991", "Example Foods", "Product Manager", "2027-03-16"),
        *("15:00", "60", "New York", "1", "", "Dana Example", "Head of Product", "dana@example.com"),
        *("Tom Example", "Finance Director", ""),
    ),
)
"""A table to begin with."""
