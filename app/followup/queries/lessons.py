"""A candidate's own lessons: every query takes the candidate who reads, and no other kind of actor can be one."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, and_, false, func, select, true
from sqlalchemy.orm import Session

from app.core.actor import CandidateActor
from app.core.errors import NotFound
from app.directory.models import Application, Client, Job
from app.followup.models.lessons import Lesson, Noted
from app.interviews.models import Interview

MOST_LESSONS: Final = 200


class LessonNotFound(NotFound):
    """There is no such lesson: you removed it, or it was never yours."""

    code = "lesson_not_found"


def lessons_of(
    session: Session, *, actor: CandidateActor, before: UUID | None = None, limit: int = MOST_LESSONS
) -> list[Noted]:
    """What this candidate noted at this agency, the newest first; nothing by a link that was handed over.

    ``before`` is the last one seen.
    """
    query = _noted(actor) if before is None else _noted(actor).where(Lesson.id < before)
    return [Noted(*row) for row in session.execute(query.order_by(Lesson.id.desc()).limit(limit))]


def noted_for(session: Session, *, lesson_id: UUID, actor: CandidateActor) -> Noted:
    """One lesson of this candidate with the interview that it is about; raises LessonNotFound."""
    found = session.execute(_noted(actor).where(Lesson.id == lesson_id)).one_or_none()
    if found is None:
        raise LessonNotFound
    return Noted(*found)


def lesson_for(session: Session, *, lesson_id: UUID, actor: CandidateActor, lock: bool = False) -> Lesson:
    """One lesson of this candidate; raises LessonNotFound."""
    query = _own(actor).where(Lesson.id == lesson_id)
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise LessonNotFound
    return found


def count_lessons(session: Session, *, actor: CandidateActor) -> int:
    """How many this candidate keeps."""
    return session.scalar(_own(actor).with_only_columns(func.count())) or 0


def _noted(actor: CandidateActor) -> Select[Lesson, int, datetime, str, str]:
    return (
        _own(actor)
        .join(Interview, and_(Interview.agency_id == Lesson.agency_id, Interview.id == Lesson.interview_id))
        .join(
            Application,
            and_(Application.agency_id == Interview.agency_id, Application.id == Interview.application_id),
        )
        .join(Job, and_(Job.agency_id == Application.agency_id, Job.id == Application.job_id))
        .join(Client, and_(Client.agency_id == Job.agency_id, Client.id == Job.client_id))
        .with_only_columns(Lesson, Interview.round, Interview.starts_at, Job.title, Client.name)
    )


def _own(actor: CandidateActor) -> Select[Lesson]:
    return select(Lesson).where(
        Lesson.agency_id == actor.agency_id,
        Lesson.candidate_id == actor.candidate_id,
        true() if actor.link == "sent" else false(),
    )
