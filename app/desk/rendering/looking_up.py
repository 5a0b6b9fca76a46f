"""An interview and a candidate as rows of a list."""

from dataclasses import dataclass
from datetime import datetime

from app.core.ids import public_id
from app.desk.rendering.clock import at_both_ends
from app.desk.rendering.tags import tag_of
from app.interviews.models import Meeting


@dataclass(frozen=True)
class InterviewLine:
    """One row: with whom, where, when at both ends, where it stands, and whose it is."""

    id: str
    candidate: str
    about: str
    when: str
    tone: str
    state: str
    consultant: str


def interview_line(meeting: Meeting, debrief: str | None, *, here: str, now: datetime) -> InterviewLine:
    """Say one row; ``debrief`` is the state of its debrief, ``here`` the reader's zone."""
    interview = meeting.interview
    tone, state = tag_of(interview, debrief, now=now)
    return InterviewLine(
        id=public_id("int", interview.id),
        candidate=meeting.candidate.name,
        about=f"{meeting.job.title} · {meeting.client.name} · round {interview.round}",
        when=at_both_ends(interview.starts_at, interview.time_zone, here, now=now),
        tone=tone,
        state=state,
        consultant=meeting.consultant.name,
    )
