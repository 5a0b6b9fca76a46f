"""The mail in which managers hear, once, that something is overdue; never with what is for the agency only (rule 4)."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Consultant
from app.core.ids import public_id
from app.core.local_time import both_ends, date_time, place_of
from app.interviews.models import Meeting
from app.reviews.models import ReviewItem
from app.reviews.rules.deadlines import shareable
from app.web.mails import Button, Mail

WHAT = {"debrief": "debrief", "addendum": "addition to the debrief", "letter": "letter", "summary": "summary"}


@dataclass(frozen=True)
class Overdue:
    """What waits, after which interview, who has it to do, and who covers for them today."""

    item: ReviewItem
    meeting: Meeting
    holder: Consultant | None
    cover: Consultant | None


def overdue_mail(late: Overdue, manager: Consultant, *, public_url: str, now: datetime) -> Mail:
    """Say what waits, since when, until when it was due, and whose it is."""
    item, meeting, zone = late.item, late.meeting, late.meeting.agency.time_zone
    candidate, client, what = meeting.candidate.name, meeting.client.name, WHAT[item.kind]
    since = f"{date_time(item.created_at, zone)} in {place_of(zone)}"
    due, why = both_ends(item.due_at, item.cut_off_zone or zone, zone, now=now), shareable(item.due_why)
    return Mail(
        agency=meeting.agency.name,
        subject=f"Overdue: {candidate} at {client}, a {what} to decide on",
        paragraphs=(
            f"Dear {manager.name},",
            f"{candidate}’s {what} after the interview for {meeting.job.title} at {client} has waited for a decision "
            f"since {since}.",
            f"It was due on {due}{f': {why}' if why else ''}.",
            f"{_whose(late, manager)} You can decide on it yourself, or hand it to a colleague. This is said once.",
        ),
        button=Button("Open it", f"{public_url}/desk/review/{public_id('rvw', item.id)}"),
        signed=(meeting.agency.name,),
    )


def _whose(late: Overdue, manager: Consultant) -> str:
    if late.holder is None or not late.holder.active:
        return "Nobody has it to do: whoever had it has left."
    if late.cover is not None:
        return f"{late.holder.name} has it to do and is away; {late.cover.name} covers."
    return "You have it to do." if late.holder.id == manager.id else f"{late.holder.name} has it to do."
