"""A follow-up letter after an interview: its state, its draft, its immutable versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, in_states, within_agency
from app.debriefs.schemas.content import DebriefAnswers
from app.documents.models import Consent, Document
from app.interviews.models import Meeting, Met
from app.letters.states import LETTER


class Letter(Audited, Base):
    """One letter to one or more of the people met; ``version`` counts submissions, 0 before the first.

    ``draft_revisions`` is how far the drafts had counted at the last submission: the next one goes on from there, so
    that no ETag stands for two texts. ``return_reason`` says why it came back, or was not forwarded.
    """

    __tablename__ = "letter"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        CheckConstraint("kind IN ('thank_you', 'strategic')", name="kind"),
        CheckConstraint(in_states("state", LETTER.states()), name="state"),
        Index("ix_letter_agency_id_interview_id", "agency_id", "interview_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    return_reason: Mapped[str | None]
    draft_revisions: Mapped[int] = mapped_column(default=0)


class LetterDraft(Base):
    """What is being written; saved without being an event, under its own ETag (``revision``)."""

    __tablename__ = "letter_draft"
    __table_args__ = (within_agency("letter_id", "letter"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    letter_id: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int]
    addressees: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    content: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class LetterVersion(Base):
    """One submission, never changed."""

    __tablename__ = "letter_version"
    __table_args__ = (within_agency("letter_id", "letter"), CheckConstraint("version >= 1", name="from_one"))

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    letter_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    addressees: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    content: Mapped[dict[str, Any]]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[str]


@dataclass(frozen=True)
class Standing:
    """A letter with all that its readers see of it; ``version`` is what was submitted last, ``document`` its
    rendering, ``answers`` the newest submitted debrief without its agency-only part."""

    letter: Letter
    meeting: Meeting
    met: Sequence[Met]
    answers: DebriefAnswers | None
    draft: LetterDraft | None
    version: LetterVersion | None
    document: Document | None
    consents: Sequence[Consent]


@dataclass(frozen=True)
class Shelf:
    """The letters of one interview, and of each what its reader sees: the draft, or what was submitted last."""

    meeting: Meeting
    met: Sequence[Met]
    answers: DebriefAnswers | None
    letters: Sequence[Letter]
    written: Mapping[UUID, LetterDraft | LetterVersion]
