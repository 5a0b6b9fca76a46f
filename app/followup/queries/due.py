"""What waits for consultants of promises and questions: lines of the desk's one list."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.actor import ConsultantActor
from app.core.ids import public_id
from app.core.local_time import day_month
from app.followup.models.matters import OpenMatter
from app.followup.models.promises import Nudge, Promise
from app.interviews.models import Interview
from app.interviews.queries import ids_seen_by
from app.interviews.states import OFF


def promises_waiting(actor: ConsultantActor, now: datetime) -> Select[UUID]:
    """Promises that are to be kept within hours, or were to be, of the interviews that the actor sees."""
    return (
        select(Promise.id)
        .join(Interview, _of(Promise.interview_id, Promise.agency_id))
        .where(
            Promise.agency_id == actor.agency_id,
            Promise.ended_at.is_(None),
            Promise.warn_at <= now,
            Interview.state.not_in(OFF),
            Promise.interview_id.in_(ids_seen_by(actor)),
        )
    )


def nudges_waiting(actor: ConsultantActor) -> Select[UUID]:
    """The interviews whose candidates asked for news and were not answered, of those that the actor sees."""
    return (
        select(Nudge.interview_id)
        .join(Interview, _of(Nudge.interview_id, Nudge.agency_id))
        .where(
            Nudge.agency_id == actor.agency_id,
            Nudge.state == "waiting",
            Nudge.interview_id.in_(ids_seen_by(actor)),
        )
        .group_by(Nudge.interview_id, Interview.consultant_id)
    )


def promises_due(session: Session, *, actor: ConsultantActor, now: datetime, limit: int) -> list[OpenMatter]:
    """The candidates who are to hear within hours, or were to hear, what is due first."""
    rows = session.execute(
        promises_waiting(actor, now)
        .add_columns(Promise.interview_id, Interview.consultant_id, Promise.next_update_by)
        .order_by(Promise.next_update_by, Promise.id)
        .limit(limit)
    )
    return [_matter("promise", *row, words="Write to them, even if nothing is new") for row in rows]


def nudges_due(session: Session, *, actor: ConsultantActor, now: datetime, limit: int) -> list[OpenMatter]:  # noqa: ARG001 - the form that the list asks for
    """The candidates who asked for news and were not answered: all that one asked is one line. Source: P15."""
    due = func.min(Nudge.due_at)
    first = func.min(Nudge.id.cast(Text))
    rows = session.execute(
        nudges_waiting(actor)
        .with_only_columns(first, Nudge.interview_id, Interview.consultant_id, due, func.min(Nudge.deadline_on))
        .order_by(due, Nudge.interview_id)
        .limit(limit)
    )
    return [_matter("nudge", UUID(row[0]), *row[1:4], words=_asked(row[4])) for row in rows]


def _asked(deadline_on: date | None) -> str:
    if deadline_on is None:
        return "Answer: they asked for news"
    return f"Answer: they must answer somebody else by {day_month(deadline_on)}"


def _of(interview_id: InstrumentedAttribute[UUID], agency_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    return and_(Interview.agency_id == agency_id, Interview.id == interview_id)


def _matter(
    kind: str, subject_id: UUID, interview_id: UUID, consultant_id: UUID, due_at: datetime, *, words: str
) -> OpenMatter:
    path = f"/desk/interviews/{public_id('int', interview_id)}/promise"
    return OpenMatter(kind, subject_id, interview_id, consultant_id, due_at, words, path)
