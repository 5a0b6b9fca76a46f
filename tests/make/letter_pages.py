"""A candidate at the pages on which letters are written."""

from typing import Any

from tests.make import debriefs
from tests.make.visitor import Visitor
from tests.office import Office

Json = dict[str, Any]
THANKS = "Thank you for the hour on Monday, Dana, and for showing me the Leeds roadmap."
WISH = "I want this role: a product people eat every day."
ANSWER = "At Corvid I led nine people across Porto and Dublin for three years."


def held(office: Office, *, answers: Json | None = None, **announced: Any) -> Json:
    """An interview that is over, and its debrief sent."""
    interview = office.held(**announced)
    debriefs.submit(office.candidate(interview["id"]), interview["id"], answers)
    return interview


def writing(office: Office, **announced: Any) -> Visitor:
    """A candidate with the composer of a new letter before them."""
    visitor = Visitor(office, held(office, **announced)["id"])
    visitor.open("/letters/new")
    assert visitor.send().status_code == 200
    return visitor


def letter_path(visitor: Visitor) -> str:
    """The path of the letter that the visitor is looking at, under the interview's."""
    return visitor.page.url.path.removeprefix(visitor.home).partition("?")[0]


def field_of(visitor: Visitor, label: str) -> str:
    """The name of the text field with this label."""
    before = visitor.page.text.partition(f">{label}")[0]
    return before.rpartition('<label for="')[2].partition('"')[0].replace("-", ".")


def said_in(visitor: Visitor, *words: str) -> None:
    missing = [one for one in words if one not in visitor.text]
    assert not missing, visitor.text
