"""How every mail about a debrief finds its reader: the candidate by a link of their own, or the consultant."""

from datetime import datetime
from uuid import UUID

from app.accounts.tasks import Notice
from app.core.actor import SystemActor
from app.core.db import AgencySession
from app.core.settings import Settings
from app.debriefs import queries
from app.debriefs.models import Debrief
from app.interviews.actions import inviting
from app.interviews.actions.inviting import WayIn
from app.interviews.models import Meeting
from app.interviews.queries import meeting_for
from app.web.mails import Mail


def rows(session: AgencySession, interview_id: UUID, actor: SystemActor) -> tuple[Meeting, Debrief | None]:
    """Read an interview and its debrief, if there is one."""
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    return meeting, queries.find_debrief(session, meeting.interview)


def way_in(
    session: AgencySession, meeting: Meeting, settings: Settings, *, actor: SystemActor, now: datetime
) -> WayIn | None:
    """Make a link for the mail to the candidate, where they have an address; it stays theirs until the commit."""
    if meeting.candidate.email is None:
        return None
    way = inviting.way_in(session, meeting, public_url=settings.public_url, actor=actor, now=now)
    return way if meeting.candidate.email else None


def to_candidate(meeting: Meeting, mail: Mail) -> Notice:
    """Address a mail to the candidate, for whom there is a way in; answers go to the consultant."""
    return Notice(
        mail=mail,
        to_name=meeting.candidate.name,
        to_address=meeting.candidate.email or "",
        from_name=f"{meeting.consultant.name} via {meeting.agency.name}",
        reply_to=meeting.consultant.email,
        thread=_thread(meeting),
        sender=meeting.consultant,
    )


def to_consultant(meeting: Meeting, mail: Mail) -> Notice:
    """Address a mail to the consultant; answers go to the candidate, where they have an address."""
    return Notice(
        mail=mail,
        to_name=meeting.consultant.name,
        to_address=meeting.consultant.email,
        from_name=meeting.agency.name,
        reply_to=meeting.candidate.email,
        thread=_thread(meeting),
    )


def _thread(meeting: Meeting) -> str:
    return f"interview-{meeting.interview.id.hex}"
