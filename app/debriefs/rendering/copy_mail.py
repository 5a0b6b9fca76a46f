"""The words of the candidate's own copy of what they sent."""

from datetime import datetime

from app.core.ids import public_id
from app.core.local_time import date_time, place_of
from app.debriefs.models import Debrief
from app.debriefs.rendering.answers import QUESTIONS, in_words, values_of
from app.debriefs.rendering.mails import signed
from app.debriefs.rules import review_due_at
from app.debriefs.schemas.content import DebriefAnswers
from app.interviews.models import Meeting
from app.web.mails import Mail


def copy_mail(meeting: Meeting, debrief: Debrief, answers: DebriefAnswers, *, sent_at: datetime) -> Mail:
    """Give the candidate what they wrote, each answer below its question; nothing that only the agency reads."""
    consultant, client = meeting.consultant.name, meeting.client.name
    zone = meeting.candidate.time_zone
    due = date_time(review_due_at(sent_at), zone)
    return Mail(
        agency=meeting.agency.name,
        subject=f"Your copy: how it went at {client}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"This is what you sent {consultant} about your interview for {meeting.job.title} at {client}, on "
            f"{date_time(sent_at, zone)} ({place_of(zone)} time). Your reference: {public_id('dbf', debrief.id)}.",
            f"{consultant} reads it by {due}, and either accepts it or sends it back to you with a question.",
            *_lines(answers),
            f"Answers that only {consultant} and their team read are not in this copy, since a mail can be read on "
            "its way.",
        ),
        signed=signed(meeting),
    )


def _lines(answers: DebriefAnswers) -> list[str]:
    lines = []
    for name, value in values_of(answers).items():
        if value is not None:
            lines += [QUESTIONS[name], *(f"– {said}" for said in in_words(name, value).splitlines() if said)]
    return lines
