"""What became of an interview and what its candidate was told, a line each on its page."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.local_time import time_seen_from
from app.followup.models.heard import ClientFeedback, Outcome
from app.followup.queries.telling import said_by_client, standing_outcome
from app.followup.rules.outcomes import KINDS
from app.interviews.models import Meeting

Line = tuple[str, str, str]
"""The name of the line, where it stands, and the page below the interview's."""


def outcome_in_a_line(session: Session, meeting: Meeting, *, now: datetime) -> Line:
    """What became of it, or that nothing is recorded."""
    found = standing_outcome(session, meeting.interview)
    if found is None:
        return "Outcome", "none recorded yet", "outcome"
    at = time_seen_from(now, found.recorded_at, meeting.agency.time_zone)
    return "Outcome", f"{KINDS[found.kind].name[:1].lower()}{KINDS[found.kind].name[1:]}, recorded {at}", "outcome"


def telling_in_a_line(session: Session, meeting: Meeting, *, now: datetime) -> Line | None:
    """How far the candidate was told; None where there is nothing to tell."""
    outcome, zone = standing_outcome(session, meeting.interview), meeting.agency.time_zone
    rows: list[ClientFeedback | Outcome] = [
        *said_by_client(session, meeting.interview),
        *([outcome] if outcome else []),
    ]
    if not rows:
        return None
    name = f"To tell {meeting.candidate.name.split()[0]}"
    if waiting := [row for row in rows if row.relayed_at is None]:
        outcome_waits = outcome is not None and outcome.relayed_at is None
        what = "the outcome" if outcome_waits else "what the client said"
        both = " and what the client said" if outcome_waits and len(waiting) > 1 else ""
        return name, f"{what}{both} {'wait' if both else 'waits'} to be told", "tell"
    newest = max(row.relayed_at for row in rows if row.relayed_at)
    read = ", and read" if all(row.acknowledged_at for row in rows) else ""
    return name, f"told {time_seen_from(now, newest, zone)}{read}", "tell"
