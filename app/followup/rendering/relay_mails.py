"""The mails that somebody is still to be told what the client said; what it was stands in none of them."""

from app.accounts.models import Consultant
from app.core.ids import public_id
from app.deliveries.rules.telling import first_name
from app.followup.models.heard import Heard
from app.followup.rendering.feedback import due_words
from app.interviews.models import Meeting
from app.web.mails import Button, Mail

NOT_HERE = "What was said stands on the page and in no mail."


def relay_mail(heard: Heard, meeting: Meeting, *, public_url: str) -> Mail:
    """Remind the consultant that their candidate waits to be told (P17)."""
    candidate, client = meeting.candidate.name, meeting.client.name
    by = "You" if heard.by == meeting.consultant.name else heard.by
    return Mail(
        agency=meeting.agency.name,
        subject=f"Tell {candidate} what {client} said",
        paragraphs=(
            f"Dear {meeting.consultant.name},",
            f"{by} took down what {client} said of {candidate}’s interview for {meeting.job.title}. "
            f"{first_name(candidate)} has not been told; it was to be by {due_words(heard.feedback, _zone(meeting))}.",
            "Tell them in your own words, on their page and by mail or by telephone. Nothing reaches them by itself.",
        ),
        button=Button("See what may be told", _page(heard, public_url)),
        after_button=(NOT_HERE,),
        signed=(meeting.agency.name,),
    )


def relay_overdue_mail(heard: Heard, meeting: Meeting, manager: Consultant, *, public_url: str) -> Mail:
    """Tell a manager, once, that a candidate still was not told (P17)."""
    candidate, client, consultant = meeting.candidate.name, meeting.client.name, meeting.consultant
    whose = "You have it to do." if consultant.id == manager.id else f"{consultant.name} has it to do."
    whose = whose if consultant.active else "Nobody has it to do: whoever had it has left."
    return Mail(
        agency=meeting.agency.name,
        subject=f"Overdue: {candidate} has not been told what {client} said",
        paragraphs=(
            f"Dear {manager.name},",
            f"What {client} said of {candidate}’s interview for {meeting.job.title} was to be passed on by "
            f"{due_words(heard.feedback, _zone(meeting))}. {first_name(candidate)} has not been told.",
            f"{whose} You can tell them yourself, or give the interview to a colleague. This is said once.",
        ),
        button=Button("See what may be told", _page(heard, public_url)),
        after_button=(NOT_HERE,),
        signed=(meeting.agency.name,),
    )


def _page(heard: Heard, public_url: str) -> str:
    interview, feedback = public_id("int", heard.feedback.interview_id), public_id("fbk", heard.feedback.id)
    return f"{public_url}/desk/interviews/{interview}/feedback/{feedback}"


def _zone(meeting: Meeting) -> str:
    return meeting.agency.time_zone
