"""The words of the mails about a debrief: the request, reminders, a return, and that none comes."""

from datetime import datetime

from app.core.local_time import date_time, day_month, local, place_of
from app.debriefs.models import Debrief, PlannedCall
from app.interviews.models import Meeting
from app.interviews.rendering.mails import dialled
from app.interviews.rules import guidance
from app.web.mails import Button, Mail

_TAKES = {"full": "about ten minutes", "short": "about a minute"}


def request_mail(
    meeting: Meeting, debrief: Debrief, *, link: str, link_expires_at: datetime, privacy_notice: str
) -> Mail:
    """Ask for the debrief while it is fresh (P1), and say what may be said to whom (P6)."""
    consultant, client = meeting.consultant.name, meeting.client.name
    until = day_month(local(link_expires_at, meeting.candidate.time_zone).date())
    return Mail(
        agency=meeting.agency.name,
        subject=f"How did it go at {client}?",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"Your interview for {meeting.job.title} at {client} was on {interview_time(meeting)}. How did it go?",
            "Now is the best moment to say it. Within the hour you still have the names, the questions they came "
            "back to and what they seemed unsure about; a day later much of that has faded.",
            f"{consultant} and their team at {meeting.agency.name} read it before they speak to {client}. It takes "
            f"{_TAKES[debrief.profile]} on a phone, and what you type is kept, so you can stop and go on later.",
            guidance(
                introduced_by=meeting.interview.introduced_by,
                contact_policy=meeting.client.contact_policy,
                consultant=consultant,
                client=client,
            ),
        ),
        button=Button("Tell us how it went", link),
        after_button=(
            f"The link is meant for you alone and works until {until}.",
            f"If the interview did not take place, or is still going on, answer this mail and tell {consultant}.",
            f"How {meeting.agency.name} handles what you write: {privacy_notice}",
        ),
        signed=signed(meeting),
    )


def reminder_mail(
    meeting: Meeting, debrief: Debrief, *, link: str, last: bool, call: PlannedCall | None = None
) -> Mail:
    """Remind once more, gently, and say why now where the client is rung; the last says that it is the last (P15)."""
    consultant, client = meeting.consultant.name, meeting.client.name
    begun = "What you have written so far is kept; go on where you stopped. " if debrief.state == "draft" else ""
    return Mail(
        agency=meeting.agency.name,
        subject=f"Still time to say how it went at {client}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            *(
                [f"{call.by} rings {client} on {_here(call.at, meeting)}: what you say until then goes with them."]
                if call
                else []
            ),
            f"{consultant} would like to hear how your interview for {meeting.job.title} at {client} went, on "
            f"{interview_time(meeting)}, before they speak to {client}.",
            f"{begun}Short answers help too: whom you met, what they seemed unsure about, and what happens next.",
        ),
        button=Button("Tell us how it went", link),
        after_button=("We do not remind you again.",) if last else (),
        signed=signed(meeting),
    )


def returned_mail(meeting: Meeting, *, reason: str, link: str) -> Mail:
    """Tell the candidate what the consultant would like to know, and that nothing must be typed again."""
    consultant, client = meeting.consultant.name, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{consultant} has a question about your interview at {client}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"Thank you for your account of the interview for {meeting.job.title}. Before they speak to {client}, "
            f"{consultant} asks you to add to it:",
            *(line for line in reason.splitlines() if line.strip()),
            "Everything you wrote is still there. Change what is needed and send it again.",
        ),
        button=Button("Add to it and send it again", link),
        signed=signed(meeting),
    )


def declined_mail(meeting: Meeting, *, reason: str | None) -> Mail:
    """Tell the consultant that the candidate does not tell how it went, and what remains to do."""
    candidate, client = meeting.candidate, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate.name} at {client}: no debrief",
        paragraphs=(
            f"{candidate.name} chose not to tell how the interview for {meeting.job.title} at {client} went.",
            *([f"“{reason}”"] if reason else []),
            "They are not asked again. If they change their mind, open the debrief again.",
        ),
        button=Button(f"Ring {candidate.name}", f"tel:{dialled(candidate.phone)}") if candidate.phone else None,
        signed=(meeting.agency.name,),
    )


def interview_time(meeting: Meeting) -> str:
    """Say when the interview began, where the candidate is."""
    return _here(meeting.interview.starts_at, meeting)


def _here(moment: datetime, meeting: Meeting) -> str:
    zone = meeting.candidate.time_zone
    return f"{date_time(moment, zone)} ({place_of(zone)} time)"


def signed(meeting: Meeting) -> tuple[str, ...]:
    """Sign as the consultant."""
    user = meeting.consultant
    return (user.name, meeting.agency.name, *([user.phone] if user.phone else []))
