"""What comes in and goes out about documents and consents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.accounts.schemas import Incoming, Outgoing
from app.core.ids import ConsentId, DocumentId, InterviewId, LetterId, PersonId

FileFormat = Literal["pdf", "docx", "txt"]
Sha256 = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{64}$"),
    Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]),
]


@dataclass(frozen=True)
class LetterSource:
    """The letter version that a document is made of, and the people met whom it was written to."""

    interview_id: UUID
    letter_id: UUID
    version: int
    addressees: Sequence[UUID]


class ConsentIn(Incoming):
    """The candidate's yes: to what was seen, named by its SHA-256, for these people met."""

    people: Annotated[list[PersonId], Field(min_length=1, max_length=20)]
    sha256: Annotated[Sha256, Field(description="The document's own, as it was shown.")]


class FileView(Outgoing):
    """One file of a document; its hash is in the manifest that the document's own hash stands for."""

    format: FileFormat
    media_type: str
    bytes: int
    sha256: str
    path: Annotated[str, Field(examples=["/v1/documents/doc_01je1nx3wwf3nf7d5n5xqynb8d.pdf"])]


class ConsentView(Outgoing):
    """A consent as it stands now; its history is in the trail."""

    id: ConsentId
    state: Literal["given", "withdrawn"]
    given_by: Literal["candidate"]
    given_at: datetime
    withdrawn_at: datetime | None


class DocumentPerson(Outgoing):
    """Somebody the document is for; ``consent`` is null until the candidate agreed."""

    id: PersonId
    name: str
    title: str | None
    consent: ConsentView | None


class DocumentView(Outgoing):
    """A frozen rendering of one letter version, and who agreed to what of it."""

    id: DocumentId
    interview_id: InterviewId
    letter_id: LetterId
    letter_version: int
    newest: Annotated[bool, Field(description="Whether it is the letter's newest version: only that can be agreed to.")]
    sha256: Annotated[str, Field(description="SHA-256 of the manifest, the canonical JSON of the files' hashes.")]
    files: list[FileView]
    people: list[DocumentPerson]
    created_at: datetime
