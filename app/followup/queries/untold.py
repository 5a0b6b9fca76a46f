"""Outcomes of which nobody has told the candidate: what waits for a consultant."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries.rows import agency
from app.core.actor import ConsultantActor
from app.core.ids import public_id
from app.core.local_time import local
from app.followup.models.heard import Outcome
from app.followup.models.matters import OpenMatter
from app.followup.queries.waiting import desk_of
from app.followup.rules.hours import closing_after
from app.interviews.models import Meeting
from app.interviews.queries import ids_seen_by, meetings_for


def outcomes_to_tell(session: Session, *, actor: ConsultantActor, now: datetime, limit: int) -> Sequence[OpenMatter]:
    """What was recorded and not told, oldest first; due before the desk closes that was open then, or opened next."""
    query = (
        select(Outcome)
        .where(
            Outcome.agency_id == actor.agency_id,
            Outcome.relayed_at.is_(None),
            Outcome.superseded_at.is_(None),
            Outcome.interview_id.in_(ids_seen_by(actor)),
        )
        .order_by(Outcome.recorded_at, Outcome.id)
        .limit(limit)
    )
    rows = list(session.scalars(query))
    if not rows:
        return []
    meetings = meetings_for(session, interview_ids=[row.interview_id for row in rows], actor=actor)
    whose = agency(session, actor.agency_id)
    desk = desk_of(session, whose, today=local(min(now, rows[0].recorded_at), whose.time_zone).date())
    found = [(row, meetings[row.interview_id]) for row in rows]
    return [
        _matter(row, meeting, closing_after(row.recorded_at, desk))
        for row, meeting in found
        if meeting.candidate.erased_at is None
    ]


def _matter(outcome: Outcome, meeting: Meeting, due_at: datetime) -> OpenMatter:
    interview = meeting.interview
    return OpenMatter(
        kind="outcome",
        subject_id=outcome.id,
        interview_id=interview.id,
        consultant_id=interview.consultant_id,
        due_at=due_at,
        words=f"Tell {meeting.candidate.name} what {meeting.client.name} decided",
        path=f"/desk/interviews/{public_id('int', interview.id)}/tell",
    )
