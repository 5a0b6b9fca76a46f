"""Who may do what: one line for every route, one column for every kind of actor.

``ok`` lets in (the answer is 2xx, or the domain's own refusal: 409, 412, 422, 428); a number is the refusal. `scope` is
the one that a key needs; `-` says that no key gets in. 404 is the answer for what does not exist for somebody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ACTORS = (
    "anonymous",
    "sent",
    "returned",
    "other_candidate",
    "stranger's candidate",
    "owner",
    "colleague",
    "manager",
    "compliance",
    "admin",
    "stranger",
    "key",
    "key without",
    "stranger's key",
    "revoked key",
    "expired key",
)
"""The candidate by a link that the service sent, and by one handed over; another candidate of the agency, and of
another agency; the consultant whose interview it is and who is away, covered by another; one whose it is not, and so
on; a stranger is a consultant of another agency; a key that decides does so for the owner."""
AS: Mapping[str, str] = {"covering": "owner", "other team": "colleague"}
"""Further actors who get what another gets: who covers for the owner today, and a consultant of another team, where
the agency lets consultants see beyond their team."""
OWN_ONLY = frozenset({"addCoverRule", "endCoverRule", "endCoverOnDesk", "deleteComment"})
"""What is refused to whoever covers: a consultant arranges their own absence, and takes back their own words."""

TABLE = Path(__file__).with_suffix(".txt")
"""The lines; ``#`` begins a heading."""


@dataclass(frozen=True)
class Line:
    """What the table says of one route."""

    route: str
    scope: str | None
    outcomes: dict[str, str]


@cache
def lines() -> dict[str, Line]:
    """Read the table; raises ValueError for a line that has not a cell for each actor."""
    written = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split() for line in written if line and not line.startswith("#")]
    return {
        name: Line(name, None if scope == "-" else scope, dict(zip(ACTORS, cells, strict=True)))
        for name, scope, *cells in rows
    }
