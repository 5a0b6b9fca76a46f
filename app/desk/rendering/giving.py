"""What of somebody's work is given to a colleague, a line for each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.core.ids import public_id
from app.core.local_time import place_of
from app.desk.rendering.clock import cut_off_tag, day_time
from app.interviews.models import Interview
from app.reviews.models import QueueRow

STANDS: Final = {"scheduled": "To come", "awaiting_debrief": "Debrief not accepted yet", "debriefed": "Debriefed"}
KINDS: Final = {"debrief": "Debrief", "letter": "Letter", "addendum": "Addition to the debrief", "summary": "Summary"}


@dataclass(frozen=True)
class Line:
    """One interview, or one thing that waits; ``seen`` is its version as it was shown."""

    id: str
    seen: int
    candidate: str
    about: str
    when: str
    stands: str


def interview_line(interview: Interview, *, candidate: str, about: str, waiting: int, zone: str, now: datetime) -> Line:
    """Say one interview: "Tue 24 Nov 09:00 London", "Debriefed, 1 thing waits"."""
    waits = {0: "", 1: ", 1 thing waits"}.get(waiting, f", {waiting} things wait")
    return Line(
        public_id("int", interview.id),
        interview.audit_seq,
        candidate,
        about,
        f"{day_time(interview.starts_at, zone, now=now)} {place_of(zone)}",
        f"{STANDS.get(interview.state, interview.state)}{waits}",
    )


def item_line(row: QueueRow, zone: str, *, now: datetime) -> Line:
    """Say one thing that waits and was handed to somebody alone: "Letter v2", "3 h left"."""
    item = row.item
    version = f" v{item.version}" if item.kind == "letter" else ""
    return Line(
        public_id("rvw", item.id),
        item.revision,
        row.candidate,
        f"{row.job} · {row.client}",
        cut_off_tag(item.due_at, item.cut_off_zone or zone, now=now).words,
        f"{KINDS[item.kind]}{version}, handed to them alone",
    )
