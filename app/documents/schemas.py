"""What comes in and goes out about documents and consents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.accounts.schemas.accounts import Incoming, Instant, Outgoing, Phone
from app.core.ids import ConsentId, DocumentId, InterviewId, LetterId, PersonId

FileFormat = Literal["pdf", "docx", "txt"]
DocumentKind = Literal["letter", "summary"]
GivenBy = Literal["candidate", "read_back_by_telephone"]
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
    suggested: bool = False
    kind: DocumentKind = "letter"


class ConsentIn(Incoming):
    """The candidate's yes: to what was seen, named by its SHA-256, for these people met."""

    people: Annotated[list[PersonId], Field(min_length=1, max_length=20)]
    sha256: Annotated[Sha256, Field(description="The document's own, as it was shown.")]


class ReadBackIn(Incoming):
    """The candidate's yes on the telephone: to the document read out, named by its SHA-256, for these people met."""

    people: Annotated[list[PersonId], Field(min_length=1, max_length=20)]
    sha256: Annotated[Sha256, Field(description="The document's own, as it was read out.")]
    number_rung: Annotated[Phone, Field(examples=["+44 20 7946 0991"])]
    rung_at: Annotated[Instant, Field(examples=["2026-11-24T17:05:00Z"])]


class FileView(Outgoing):
    """One file of a document; its hash is in the manifest that the document's own hash stands for."""

    format: FileFormat
    media_type: str
    bytes: int
    sha256: str
    path: Annotated[str, Field(examples=["/v1/documents/doc_01je1nx3wwf3nf7d5n5xqynb8d.pdf"])]


class ReadBackMark(Outgoing):
    """Who read the document out to the candidate, when, and which number they rang."""

    by: str
    rung_at: datetime
    number_rung: Annotated[str | None, Field(description="For people of the agency and the candidate; null for keys.")]


class ConsentView(Outgoing):
    """A consent as it stands now; its history is in the trail."""

    id: ConsentId
    state: Literal["given", "withdrawn"]
    given_by: Annotated[
        GivenBy, Field(description="`read_back_by_telephone`: a consultant's word for it, see `read_back`.")
    ]
    given_at: datetime
    withdrawn_at: datetime | None
    read_back: ReadBackMark | None


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
    kind: Annotated[DocumentKind, Field(description="A letter, or the summary of a debrief.")]
    suggested: Annotated[
        bool, Field(description="Whether the wording is a consultant's: the first yes is given by accepting it.")
    ]
    newest: Annotated[bool, Field(description="Whether it is the letter's newest version: only that can be agreed to.")]
    sha256: Annotated[str, Field(description="SHA-256 of the manifest, the canonical JSON of the files' hashes.")]
    files: list[FileView]
    people: list[DocumentPerson]
    created_at: datetime


class ReadBackTaken(Outgoing):
    """The document with the yes that was noted, and what is worth a look about the call."""

    document: DocumentView
    warnings: Annotated[
        list[str], Field(examples=[["You rang another number than the one that is kept for Alex Moreau."]])
    ]
