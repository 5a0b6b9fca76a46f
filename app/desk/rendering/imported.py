"""A table of interviews as it was read: how many rows do what, and each row in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.core.ids import public_id
from app.core.local_time import both_ends, date_time, place_of
from app.desk.rules.checked import listed
from app.desk.rules.entries import Wrong
from app.desk.rules.found import Planned

_ADDED: Final = {"candidate": "the candidate", "client": "the client", "job": "the job"}


@dataclass(frozen=True)
class Line:
    """One row in words; ``wrong`` says for each column what is amiss; ``about`` is the interview that it is."""

    number: int
    who: str
    what: str
    when: str
    says: str
    wrong: list[Wrong]
    about: str = ""


@dataclass(frozen=True)
class Sheet:
    """The rows of a table by what they would do."""

    new: list[Line]
    moves: list[Line]
    known: list[Line]
    wrong: list[Line]

    @property
    def does(self) -> int:
        """How many rows would change something."""
        return len(self.new) + len(self.moves)


def sheet_of(rows: Sequence[Planned], refused: Mapping[int, str], *, here: str, me: str) -> Sheet:
    """Say of every row what it would do; ``refused`` are those of which it was tried, with why not."""
    found: dict[str, list[Line]] = {name: [] for name in ("new", "moves", "known", "wrong")}
    for row in rows:
        why = refused.get(row.entry.number) if row.outcome in {"new", "moves"} else None
        outcome = "wrong" if why else row.outcome
        found[outcome].append(_line(row, why, here=here, me=me))
    return Sheet(**found)


def _line(row: Planned, why: str | None, *, here: str, me: str) -> Line:
    given = row.entry.given
    when = ""
    if "starts_at" in given:
        when = both_ends(given["starts_at"], given["time_zone"], here)
    return Line(
        row.entry.number,
        given["candidate"]["name"] or "No name",
        " · ".join(filter(None, (given["job"]["title"], given["client"]["name"]))),
        when,
        _says(row, me),
        [Wrong("", why)] if why else row.wrong,
        public_id("int", row.interview.id) if row.interview else "",
    )


def _says(row: Planned, me: str) -> str:
    owner = row.entry.given["consultant"]
    whose = "" if owner == me else f" For {owner}."
    match row.outcome:
        case "new":
            return f"Adds {listed([_ADDED[one] for one in row.adds])} too.{whose}" if row.adds else whose.strip()
        case "moves" if row.interview is not None:
            zone = row.interview.time_zone
            return f"Until now {date_time(row.interview.starts_at, zone)} in {place_of(zone)}."
        case "known":
            return f"The same as row {row.again}." if row.again else "It is in Afterword already."
        case _:
            return ""
