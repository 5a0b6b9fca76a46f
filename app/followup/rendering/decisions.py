"""The day of a decision in the form in which it goes out, and in a few words."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.local_time import both_ends, day_month, day_seen_from, local, place_of, time_seen_from
from app.debriefs.models import DebriefConfidence
from app.debriefs.schemas.content import AgencyOnlyAnswers
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


def day_words(row: Decision | None) -> str:
    """The day as surely as it is known, and by whom: "About Friday 4 December, as Dana Whitfield said"."""
    if row is None or row.expected_on is None:
        return "Nobody has named a day."
    day = day_month(row.expected_on)
    words = f"About {day}" if row.precision == "about" else day
    said = f", as {row.said_by} said" if row.said_by else ""
    return f"{words}{said}. {'From the debrief.' if row.source == 'candidate' else 'Noted by the agency.'}"


def asked_before(row: Decision | None, *, zone: str, now: datetime) -> str | None:
    """How the client was asked last, by which way and whom; ``zone`` is the reader's."""
    if row is None or row.last_chased_at is None:
        return None
    way = "by telephone" if row.chased_how == "call" else "by mail"
    whom = f" {row.chased_whom}" if row.chased_whom else ""
    on = time_seen_from(now, row.last_chased_at, zone)
    return f"Asked{whom} {way} on {on} in {place_of(zone)}."


def other_offer(confidence: DebriefConfidence | None, row: Decision | None, *, zone: str, now: datetime) -> str | None:
    """What only the agency reads: until when another offer is to be answered, and the client asked before that."""
    offer = AgencyOnlyAnswers.model_validate(confidence.answers).other_offer_by if confidence else None
    if offer is None or row is None or row.wanted_by is None:
        return None
    by = both_ends(row.wanted_by, row.time_zone, zone, now=now)
    return f"Another offer is to be answered by {day_month(offer)}: ask by {by}."
