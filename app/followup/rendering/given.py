"""The mail in which somebody hears of the work that a colleague gave them."""

from collections.abc import Sequence
from datetime import datetime

from app.core.ids import public_id
from app.core.local_time import day_month, place_of
from app.debriefs.rendering.mails import interview_time
from app.followup.models.calls import Given
from app.followup.rendering.digest import day_time, what_is_due
from app.web.mails import Button, Mail, MailPart

TITLE = "Given to you"


def given_mail(agency: str, zone: str, given: Sequence[Given], *, desk: str, now: datetime) -> Mail:
    """List what is somebody's now, as `given_lines`; ``desk`` is the address of the console."""
    return Mail(
        agency=agency,
        subject=_subject(given, zone, now),
        paragraphs=(f"A colleague gave you what stands below. The times are those in {place_of(zone)}.",),
        button=_way(given, desk),
        parts=(MailPart(TITLE, given_lines(given, zone, now=now), listed=True),),
        signed=(agency,),
    )


def given_lines(given: Sequence[Given], zone: str, *, now: datetime) -> tuple[str, ...]:
    """Say of each thing given what it is, and by when something of it is to be decided."""
    return tuple(_line(one, zone, now) for one in given)


def _line(one: Given, zone: str, now: datetime) -> str:
    if one.meeting is None:
        return _cover_line(one)
    if one.subject_id == one.meeting.interview.id and not one.waiting:
        return f"{_who(one)}, the interview on {interview_time(one.meeting)}"
    due = "; ".join(what_is_due(item, zone, now) for item in one.waiting)
    whole = "the interview and what waits of it: " if one.subject_id == one.meeting.interview.id else ""
    return f"{_who(one)}, {whole}{due}"


def _cover_line(one: Given) -> str:
    waits = f" {len(one.waiting)} wait now." if len(one.waiting) > 1 else " 1 waits now." if one.waiting else ""
    return f"{_cover(one)}: what comes in for them comes to you, and is yours to decide.{waits}"


def _cover(one: Given) -> str:
    if one.cover is None or one.away is None:
        raise LookupError("neither an interview nor a cover was given")
    return f"You cover for {one.away.name} until {day_month(one.cover.until_on)}"


def _subject(given: Sequence[Given], zone: str, now: datetime) -> str:
    dues = [item.due_at for one in given for item in one.waiting]
    due = day_time(min(dues), zone, now) if dues else ""
    if len(given) > 1:
        return f"{len(given)} were given to you{f', the first due {due}' if due else ''}"
    (only,) = given
    if only.meeting is None:
        return _cover(only)
    return f"Given to you: {_who(only)}{f', by {due}' if due else ''}"


def _way(given: Sequence[Given], desk: str) -> Button:
    only = given[0] if len(given) == 1 else None
    if only is not None and only.meeting is not None:
        interview = only.meeting.interview.id
        if only.subject_id == interview:
            return Button("Open the interview", f"{desk}/interviews/{public_id('int', interview)}")
        return Button("Read it and decide", f"{desk}/review/{public_id('rvw', only.subject_id)}")
    return Button("Open what waits", f"{desk}/queue")


def _who(one: Given) -> str:
    if one.meeting is None:
        raise LookupError("no interview was given")
    return f"{one.meeting.candidate.name} at {one.meeting.client.name}"
