"""What the demonstration's people write. All of them and their firms are made up; names end in reserved domains."""

from typing import Any

Json = dict[str, Any]
AGENCY = "Harcourt & Lane (demonstration)"
PASSPHRASE = "seven kettles beside the quay"  # noqa: S105 - of made-up people, on this machine only
CONSULTANT = {"name": "Priya Nair", "email": "priya.nair@harcourt.example", "phone": "+44 20 7946 0018"}
CANDIDATE = {
    "external_id": "CAND-1042",
    "name": "Alex Moreau",
    "email": "alex.moreau@candidates.example",
    "phone": "+44 20 7946 0991",
    "time_zone": "Europe/London",
}
CLIENT = {"external_id": "CLI-77", "name": "Meridian Foods"}
JOB = {"external_id": "JOB-310", "title": "Product Manager"}


def interviewer(name: str, title: str, address: str) -> Json:
    """Somebody at the client's office in New York."""
    return {
        "external_id": f"CTC-{address.partition('.')[0]}",
        "name": name,
        "title": title,
        "email": address,
        "time_zone": "America/New_York",
        "country": "US",
        "work_starts": "09:00:00",
        "work_ends": "17:30:00",
    }


DANA = interviewer("Dana Whitfield", "Head of Product", "dana.whitfield@meridian.example")
TOM = interviewer("Tom Achterberg", "Operations", "tom.achterberg@meridian.example")

THIN_ANSWERS: Json = {
    "people_met": [{"name": "Dana Whitfield", "title": "Head of Product", "role_in_decision": "decides"}],
    "role_as_described": "Owns the meal-planning product for the east coast.",
    "went_well": "The case about suppliers.",
    "concerns": [
        {
            "text": "They asked twice about managing people in another country. I think the answer I gave was thin.",
            "kind": "experience",
            "stated_or_sensed": "stated",
            "raised_by": "Dana Whitfield",
            "answered_in_room": "partly",
        }
    ],
    "interest": {"before": 3, "after": 5, "why": "A product that people eat every day."},
}
FULL_ANSWERS: Json = {
    **THIN_ANSWERS,
    "people_met": [
        {"name": "Dana Whitfield", "title": "Head of Product", "role_in_decision": "decides"},
        {"name": "Tom Achterberg", "title": "Operations", "role_in_decision": "advises"},
    ],
    "organisation_facts": "Forty people in product, two offices, a new warehouse in Leeds next year.",
    "difficult": "The question about budgets above two million.",
    "appealed": "That the team ships every week and eats what it ships.",
    "fit": "My years with suppliers at Corvid are what the roadmap needs next.",
    "unsaid": "I have managed a supplier recall end to end.",
    "next_step": "The panel meets and Dana rings Priya.",
    "decision_expected": {"on": None, "precision": "about", "source": "Dana Whitfield"},
}
AGENCY_ONLY: Json = {"other_processes": "A second process at a rival of Corvid, final round on Friday."}
"""Never leaves the agency; the demonstration looks for it in everything that does."""

COVERING_LINE = "Dear Dana, Alex asked me to pass this on after your meeting."
PARAGRAPHS = (
    "Dear Dana, dear Tom,",
    "Thank you for the hour this afternoon, and for showing me the Leeds roadmap before it was public.",
    "I want this role: building a product people eat every day, with a team that ships, is what I have been "
    "looking for.",
    "You asked how I would run a team I see twice a year. At Corvid I led nine people across Porto and Dublin for "
    "three years; what worked was one written decision log and a weekly hour with nothing on the agenda.",
    "I did not mention that I have managed a supplier recall end to end.",
    "If you would like anything further, Priya will pass it on the same day.",
    "With kind regards,\nAlex Moreau",
)
ANSWERING_PARAGRAPH = 3
"""The place, from 0, of the paragraph that answers the concern."""
