"""The interview as an entry for a calendar (RFC 5545), with a reminder to say how it went (P20).

Moved or cancelled it takes the place of the entry before (RFC 5546, 3.2.1 and 3.2.5).
"""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event, vCalAddress

from app.accounts.models import Consultant
from app.adapters.mail_message import Attachment
from app.core.ids import public_id
from app.interviews.models import Meeting
from app.interviews.states import OFF

MIME: Final = "text/calendar"
FILENAME: Final = "interview.ics"


def calendar_attachment(meeting: Meeting, *, public_url: str, remind_after: timedelta, now: datetime) -> Attachment:
    """Attach the entry to a mail, whose reader acts on the method that its type names (RFC 6047, 2.4)."""
    entry = calendar_file(meeting, public_url=public_url, remind_after=remind_after, now=now)
    return Attachment(FILENAME, MIME, entry, {"method": _method(meeting)})


def calendar_file(meeting: Meeting, *, public_url: str, remind_after: timedelta, now: datetime) -> bytes:
    """Write the entry: the same UID for ever, a SEQUENCE that rises with every move, cancelled where it is off."""
    interview, consultant = meeting.interview, meeting.consultant
    off = interview.state in OFF
    event = Event()
    event.add("uid", f"{public_id('int', interview.id)}@{urlsplit(public_url).hostname}")
    event.add("sequence", interview.audit_seq)
    event.add("dtstamp", now)
    event.add("dtstart", interview.starts_at)
    event.add("dtend", interview.ends_at)
    event.add("organizer", _organizer(consultant))
    event.add("summary", f"Interview: {meeting.job.title} at {meeting.client.name}")
    event.add("description", _description(meeting))
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    if not off:
        event.add_component(_reminder(consultant.name, remind_after))
    calendar = Calendar()
    calendar.add("prodid", "-//Afterword//Interviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", _method(meeting))
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _method(meeting: Meeting) -> str:
    return "CANCEL" if meeting.interview.state in OFF else "PUBLISH"


def _organizer(consultant: Consultant) -> vCalAddress:
    address = vCalAddress(f"mailto:{consultant.email}")
    address.params["CN"] = consultant.name
    return address


def _description(meeting: Meeting) -> str:
    consultant = meeting.consultant
    reach = ", ".join(filter(None, (consultant.phone, consultant.email)))
    return (
        "In the room: note the names of everybody you meet, how they describe the role, what they seem unsure about, "
        "what comes next and when you will hear.\n"
        f"Your consultant: {consultant.name} at {meeting.agency.name} ({reach})."
    )


def _reminder(consultant: str, after: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"Say how it went: open the link that {consultant} has mailed you")
    alarm.add("trigger", after, parameters={"RELATED": "END"})
    return alarm
