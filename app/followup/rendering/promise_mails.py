"""The mails about a promise: the consultant is warned, the candidate has something to read, and asks for news."""

from collections.abc import Sequence
from datetime import datetime

from app.core.ids import public_id
from app.core.local_time import both_ends, day_month, local
from app.debriefs.rendering.mails import interview_time, signed
from app.deliveries.rules.telling import first_name
from app.followup.models.promises import Nudge, Promise
from app.followup.rendering.digest import day_time
from app.interviews.models import Meeting
from app.interviews.rendering.mails import dialled
from app.web.mails import Button, Mail


def warning_mail(meeting: Meeting, promise: Promise, *, asked: int, desk: str, now: datetime) -> Mail:
    """Tell the consultant that the candidate is to hear soon, or was to hear; ``asked``: how often they asked."""
    candidate, client, zone = meeting.candidate, meeting.client.name, meeting.agency.time_zone
    by = both_ends(promise.next_update_by, zone, zone, now=now)
    late = promise.next_update_by <= now
    told = f"{candidate.name} was to hear from you by {by}, and has heard nothing."
    if not late:
        told = f"{candidate.name} reads that they hear from you by {by}, even if there is nothing new."
    due = day_time(promise.next_update_by, zone, now)
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate.name} at {client}: {'you were to write by' if late else 'write by'} {due}",
        paragraphs=(
            f"{told} It is about {meeting.job.title} at {client}, interview on {interview_time(meeting)}.",
            *([f"{first_name(candidate.name)} has asked for news."] if asked else []),
            "A line is enough: that nothing is new, what you do next, and when they hear again."
            + ("" if late else " If you need longer, say why; they read that."),
        ),
        button=Button(f"Write to {first_name(candidate.name)}", page_of(meeting, desk)),
        links=_ring(meeting),
        signed=(meeting.agency.name,),
    )


def update_mail(meeting: Meeting, *, by: str, link: str) -> Mail:
    """Tell the candidate that somebody wrote to them; what it says stands on their page only."""
    return Mail(
        agency=meeting.agency.name,
        subject=f"{by} wrote to you about your interview at {meeting.client.name}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"{by} wrote to you about {meeting.job.title} at {meeting.client.name}. It stands on your page, and so "
            "does by when you hear next.",
        ),
        button=Button("Read it", link),
        signed=signed(meeting),
    )


def nudge_mail(meeting: Meeting, asked: Sequence[Nudge], *, desk: str, now: datetime) -> Mail:
    """Tell the consultant all that the candidate asks, in one mail; their words and days stand on the page only."""
    candidate, client, zone = meeting.candidate, meeting.client.name, meeting.agency.time_zone
    deadline = any(one.kind == "new_deadline" for one in asked)
    what = "has a new deadline of their own" if deadline else "asks for news"
    since = day_month(local(asked[0].asked_at, zone).date())
    due = day_time(min(one.due_at for one in asked), zone, now)
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate.name} at {client}: {'a new deadline' if deadline else 'asks for news'}, answer by {due}",
        paragraphs=(
            f"{candidate.name} {what}: {meeting.job.title} at {client}, interview on {interview_time(meeting)}.",
            *([f"They asked {len(asked)} times since {since}."] if len(asked) > 1 else []),
            "What they wrote stands on the page and in no mail. What you write there answers all of it.",
        ),
        button=Button(f"Write to {first_name(candidate.name)}", page_of(meeting, desk)),
        links=_ring(meeting),
        signed=(meeting.agency.name,),
    )


def page_of(meeting: Meeting, desk: str) -> str:
    """Where a consultant writes to the candidate; ``desk`` is the address of the console."""
    return f"{desk}/interviews/{public_id('int', meeting.interview.id)}/promise"


def _ring(meeting: Meeting) -> tuple[Button, ...]:
    candidate = meeting.candidate
    if not candidate.phone:
        return ()
    return (Button(f"Ring {candidate.name}: {candidate.phone}", f"tel:{dialled(candidate.phone)}"),)
