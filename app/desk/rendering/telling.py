"""What became of an interview and what its candidate is told, in words for the agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.ids import public_id
from app.core.local_time import day_month
from app.desk.rendering.clock import day_time
from app.followup.models.heard import ClientFeedback, Outcome
from app.followup.rendering.feedback import suggested
from app.followup.rendering.telling import suggested_for
from app.followup.rules.outcomes import KINDS, SIDES
from app.interviews.models import Meeting


@dataclass(frozen=True)
class KindOffered:
    """One kind to choose: what it is called, and what the candidate reads once they are told."""

    value: str
    name: str
    hint: str


@dataclass(frozen=True)
class ToTell:
    """Something that the candidate is to hear, or heard; ``key`` names its form."""

    key: str
    title: str
    stands: str
    told: bool
    words: str
    suggested: str
    seen: int


def kinds_offered(meeting: Meeting, consultant: str) -> list[KindOffered]:
    """Every kind of outcome, with the heading and the meaning that the candidate's page has then."""
    names = {"client": meeting.client.name, "consultant": consultant}
    return [
        KindOffered(value, kind.name, f"{kind.title} {kind.means.format(**names)}") for value, kind in KINDS.items()
    ]


def outcome_line(outcome: Outcome, *, by: str, zone: str, now: datetime) -> str:
    """What stands: "The client said no, decided on Monday 23 November. Priya Nair recorded it Mon 16:20."."""
    name = KINDS[outcome.kind].name
    on = f", decided on {day_month(outcome.decided_on)}" if outcome.decided_on else ""
    side = "" if outcome.side == KINDS[outcome.kind].sides[0] else f" ({SIDES[outcome.side].lower()} decided)"
    return f"{name}{side}{on}. {by} recorded it {day_time(outcome.recorded_at, zone, now=now)}."


def how_far(row: ClientFeedback | Outcome, *, by: str, candidate: str, zone: str, now: datetime) -> str:
    """How far it is told: that it waits, or who told it when and how, and whether it was read."""
    if row.relayed_at is None:
        kept = f" Words were kept {day_time(row.drafted_at, zone, now=now)}." if row.drafted_at else ""
        return f"{candidate} does not know of it yet.{kept}"
    at = day_time(row.relayed_at, zone, now=now)
    told = f"{by} told {candidate} by telephone {at}." if row.relayed_how == "telephone" else f"{by} wrote {at}."
    if row.acknowledged_at is None:
        return f"{told} Not marked as read yet."
    return f"{told} {candidate} read it {day_time(row.acknowledged_at, zone, now=now)}."


def to_tell(
    rows: Sequence[tuple[ClientFeedback | Outcome, int]],
    meeting: Meeting,
    *,
    names: Mapping[UUID, str],
    now: datetime,
) -> list[ToTell]:
    """What is to be told, what still waits first; ``rows`` with what their forms carry, ``names`` of who told."""
    found = [
        _to_tell(row, seen, meeting, by=names[row.relayed_by] if row.relayed_by else "", now=now) for row, seen in rows
    ]
    return sorted(found, key=lambda one: one.told)


def _to_tell(row: ClientFeedback | Outcome, seen: int, meeting: Meeting, *, by: str, now: datetime) -> ToTell:
    zone, candidate = meeting.agency.time_zone, meeting.candidate.name.split()[0]
    is_outcome = isinstance(row, Outcome)
    title = f"What {meeting.client.name} said"
    if isinstance(row, ClientFeedback):
        title = f"{title} ({day_time(row.heard_at, zone, now=now)})"
    return ToTell(
        key=public_id("out" if is_outcome else "fbk", row.id),
        title=f"The outcome: {KINDS[row.kind].name.lower()}" if isinstance(row, Outcome) else title,
        stands=how_far(row, by=by, candidate=candidate, zone=zone, now=now),
        told=row.relayed_at is not None,
        words=row.words or "",
        suggested=suggested_for(row, meeting) if isinstance(row, Outcome) else suggested(row, meeting),
        seen=seen,
    )
