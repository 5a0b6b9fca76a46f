"""Frozen renderings, and the candidate's yes to one of them for one person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, LargeBinary, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Audited, Base, in_states, within_agency
from app.documents.states import CONSENT


class Document(Base):
    """The rendering of one letter version; ``sha256`` (hexadecimal) is that of the manifest's bytes.

    ``addressees`` are the people met whom that version was written to: only for them can it be agreed to.
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
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    interview_id: Mapped[UUID]
    letter_id: Mapped[UUID]
    letter_version: Mapped[int]
    addressees: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
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
    """The candidate's yes to this document for this person; history is in the trail."""

    __tablename__ = "consent"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "document_id", "sha256"], ["document.agency_id", "document.id", "document.sha256"]
        ),
        within_agency("person_id", "person_met"),
        UniqueConstraint("agency_id", "document_id", "sha256", "person_id"),
        CheckConstraint(in_states("state", CONSENT.states()), name="state"),
        CheckConstraint("given_by IN ('candidate')", name="given_by"),
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
