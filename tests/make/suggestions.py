"""Wording that a consultant suggests for a letter, over HTTP."""

from typing import Any

from sqlalchemy import text

from tests.make import letters, loop
from tests.office import Office

Json = dict[str, Any]
BETTER = (
    "You asked how I would run a team that I see twice a year. At Corvid I led nine people across Porto and Dublin."
)
NOTE = "Dana asked twice about Porto.\nBegin with it."


def suggested(office: Office, **changes: Any) -> loop.Loop:
    """A letter that was agreed to, and for which Priya then suggests another third paragraph."""
    found = loop.letter_agreed(office, **changes)
    answer = letters.suggest(office.priya, found.letter, letters.reworded(found.letter, 3, BETTER), NOTE)
    assert answer.status_code == 200, answer.text
    return found


def states(letter: Json) -> list[str]:
    """What became of each person's agreement to a letter."""
    return [one["state"] for one in letter["consents"]]


def waiting(office: Office) -> list[int]:
    """The versions of letters that lie on the desk."""
    with office.rows() as session:
        query = "SELECT version FROM review_item WHERE kind = 'letter' AND decision IS NULL"
        return [row[0] for row in session.execute(text(query))]
