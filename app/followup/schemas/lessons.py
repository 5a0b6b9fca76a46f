"""A candidate's own lessons, in and out."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.accounts.schemas.accounts import Incoming, Outgoing
from app.core.ids import LessonId
from app.core.text import FilledText


class LessonWritten(Incoming):
    """What a candidate notes for themselves."""

    text: Annotated[FilledText, Field(examples=["Say the number first, then the story."])]


class LessonView(Outgoing):
    """One lesson, and the interview that it was written about."""

    id: LessonId
    text: str
    written_at: datetime
    about: str
