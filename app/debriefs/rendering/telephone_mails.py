"""The words of the mails about a debrief that is told by telephone, and of those to whoever rings."""

from datetime import datetime

from app.core.ids import public_id
from app.core.local_time import date_time, place_of
from app.debriefs.models import Debrief, DebriefVersion, PlannedCall
from app.debriefs.rendering.mails import interview_time, signed
from app.interviews.models import Meeting
from app.interviews.rendering.mails import dialled
from app.web.mails import Button, Mail

_ASKS = {
    "full": "whom they met, the role and the company as they were described, what went well and what was difficult, "
    "concerns, what appealed and where they fit, their interest from 1 to 5, and what happens next",
    "short": "their interest from 1 to 5, concerns, what happens next, and when they are available",
}


def ring_mail(meeting: Meeting, debrief: Debrief) -> Mail:
    """Ask the consultant to ring a candidate who has no e-mail address, while it is fresh (P1)."""
    candidate, client = meeting.candidate, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"Ring {candidate.name}: the interview at {client} is over",
        paragraphs=(
            f"{_reach(meeting)} The interview for {meeting.job.title} at {client} was on {interview_time(meeting)}.",
            f"Now is the best moment to hear how it went. Ask for {_ASKS[debrief.profile]}.",
            "Enter what they tell you as a debrief taken by telephone. It stays yours to have entered.",
        ),
        button=_ring(meeting),
        signed=(meeting.agency.name,),
    )


def ring_again_mail(meeting: Meeting, *, last: bool, call: PlannedCall | None = None) -> Mail:
    """Remind the consultant to ring, and before which call to the client; the last one says that it is the last."""
    candidate, client = meeting.candidate, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"Still to ring: {candidate.name}, about {client}",
        paragraphs=(
            f"{_reach(meeting)} Nobody has entered yet how the interview for {meeting.job.title} at {client} went, "
            f"on {interview_time(meeting)}.",
            *([f"{call.by} rings {client} on {_desk(call.at, meeting)}."] if call else []),
            "Enter what they tell you as a debrief taken by telephone, or waive the debrief with a reason.",
        ),
        button=_ring(meeting),
        after_button=("We do not remind you again.",) if last else (),
        signed=(meeting.agency.name,),
    )


def none_yet_mail(meeting: Meeting, debrief: Debrief, *, desk: str) -> Mail:
    """Tell the consultant that a day went by without a debrief, and how to take it; ``desk``: where the console is."""
    candidate, client, number = meeting.candidate, meeting.client.name, meeting.candidate.phone
    begun = f"{candidate.name} has begun to write and not sent it." if debrief.state == "draft" else ""
    asked = "They were asked by mail." if debrief.request_mailed_at and not begun else ""
    ring = f"Ring {number} and ask" if number else "There is no telephone number here: add one, then ring and ask"
    return Mail(
        agency=meeting.agency.name,
        subject=f"Still no debrief: {candidate.name} at {client}",
        paragraphs=(
            f"{candidate.name} has not told how the interview for {meeting.job.title} at {client} went, on "
            f"{interview_time(meeting)}. {begun}{asked}".rstrip(),
            f"A day later much has faded, and a few minutes on the telephone still save it. {ring} for "
            f"{_ASKS[debrief.profile]}.",
            "Enter what they tell you as a debrief taken by telephone, or waive the debrief with a reason.",
        ),
        button=_ring(meeting),
        links=(
            Button("Take it by telephone", f"{desk}/interviews/{public_id('int', debrief.interview_id)}/by-telephone"),
        ),
        after_button=("We tell you this once.",),
        signed=(meeting.agency.name,),
    )


def taken_mail(meeting: Meeting, version: DebriefVersion, *, taken_by: str, link: str) -> Mail:
    """Tell the candidate who wrote down what they told by telephone, so that whose words are whose stays known."""
    zone = meeting.candidate.time_zone
    when = f"{date_time(version.taken_at, zone)} ({place_of(zone)} time)" if version.taken_at else "the telephone"
    return Mail(
        agency=meeting.agency.name,
        subject=f"{taken_by} wrote down how it went at {meeting.client.name}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"Thank you for telling {taken_by} on {when} how your interview for {meeting.job.title} went. {taken_by} "
            "entered it for you, and it is marked as taken by telephone wherever it is shown.",
            "If something is missing or not as you said it, answer this mail. What you had typed yourself is kept.",
        ),
        button=Button("Read what was written down", link),
        signed=signed(meeting),
    )


def _desk(moment: datetime, meeting: Meeting) -> str:
    zone = meeting.agency.time_zone
    return f"{date_time(moment, zone)} ({place_of(zone)} time)"


def _reach(meeting: Meeting) -> str:
    number = meeting.candidate.phone
    ring = f"ring {number}" if number else "and no telephone number here either: add one"
    return f"{meeting.candidate.name} has no e-mail address: {ring}."


def _ring(meeting: Meeting) -> Button | None:
    number = meeting.candidate.phone
    return Button(f"Ring {meeting.candidate.name}", f"tel:{dialled(number)}") if number else None
