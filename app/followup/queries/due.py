"""What waits for consultants of promises and questions: lines of the desk's one list."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.actor import ConsultantActor
from app.core.ids import public_id
from app.followup.models.matters import OpenMatter
from app.followup.models.promises import Nudge, Promise
from app.interviews.models import Interview
from app.interviews.queries import ids_seen_by
from app.interviews.states import OFF


def promises_due(session: Session, *, actor: ConsultantActor, now: datetime, limit: int) -> list[OpenMatter]:
    """The candidates who are to hear within hours, or were to hear, what is due first."""
    rows = session.execute(
        select(Promise.id, Promise.interview_id, Interview.consultant_id, Promise.next_update_by)
        .join(Interview, _of(Promise.interview_id, Promise.agency_id))
        .where(
            Promise.agency_id == actor.agency_id,
            Promise.ended_at.is_(None),
            Promise.warn_at <= now,
            Interview.state.not_in(OFF),
            Promise.interview_id.in_(ids_seen_by(actor)),
        )
        .order_by(Promise.next_update_by, Promise.id)
        .limit(limit)
    )
    return [_matter("promise", *row, words="Write to them, even if nothing is new") for row in rows]


def nudges_due(session: Session, *, actor: ConsultantActor, now: datetime, limit: int) -> list[OpenMatter]:  # noqa: ARG001 - the form that the list asks for
    """The candidates who asked for news and were not answered: all that one asked is one line. Source: P15."""
    due = func.min(Nudge.due_at)
    first = func.min(Nudge.id.cast(Text))
    rows = session.execute(
        select(first, Nudge.interview_id, Interview.consultant_id, due)
        .join(Interview, _of(Nudge.interview_id, Nudge.agency_id))
        .where(
            Nudge.agency_id == actor.agency_id,
            Nudge.state == "waiting",
            Nudge.interview_id.in_(ids_seen_by(actor)),
        )
        .group_by(Nudge.interview_id, Interview.consultant_id)
        .order_by(due, Nudge.interview_id)
        .limit(limit)
    )
    return [_matter("nudge", UUID(row[0]), *row[1:], words="Answer: they asked for news") for row in rows]


def _of(interview_id: InstrumentedAttribute[UUID], agency_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    return and_(Interview.agency_id == agency_id, Interview.id == interview_id)


def _matter(
    kind: str, subject_id: UUID, interview_id: UUID, consultant_id: UUID, due_at: datetime, *, words: str
) -> OpenMatter:
    path = f"/desk/interviews/{public_id('int', interview_id)}/promise"
    return OpenMatter(kind, subject_id, interview_id, consultant_id, due_at, words, path)
