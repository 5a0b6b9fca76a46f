"""The day of a decision in the form in which it goes out, and in a few words."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.local_time import both_ends, day_month, day_seen_from, local
from app.followup.models.decisions import Decision
from app.followup.schemas.decisions import DecisionView


def decision_view(row: Decision | None, interview_id: UUID) -> DecisionView:
    """What is known, for the agency's people and systems."""
    fields: dict[str, Any] = {name: getattr(row, name, None) for name in DecisionView.model_fields}
    return DecisionView.model_validate({**fields, "interview_id": interview_id, "chases": row.chases if row else 0})


def stands(row: Decision | None, *, zone: str, now: datetime) -> str:
    """Where it stands, in a line; ``zone`` is the reader's."""
    if row is None or (row.expected_on is None and row.state == "awaiting"):
        return "No day is known yet"
    if row.state == "decided":
        return "They have decided"
    day = day_month(row.expected_on) if row.expected_on else "no day"
    if row.ask_by is not None:
        again = " again" if row.chases else ""
        return f"Was expected {day}: ask{again} by {both_ends(row.ask_by, row.time_zone, zone, now=now)}"
    if row.state == "chased" and row.last_chased_at is not None:
        asked = day_seen_from(local(now, zone).date(), local(row.last_chased_at, zone).date())
        return f"Was expected {day}: they were asked on {asked}"
    if row.state == "due":
        return "Expected today" if local(now, row.time_zone).date() == row.expected_on else f"Was expected {day}"
    return f"Expected {'about ' if row.precision == 'about' else ''}{day}"
