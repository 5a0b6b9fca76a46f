"""Outcomes of which nobody has told the candidate: what waits for a consultant."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from app.accounts.queries.rows import agency
from app.core.actor import ConsultantActor
from app.core.ids import public_id
from app.core.local_time import local
from app.directory.models import Application, Candidate
from app.followup.models.heard import Outcome
from app.followup.models.matters import OpenMatter
from app.followup.queries.waiting import desk_of
from app.followup.rules.hours import closing_after
from app.interviews.models import Interview, Meeting
from app.interviews.queries import ids_seen_by, meetings_for


def outcomes_waiting(actor: ConsultantActor) -> Select[UUID]:
    """What was recorded and not told, of the interviews that the actor sees; what was erased is told nobody."""
    of = Outcome.agency_id
    return (
        select(Outcome.id)
        .join(Interview, and_(Interview.agency_id == of, Interview.id == Outcome.interview_id))
        .join(Application, and_(Application.agency_id == of, Application.id == Interview.application_id))
        .join(Candidate, and_(Candidate.agency_id == of, Candidate.id == Application.candidate_id))
        .where(
            of == actor.agency_id,
            Outcome.relayed_at.is_(None),
            Outcome.superseded_at.is_(None),
            Outcome.interview_id.in_(ids_seen_by(actor)),
            Candidate.erased_at.is_(None),
        )
    )


def outcomes_to_tell(session: Session, *, actor: ConsultantActor, now: datetime, limit: int) -> Sequence[OpenMatter]:
    """The same as lines, oldest first; due before the desk closes that was open then, or opened next."""
    query = outcomes_waiting(actor).with_only_columns(Outcome).order_by(Outcome.recorded_at, Outcome.id)
    rows = list(session.scalars(query.limit(limit)))
    if not rows:
        return []
    meetings = meetings_for(session, interview_ids=[row.interview_id for row in rows], actor=actor)
    whose = agency(session, actor.agency_id)
    desk = desk_of(session, whose, today=local(min(now, rows[0].recorded_at), whose.time_zone).date())
    return [_matter(row, meetings[row.interview_id], closing_after(row.recorded_at, desk)) for row in rows]


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
