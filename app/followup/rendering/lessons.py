"""Lessons as their candidate reads them."""

from collections.abc import Sequence

from app.core.local_time import day_month, local
from app.followup.models.lessons import Noted
from app.followup.schemas.lessons import LessonView


def lesson_views(noted: Sequence[Noted], *, zone: str) -> list[LessonView]:
    """Each with the interview that it was written about; ``zone`` is the candidate's."""
    return [lesson_view(one, zone=zone) for one in noted]


def lesson_view(one: Noted, *, zone: str) -> LessonView:
    """One with the interview that it was written about; ``zone`` is the candidate's."""
    lesson = one.lesson
    return LessonView(id=lesson.id, text=lesson.text, written_at=lesson.written_at, about=_about(one, zone))


def _about(one: Noted, zone: str) -> str:
    day = local(one.starts_at, zone).date()
    return f"{one.job} at {one.client}, round {one.round}, {day_month(day)} {day.year}"
