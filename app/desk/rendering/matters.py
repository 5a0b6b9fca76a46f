"""A line of the desk's one list in words: how urgent, about whom, what is to be done, until when, whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.desk.rendering.clock import Tag, at_both_ends, cut_off_tag
from app.followup.models.matters import OpenMatter
from app.interviews.models import Meeting

KINDS: Final[Mapping[str, str]] = {
    "chase": "To ask clients",
    "relay": "To tell candidates",
    "outcome": "Outcomes to tell",
    "promise": "Promises",
    "nudge": "Reminders from candidates",
}
"""What the kinds are called; one that has no name here is called what it is."""


@dataclass(frozen=True)
class MatterLine:
    """One line of the list."""

    href: str
    tag: Tag
    candidate: str
    about: str
    words: str
    until: str
    consultant: str


def matter_line(matter: OpenMatter, meeting: Meeting, *, here: str, now: datetime) -> MatterLine:
    """Say one line; ``here`` is the reader's zone."""
    there = matter.zone or here
    return MatterLine(
        href=matter.path,
        tag=cut_off_tag(matter.due_at, there, now=now),
        candidate=meeting.candidate.name,
        about=f"{meeting.job.title} · {meeting.client.name}",
        words=matter.words,
        until=at_both_ends(matter.due_at, there, here, now=now),
        consultant=meeting.consultant.name,
    )


def kind_words(kind: str) -> str:
    """What a kind is called among the views."""
    return KINDS.get(kind) or kind.replace("_", " ").capitalize()
