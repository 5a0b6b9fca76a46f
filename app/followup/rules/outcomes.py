"""What each outcome is called, who can decide it, how the candidate is told, what it means then; pure.

A no is about the client's criteria (P18). The words promise nothing that nobody promised.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from app.core.errors import FieldError
from app.core.local_time import day_month

Side = Literal["client", "candidate", "agency"]


@dataclass(frozen=True)
class Kind:
    """One kind of outcome: ``sides`` can decide it, the likeliest first.

    For the candidate: the heading of their page, whose turn it is, what it means and what comes next; ``suggested`` is
    how a consultant may begin to tell it. ``{candidate}``, ``{client}``, ``{consultant}``, ``{job}`` are filled in.
    """

    name: str
    sides: tuple[Side, ...]
    title: str
    acts: str
    means: str
    comes_next: str
    suggested: str
    judges: bool = False


ENDS: Final = frozenset({"client_rejected", "candidate_withdrew", "job_closed", "placed"})
"""Of which a candidate who was told of them waits for nothing more."""
KINDS: Final[Mapping[str, Kind]] = {
    "next_round": Kind(
        name="Next round",
        sides=("client",),
        title="They would like to meet you again.",
        acts="{consultant} arranges it",
        means="{client} goes on with you. It is another meeting, and no decision yet.",
        comes_next="You hear from {consultant} whom you meet and when. What you wrote about this interview helps you "
        "prepare.",
        suggested="{client} would like to meet you again about {job}.{decided} I find out whom you meet and when, and "
        "we prepare it together.",
        judges=True,
    ),
    "offer": Kind(
        name="Offer",
        sides=("client",),
        title="They would like you to join.",
        acts="Your decision",
        means="{client} makes you an offer. Nothing is settled before you say yes.",
        comes_next="{consultant} goes through it with you. Ask whatever is open, and take the time that you need.",
        suggested="{client} would like you for {job}.{decided} I go through the terms with you before you answer. Ask "
        "me whatever is open.",
        judges=True,
    ),
    "client_rejected": Kind(
        name="The client said no",
        sides=("client",),
        title="This one goes no further.",
        acts="Nothing is asked of you",
        means="A no is about the criteria of {client} for this job. It is no verdict on you: others look for something "
        "else.",
        comes_next="What you learned there stays yours for the next interview, and {consultant} stays your contact.",
        suggested="{client} has decided not to go on with you for {job}.{decided} That is about what they look for in "
        "this job. I would like to talk with you about what comes next.",
        judges=True,
    ),
    "candidate_withdrew": Kind(
        name="The candidate stepped back",
        sides=("candidate",),
        title="You have stepped back.",
        acts="Nothing is asked of you",
        means="You are not in the running for this job any more, as you wished.",
        comes_next="If you change your mind, ring {consultant} soon. {consultant} stays your contact for what comes "
        "next.",
        suggested="As you asked, I have told {client} that you step back from {job}.{decided} Thank you for telling "
        "me. I stay in touch about what fits better.",
    ),
    "on_hold": Kind(
        name="On hold",
        sides=("client", "agency"),
        title="It is on hold.",
        acts="{client} pauses",
        means="{client} has stopped for now. That is neither a yes nor a no.",
        comes_next="{consultant} asks when it goes on. Go on with whatever else you have: nothing here holds you.",
        suggested="{client} has put {job} on hold.{decided} They have decided neither for nor against you. I ask them "
        "again and tell you what I hear.",
    ),
    "job_closed": Kind(
        name="The job is closed",
        sides=("client", "agency"),
        title="The job is closed.",
        acts="Nothing is asked of you",
        means="{client} does not look for anybody for this job any more. That is about the job, not about you.",
        comes_next="What you learned there stays yours for the next interview, and {consultant} stays your contact.",
        suggested="{client} does not look for anybody for {job} any more.{decided} That is about the job and not about "
        "you. I would like to talk with you about what comes next.",
    ),
    "placed": Kind(
        name="Placed",
        sides=("candidate", "client"),
        title="You have the job.",
        acts="Congratulations",
        means="{client} and you have agreed.",
        comes_next="{consultant} tells you what is needed before you start, and stays your contact after it.",
        suggested="It is agreed: you join {client} for {job}.{decided} I tell you what is needed before you start. "
        "Congratulations.",
        judges=True,
    ),
}
SIDES: Final[Mapping[str, str]] = {"client": "The client", "candidate": "The candidate", "agency": "Your agency"}


def side_of(kind: str, side: str | None) -> str:
    """Who decided: whoever was named, else whoever it is with this kind."""
    return side or KINDS[kind].sides[0]


def amiss_in(kind: str, side: str | None, decided_on: date | None, *, begun: bool, today: date) -> list[FieldError]:
    """Name what cannot be; ``begun``: whether the interview has begun."""
    found = []
    if side_of(kind, side) not in KINDS[kind].sides:
        can = " or ".join(SIDES[one].lower() for one in KINDS[kind].sides)
        found.append(FieldError("#/side", f"cannot be with this kind: {can} decides it"))
    if decided_on is not None and decided_on > today:
        found.append(FieldError("#/decided_on", "has not come yet"))
    if KINDS[kind].judges and not begun:
        found.append(FieldError("#/kind", "comes after the interview, which has not begun"))
    return found


def suggested(kind: str, *, side: str, decided_on: date | None, client: str, job: str) -> str:
    """Words with which a consultant may begin to tell the candidate."""
    who = "You decided" if side == "candidate" else "They decided" if side == "client" else "It was decided"
    decided = f" {who} that on {day_month(decided_on)}." if decided_on else ""
    return KINDS[kind].suggested.format(client=client, job=job, decided=decided)
