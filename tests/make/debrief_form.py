"""What a candidate types into the pages of the debrief's form, and what is stored of it."""

from tests.make.debriefs import path
from tests.office import Json, Office

PEOPLE = {
    "people_met.1.role_in_decision": "Advises",
    "role_as_described": "Meal planning, half discovery and half delivery.",
    "organisation_facts": "Eleven people; the team moves to Leeds.",
}
WENT = {"went_well": "The case about recalls.", "difficult": "Managing people abroad."}
CONCERN = {
    "concerns.0.text": "No experience with a team abroad",
    "concerns.0.stated_or_sensed": "stated",
    "concerns.0.raised_by": "Dana Whitfield",
    "concerns.0.answered_in_room": "partly",
}
NEXT = {
    "appealed": "A team that ships every week.",
    "fit": "The recall at Corvid, end to end.",
    "interest.after": "5",
    "next_step": "A second meeting with finance.",
    "decision_expected.on": "2026-12-04",
}


def standing(office: Office, interview: str) -> Json:
    """The debrief as its consultant reads it: what was sent."""
    found: Json = office.priya.get(path(interview)).json()
    return found


def stored(office: Office, interview: str) -> Json:
    """The debrief as its candidate reads it: what is being written."""
    found: Json = office.candidate(interview).get(path(interview)).json()
    return found
