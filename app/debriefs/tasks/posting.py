"""What every mail about a debrief begins with: its rows, and a way in for the candidate."""

from datetime import datetime
from uuid import UUID

from app.core.actor import SystemActor
from app.core.db import AgencySession
from app.core.settings import Settings
from app.debriefs import queries
from app.debriefs.models import Debrief
from app.interviews.actions import inviting
from app.interviews.actions.inviting import WayIn
from app.interviews.models import Meeting
from app.interviews.queries import meeting_for


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
