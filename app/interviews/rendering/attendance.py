"""What was said to "did it go ahead?", and what it leads to, in words for whoever reads them."""

from app.accounts.schemas.accounts import AgencySettings
from app.core.local_time import date_time, place_of, weekday_time
from app.interviews.models import AttendanceAnswer, Meeting
from app.interviews.rules import ask_again_at


def said(answer: AttendanceAnswer) -> str:
    """Say what became of the interview, to go on after a colon."""
    match answer.answer:
        case "moved" if answer.starts_at and answer.time_zone:
            return f"moved to {date_time(answer.starts_at, answer.time_zone)} in {place_of(answer.time_zone)}"
        case "moved":
            return "moved, the new time is not known yet"
        case "cancelled":
            return "cancelled"
        case _:
            return "did not go"


def next_for_agency(answer: AttendanceAnswer) -> str:
    """Say what the agency does about it."""
    match answer.answer:
        case "yes":
            return "The candidate goes on to the debrief."
        case "still_going":
            return "The candidate is asked again in an hour, not at night."
        case "moved" if answer.starts_at:
            return "The interview was moved to that time here. If it is wrong, move it again."
        case "moved":
            return "Find out the new time and move the interview. Until then the candidate is asked nothing."
        case "cancelled":
            return "Ask the client, then cancel the interview or move it. Until then the candidate is asked nothing."
        case _:
            return (
                "Ring the candidate and the client, then record that the candidate did not attend, or cancel or move "
                "the interview. Until then the candidate is asked nothing."
            )


def next_for_candidate(answer: AttendanceAnswer, meeting: Meeting) -> str:
    """Say to the candidate what happens now."""
    consultant = meeting.consultant.name
    match answer.answer:
        case "yes":
            return f"Tell us how it went, while it is fresh. {consultant} reads it."
        case "still_going":
            return f"We ask you again on {_again(answer, meeting)}."
        case "moved" if answer.starts_at:
            return f"M{said(answer).removeprefix('m')}. We ask you how it went when it is over."
        case "moved":
            return f"{consultant} finds out the new time. We ask you nothing until then."
        case _:
            return (
                f"{consultant} settles it with {meeting.client.name} and gets in touch. We ask you nothing until then."
            )


def _again(answer: AttendanceAnswer, meeting: Meeting) -> str:
    """When they are asked once more, by their clock."""
    settings, zone = AgencySettings.model_validate(meeting.agency.settings or {}), meeting.candidate.time_zone
    at = ask_again_at(answer.about_ends_at, zone, settings, now=answer.told_at)
    return f"{weekday_time(at, zone)} in {place_of(zone)}"
