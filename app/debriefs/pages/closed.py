"""The form where nothing is written: before the interview, once it is sent, and when nobody asks any more."""

from dataclasses import dataclass

from fastapi import Response

from app.core.local_time import both_ends, date_time, place_of
from app.debriefs.pages.sheet import Sheet
from app.debriefs.pages.typed import Typed
from app.debriefs.rendering.answers import AGENCY_ONLY, QUESTIONS, in_words
from app.interviews.pages.visit import Visit
from app.web.page_routes import see


@dataclass(frozen=True)
class Answered:
    """What was told, as its candidate reads it again; ``confided``: there is more, which only the agency reads."""

    answers: list[tuple[str, str]]
    confided: bool


def answered(sheet: Sheet) -> Answered | None:
    """What a debrief says that was sent; None for a link that shows nothing stored."""
    said = {name: value for name, value in sheet.shown.items() if value is not None}
    mine = [(QUESTIONS[name], in_words(name, said[name])) for name in said if not name.startswith(AGENCY_ONLY)]
    return Answered(mine, confided=len(mine) < len(said)) if said else None


def show_closed(around: Visit, sheet: Sheet) -> Response:
    """Say where it stands in place of a form; what was sent has a page of its own."""
    if sheet.state == "submitted":
        return see(f"{around.frame.home}/debrief/sent")
    heading, paragraphs = _words(around, sheet)
    return around.show(
        "pages/debrief/closed.html",
        heading=heading,
        paragraphs=paragraphs,
        typed=(),
        told=answered(sheet) if sheet.state == "accepted" else None,
        adds=sheet.state == "accepted",
    )


def show_too_late(around: Visit, sheet: Sheet, typed: Typed) -> Response:
    """Give back what was typed where it can be saved no more (rule 8)."""
    heading, paragraphs = _words(around, sheet)
    said = [(QUESTIONS[name], in_words(name, value)) for name, value in typed.values.items() if value is not None]
    return around.show(
        "pages/debrief/closed.html",
        status=409,
        heading=heading,
        paragraphs=paragraphs,
        typed=said,
        told=None,
        adds=sheet.state == "accepted",
    )


def _words(around: Visit, sheet: Sheet) -> tuple[str, tuple[str, ...]]:
    card, client = around.frame.consultant, around.meeting.client.name
    consultant = card.name if sheet.state == "accepted" else card.acts
    zone, your_zone = around.meeting.interview.time_zone, around.meeting.candidate.time_zone
    starts = both_ends(around.meeting.interview.starts_at, zone, your_zone)
    again = f"If you change your mind, ask {consultant} to open it again."
    match sheet.state:
        case "early":
            return "Tell us when it is over", (
                f"Your interview begins on {starts}.",
                "Come back right after it: within the hour you still have the names and what they asked. We mail you "
                "a link.",
            )
        case "submitted":
            return f"{consultant} has it already", (
                f"It was sent {_when(around, sheet)}. Ask {consultant} to send it back if you want to change it.",
            )
        case "accepted":
            return f"{consultant} has accepted it", (
                f"{consultant} uses it when they speak to {client}. When something new comes to mind, add it.",
            )
        case "waived":
            return "Nothing more to tell", (
                f"{consultant} needs no account of this interview, and you are not asked again.",
                f"If you would like to give one, ask {consultant} to open it again.",
            )
        case "declined":
            return "You chose not to say how it went", ("You are not asked again.", again)
        case _:
            return "There is nothing to tell", (
                "This interview did not take place, or was called off.",
                f"If that is wrong, tell {consultant}.",
            )


def _when(around: Visit, sheet: Sheet) -> str:
    debrief, zone = sheet.standing.debrief, around.meeting.candidate.time_zone
    if debrief is None or debrief.submitted_at is None:
        return "earlier"
    return f"on {date_time(debrief.submitted_at, zone)} ({place_of(zone)} time)"
