"""The mail that lists what waits for a consultant who wants three mails a day and no more."""

from collections.abc import Sequence
from datetime import datetime

from app.core.local_time import day_month, local, place_of, weekday_time
from app.interviews.models import Meeting
from app.reviews.models import ReviewItem
from app.web.mails import Button, Mail, MailPart

_WEEKDAY_IS_CLEAR = 6


def digest_mail(
    agency: str,
    zone: str,
    rows: Sequence[tuple[ReviewItem, Meeting]],
    *,
    since: datetime,
    queue: str,
    now: datetime,
    first: Sequence[MailPart] = (),
) -> Mail:
    """List what waits, the most urgent first, below ``first``; what came ``since`` the digest before is marked."""
    fresh = sum(1 for item, _ in rows if item.created_at > since)
    due = day_time(rows[0][0].due_at, zone, now)
    subject = f"1 waits for you, due {due}" if len(rows) == 1 else f"{len(rows)} wait for you, the first due {due}"
    return Mail(
        agency=agency,
        subject=subject,
        paragraphs=(f"{fresh} came since the last digest. The times are those in {place_of(zone)}.",),
        button=Button("Open what waits", queue),
        parts=(
            *first,
            MailPart("The most urgent first", tuple(_row(*row, zone, since, now) for row in rows), listed=True),
        ),
        signed=(agency,),
    )


def day_time(moment: datetime, zone: str, now: datetime) -> str:
    """Say the weekday and time in a place; the date where the weekday alone would be unclear."""
    there, today = local(moment, zone), local(now, zone).date()
    clear = abs((there.date() - today).days) <= _WEEKDAY_IS_CLEAR
    return weekday_time(moment, zone) if clear else f"{day_month(there.date())}, {there:%H:%M}"


def what_is_due(item: ReviewItem, zone: str, now: datetime) -> str:
    """Say what waits, and by when it is to be decided."""
    what = {"letter": "letter", "summary": "summary", "addendum": "something new"}.get(item.kind, "debrief")
    late = "was due" if item.due_at <= now else "by"
    return f"{what}, {late} {day_time(item.due_at, zone, now)}"


def _row(item: ReviewItem, meeting: Meeting, zone: str, since: datetime, now: datetime) -> str:
    new = "New: " if item.created_at > since else ""
    return f"{new}{meeting.candidate.name} at {meeting.client.name}, {what_is_due(item, zone, now)}"
