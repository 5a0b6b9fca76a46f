"""The words of the mails about what was added to a debrief."""

from app.core.ids import public_id
from app.debriefs.models import DebriefAddendum
from app.debriefs.rendering.mails import interview_time, signed
from app.interviews.models import Meeting
from app.interviews.rendering.mails import dialled
from app.web.mails import Button, Mail


def addendum_mail(meeting: Meeting, addendum: DebriefAddendum, *, desk: str) -> Mail:
    """Tell the consultant what was added; what only the agency reads is in no mail (rule 4). ``desk``: its address."""
    candidate, client = meeting.candidate, meeting.client.name
    by = "by telephone, entered by a colleague" if addendum.channel == "phone" else "after the debrief"
    said = addendum.text or "Only the agency's people read it: it is not in this mail."
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate.name} at {client}: something new",
        paragraphs=(
            f"{candidate.name} added something {by}: {meeting.job.title} at {client}, "
            f"interview on {interview_time(meeting)}.",
            *(line for line in said.splitlines() if line.strip()),
            "It waits on your desk to be accepted or sent back.",
        ),
        button=Button("Read it and decide", f"{desk}/interviews/{public_id('int', meeting.interview.id)}"),
        links=(Button(f"Ring {candidate.name}", f"tel:{dialled(candidate.phone)}"),) if candidate.phone else (),
        signed=(meeting.agency.name,),
    )


def addendum_returned_mail(meeting: Meeting, *, reason: str, link: str) -> Mail:
    """Tell the candidate why what they added came back."""
    consultant, client = meeting.consultant.name, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{consultant} has a question about what you added on {client}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"Thank you for what you added about {meeting.job.title}. {consultant} asks:",
            *(line for line in reason.splitlines() if line.strip()),
            "Everything you wrote is kept. Add what is missing.",
        ),
        button=Button("Add to it", link),
        signed=signed(meeting),
    )
