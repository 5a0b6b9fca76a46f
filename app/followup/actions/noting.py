"""A candidate keeps their own lessons: written, changed and removed by them alone (P19)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.core.actor import CandidateActor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden, PreconditionFailed
from app.core.ids import new_id
from app.followup import policy
from app.followup.models.lessons import Lesson
from app.followup.queries import lessons as queries
from app.interviews.queries import interview_for

PRESSED_TWICE: Final = timedelta(minutes=10)


class TooManyLessons(Conflict):
    """As many lessons are kept as can be: remove one that you need no longer."""

    code = "too_many_lessons"


class LessonChanged(PreconditionFailed):
    """You changed this lesson in another window meanwhile."""

    code = "lesson_changed"


def add(session: AgencySession, *, interview_id: UUID, text: str, actor: CandidateActor, now: datetime) -> Lesson:
    """Keep a lesson; the very words of a few minutes ago are a button pressed twice."""
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not policy.may_keep_lessons(actor, interview):
        raise Forbidden
    before = [one.lesson for one in queries.lessons_of(session, actor=actor)]
    twice = next((one for one in before if one.text == text and now - one.written_at < PRESSED_TWICE), None)
    if twice is not None:
        return twice
    if len(before) >= queries.MOST_LESSONS:
        raise TooManyLessons
    lesson = Lesson(
        agency_id=actor.agency_id,
        id=new_id(),
        candidate_id=actor.candidate_id,
        interview_id=interview.id,
        text=text,
        written_at=now,
    )
    session.add(lesson)
    return lesson


def change(session: AgencySession, *, lesson_id: UUID, text: str, seen: int, actor: CandidateActor) -> Lesson:
    """Put other words in its place; raises LessonChanged where it was changed since it was ``seen``."""
    lesson = queries.lesson_for(session, lesson_id=lesson_id, actor=actor, lock=True)
    if lesson.text == text:
        return lesson
    if lesson.revision != seen:
        raise LessonChanged
    lesson.text, lesson.revision = text, lesson.revision + 1
    return lesson


def remove(session: AgencySession, *, lesson_id: UUID, actor: CandidateActor) -> None:
    """Remove it for good; what is gone already is gone."""
    try:
        session.delete(queries.lesson_for(session, lesson_id=lesson_id, actor=actor, lock=True))
    except queries.LessonNotFound:
        return
