"""What clients of the demonstration say of a candidate on the telephone, and what candidates are then told."""

from typing import Any

from app.demo.cast import Company

Json = dict[str, Any]

SAID: dict[str, tuple[str, str, str, str]] = {
    "bakery": (
        "They liked the late lorry: nobody had found that hour before.",
        "Everything but the size: nine shops are more than nineteen calls.",
        "Firm enough, said Maeve; she would rather have it short.",
        "A morning with the shops.",
    ),
    "law": (
        "Rosalind has kept two of the clauses.",
        "The contracts are beyond doubt.",
        "Hugo still wonders about disputes, Rosalind does not.",
        "A talk with the board's secretary.",
    ),
    "lens": (
        "The whiteboard was the best that they saw this autumn.",
        "Strong on streams, new to their machines.",
        "Rust can be learned there, said Katrin.",
        "A day with the team in Rathenow.",
    ),
    "bikes": (
        "They would have hired the drafts alone.",
        "Two configurators are more than anybody else brought.",
        "They miss results in numbers, and say so.",
        "A small paid task.",
    ),
    "books": (
        "Grant has read the plan for the first novel aloud to his team.",
        "The right list, and the right readers.",
        "The eleven months are explained; Delia was content with it.",
        "Delia asks for the budget, then rings.",
    ),
    "bank": (
        "Vera still has the sheet on her desk.",
        "Two closes shortened are two more than anybody else has.",
        "The ledger can be learned in a month, said Samuel.",
        "A case, and a second meeting with both of them.",
    ),
    "grain": (
        "Ray had the mirrors put up the day after.",
        "Eight harvests without a lost day speak for themselves.",
        "A family that comes along is what Loretta hoped to hear.",
        "A second visit, with the family.",
    ),
    "clinic": (
        "Naomi tried the rota on a real Monday, and it held.",
        "Rotas and money: yes. Clinics: not so far.",
        "Peter would rather have somebody who has nursed.",
        "Peter talks to his colleagues.",
    ),
    "hotel": (
        "Omar speaks of the napkin to everybody.",
        "Nine summers are what they were looking for.",
        "Layla prefers somebody who does not bring other people’s names.",
        "A dinner with the owners.",
    ),
    "ships": (
        "Mei Lin uses the table every week.",
        "Crews and shore: both, which is rare.",
        "Arjun laughed about the tablets.",
        "A visit aboard.",
    ),
}
"""Of interest, of the qualifications, of the doubt, and what comes next."""

OPENINGS = {
    "ships": "A second post for the Rotterdam office opens in the new year.",
    "clinic": "They will need somebody for the southern clinics, without the nursing.",
}

WAITING = (
    "There is nothing new from {client} today, and that is no bad sign: they are still meeting people. I ask again "
    "and tell you what I hear.",
    "I spoke to {client} this morning. They have not decided, and they have not forgotten you either. You hear from me "
    "as promised, whatever there is.",
    "Still no decision at {client}. I have told them that you would like to know, and asked what it waits for.",
)
"""What a consultant writes when a promise comes near and there is no news; one after the other."""

ARRANGED = (
    "There is nothing that you need to do. {client} meets you again as we said; what to notice stands on your page."
)
PAUSED = (
    "It is still on hold at {client}. I ask them again in the new budget year, and tell you at once if it moves before."
)
LATE = "I am sorry: you should have heard from me before this. {client} has not decided yet; I ask them today."


def answers(client: str, company: Company, *, recommendation: str = "yes", **changes: Any) -> Json:
    """What this client says, with the doubt of the debrief as its own item; ``changes`` replace items."""
    interest, qualifications, doubt, next_step = SAID[client]
    said: Json = {
        "recommendation": recommendation,
        "interest": {"words": interest, "quotable": True},
        "qualifications": {"words": qualifications, "quotable": recommendation != "no"},
        "concerns": [
            {
                "key": "c1",
                "was_one": "no" if recommendation.endswith("yes") else "yes",
                "words": doubt,
                "quotable": True,
            }
        ],
        "next_step": {"words": next_step, "quotable": recommendation != "no"},
        "decision": {"on": None, "precision": "unknown", "by": company.people[0][0], "quotable": False},
        **changes,
    }
    if client in OPENINGS:
        said["other_openings"] = {"words": OPENINGS[client], "quotable": True}
    return said
