"""Frozen renderings, and the candidate's yes to one of them for one person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, LargeBinary, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, in_states, within_agency
from app.documents.states import CONSENT


class Document(Base):
    """The rendering of one version of a letter, or of a summary; ``sha256`` (hexadecimal) is that of the manifest's
    bytes.

    ``addressees`` are the people met whom that version was written to: only for them can it be agreed to.
    ``suggested``: the wording is a consultant's, so that the first yes to it is given by accepting the suggestion.
    """

    __tablename__ = "document"
    __table_args__ = (
        within_agency("interview_id", "interview"),
        ForeignKeyConstraint(
            ["agency_id", "letter_id", "letter_version"],
            ["letter_version.agency_id", "letter_version.letter_id", "letter_version.version"],
        ),
        UniqueConstraint("agency_id", "letter_id", "letter_version"),
        UniqueConstraint("agency_id", "id", "sha256"),
        CheckConstraint("length(sha256) = 64", name="sha256_is_hexadecimal"),
        CheckConstraint("kind IN ('letter', 'summary')", name="kind"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    letter_id: Mapped[UUID]
    letter_version: Mapped[int]
    addressees: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    suggested: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[str] = mapped_column(default="letter")
    sha256: Mapped[str]
    manifest: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class DocumentFile(Base):
    """One of a document's files."""

    __tablename__ = "document_file"
    __table_args__ = (
        within_agency("document_id", "document"),
        CheckConstraint("format IN ('pdf', 'docx', 'txt')", name="format"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(primary_key=True)
    format: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Consent(Audited, Base):
    """The candidate's yes to this document for this person; history is in the trail.

    Given by the candidate, ``link_id`` is the link that they came by. Read back by telephone, it is who rang, when,
    and which number: the consultant's word for it, so marked wherever it is shown (ADR 0008).
    """

    __tablename__ = "consent"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "document_id", "sha256"], ["document.agency_id", "document.id", "document.sha256"]
        ),
        within_agency("person_id", "person_met"),
        within_agency("link_id", "candidate_link"),
        within_agency("read_back_by", "consultant"),
        UniqueConstraint("agency_id", "document_id", "sha256", "person_id"),
        CheckConstraint(in_states("state", CONSENT.states()), name="state"),
        CheckConstraint("given_by IN ('candidate', 'read_back_by_telephone')", name="given_by"),
        CheckConstraint(
            "num_nonnulls(read_back_by, rung_at, number_rung) = "
            "CASE WHEN given_by = 'read_back_by_telephone' THEN 3 ELSE 0 END",
            name="read_back_whole",
        ),
        CheckConstraint("given_by = 'candidate' OR link_id IS NULL", name="read_back_without_link"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID]
    sha256: Mapped[str]
    person_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="given")
    given_by: Mapped[str] = mapped_column(default="candidate")
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    link_id: Mapped[UUID | None]
    read_back_by: Mapped[UUID | None]
    rung_at: Mapped[datetime | None]
    number_rung: Mapped[str | None]
