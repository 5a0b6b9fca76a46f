"""What is found of what somebody typed: the rows that are there already, and what a line of a table would do."""

from dataclasses import dataclass, field
from typing import Literal

from app.desk.rules.entries import Entry, Wrong
from app.directory.models import Candidate, Client, ClientContact, Job
from app.interviews.models import Interview

Outcome = Literal["new", "moves", "known", "wrong"]


@dataclass(frozen=True)
class Found:
    """What announcing would use; None, and it would be added. ``others``: interviews of theirs at this client."""

    candidate: Candidate | None
    client: Client | None
    job: Job | None
    contacts: list[ClientContact | None]
    others: list[Interview]


@dataclass(frozen=True)
class Planned:
    """One line and what it would do: ``adds`` names the kinds that are new.

    ``interview`` is the one that it is, ``again`` the line above that says the same.
    """

    entry: Entry
    outcome: Outcome
    wrong: list[Wrong] = field(default_factory=list)
    adds: list[str] = field(default_factory=list)
    interview: Interview | None = None
    again: int | None = None
