"""A follow-up letter after an interview: its state, its draft, its immutable versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, Index, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, in_states, within_agency
from app.debriefs.schemas.content import DebriefAnswers
from app.documents.models import Consent, Document
from app.interviews.models import Meeting, Met
from app.letters.states import LETTER, UPLOAD


class Letter(Audited, Base):
    """One letter to one or more of the people met; ``version`` counts submissions, 0 before the first.

    An interview has at most one of kind ``summary``: what the client may see of its debrief (ADR 0016).

    ``draft_revisions`` is how far the drafts had counted at the last submission: the next one goes on from there, so
    that no ETag stands for two texts. ``return_reason`` says why it came back, or was not forwarded.
    """

    __tablename__ = "letter"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        CheckConstraint("kind IN ('thank_you', 'strategic', 'summary')", name="kind"),
        CheckConstraint(in_states("state", LETTER.states()), name="state"),
        Index("ix_letter_agency_id_interview_id", "agency_id", "interview_id"),
        Index(
            "uq_letter_summary",
            "agency_id",
            "interview_id",
            unique=True,
            postgresql_where=text("kind = 'summary'"),
        ),
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


class LetterUpload(Base):
    """A Word file that was sent to be the letter; ``file`` is kept only until it was read or refused (P8).

    ``version`` is the version of the letter that it was for, ``draft_revision`` the draft beside which it came: the
    text becomes the draft by itself only where that still stands. ``revision`` counts changes, for the ETag; ``found``
    how much of what kind was left behind.
    """

    __tablename__ = "letter_upload"
    __table_args__ = (
        within_agency("letter_id", "letter"),
        CheckConstraint(in_states("state", UPLOAD.states()), name="state"),
        CheckConstraint("(state = 'waiting') = (file IS NOT NULL)", name="file_only_while_waiting"),
        CheckConstraint("(state = 'read') = (paragraphs IS NOT NULL)", name="text_once_read"),
        Index("ix_letter_upload_agency_id_letter_id", "agency_id", "letter_id"),
        Index(
            "uq_letter_upload_waiting",
            "agency_id",
            "letter_id",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    letter_id: Mapped[UUID]
    version: Mapped[int]
    draft_revision: Mapped[int]
    state: Mapped[str]
    revision: Mapped[int]
    attempts: Mapped[int]
    uploaded_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    file: Mapped[bytes | None] = mapped_column(deferred=True)
    paragraphs: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    found: Mapped[dict[str, Any]]
    reason: Mapped[str | None]
    reason_count: Mapped[int | None]


class LetterVersion(Base):
    """One submission, or one wording that a consultant suggests; never changed.

    ``authors`` says of each paragraph who wrote it: "candidate", or a consultant's identifier (ADR 0014). ``note`` is
    why the consultant suggests it.
    """

    __tablename__ = "letter_version"
    __table_args__ = (
        within_agency("letter_id", "letter"),
        within_agency("submitted_by_id", "consultant"),
        CheckConstraint("version >= 1", name="from_one"),
        CheckConstraint("(submitted_by = 'consultant') = (submitted_by_id IS NOT NULL)", name="consultant_is_named"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    letter_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    addressees: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    content: Mapped[dict[str, Any]]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[str]
    submitted_by_id: Mapped[UUID | None]
    authors: Mapped[list[Any]]
    note: Mapped[str | None]


class SuggestionAnswer(Base):
    """What the candidate said to one suggested wording, once and for all."""

    __tablename__ = "suggestion_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "letter_id", "version"],
            ["letter_version.agency_id", "letter_version.letter_id", "letter_version.version"],
        ),
        CheckConstraint("answer IN ('accepted', 'declined')", name="answer"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    letter_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[str]
    reason: Mapped[str | None]
    answered_at: Mapped[datetime]


@dataclass(frozen=True)
class Wording:
    """Who wrote what of a letter: names of consultants by their identifiers, the first author of each paragraph's words
    in its versions, and by version what the candidate said to a suggestion."""

    names: Mapping[str, str]
    first_by: Mapping[str, str]
    replies: Mapping[int, SuggestionAnswer]


@dataclass(frozen=True)
class Surroundings:
    """What the checks know of the world around a letter (P6): other clients that it names, as far as its reader may
    know of them, countries whose telephone numbers are looked for, and whether the candidate's own may appear."""

    other_clients: Sequence[str]
    regions: Sequence[str]
    telephone_allowed: bool


@dataclass(frozen=True)
class Standing:
    """A letter with all that its readers see of it; ``version`` is the candidate's own last words, or the suggestion
    that waits for their answer, ``document`` its rendering, ``answers`` the newest submitted debrief without its
    agency-only part. ``suggestion`` is the newest version of all, where a consultant wrote it. ``shows_stored`` is
    false for a candidate who came by a link that was handed over: they write, and read nothing of it again."""

    letter: Letter
    meeting: Meeting
    met: Sequence[Met]
    answers: DebriefAnswers | None
    draft: LetterDraft | None
    version: LetterVersion | None
    document: Document | None
    consents: Sequence[Consent]
    suggestion: LetterVersion | None
    wording: Wording
    around: Surroundings
    shows_stored: bool


@dataclass(frozen=True)
class Shelf:
    """The letters of one interview, and of each what its reader sees: the draft, or what was submitted last."""

    meeting: Meeting
    met: Sequence[Met]
    answers: DebriefAnswers | None
    letters: Sequence[Letter]
    written: Mapping[UUID, LetterDraft | LetterVersion]


@dataclass(frozen=True)
class Told:
    """The newest submitted debrief as it may be shared; ``taken_down``: a consultant wrote it down."""

    answers: DebriefAnswers
    version: int
    taken_down: bool


@dataclass(frozen=True)
class SummaryStanding:
    """What may be shared of a debrief, and the summary made of it; None where there is none yet."""

    meeting: Meeting
    met: Sequence[Met]
    told: Told | None
    summary: Standing | None
