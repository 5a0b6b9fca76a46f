"""The trail as it is read, and what comes in and goes out about people's data."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.accounts.schemas.accounts import Incoming, Outgoing
from app.core.ids import AuditEventId, CandidateId, ExportId, HoldId
from app.core.text import FilledText, Text


class TrailEntryView(Outgoing):
    """One entry of the trail: a sentence for people, and what an outsider needs to check the chain."""

    id: AuditEventId
    at: datetime
    action: str
    subject_kind: str
    subject_id: str
    seq: int
    who: str
    sentence: str
    details: dict[str, str | int | bool | list[str] | None]
    hash: str
    prev_hash: str


class NoticeView(Outgoing):
    """What candidates are told about their data, from an instant on."""

    version: int
    published_at: datetime
    controller: Annotated[str, Field(description="Who decides what is done with the data, and answers for it.")]
    contact: Annotated[str | None, Field(description="Where to ask; null: the consultant.")]
    text: str


class ExportRequest(Incoming):
    """What an export is to hold."""

    private_notes: Annotated[
        bool,
        Field(
            description="Include the agency's private notes. Read them first: they may also be about somebody else "
            "(GDPR Article 15(4))."
        ),
    ] = False


class ExportView(Outgoing):
    """An export: being made, or ready to be fetched until it expires."""

    id: ExportId
    candidate_id: CandidateId
    state: Literal["being_made", "ready"]
    private_notes: bool
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime
    sha256: Annotated[str | None, Field(description="Of the archive's bytes, in hexadecimal.")]
    path: Annotated[str | None, Field(description="Where the archive is fetched, once it is ready.")]


class HoldRequest(Incoming):
    """Why nothing of a person may be erased; or why it may again."""

    reason: Annotated[FilledText, Field(examples=["Claim before the employment tribunal, our file 26-118."])]


class HoldView(Outgoing):
    """A legal hold on a person."""

    id: HoldId
    candidate_id: CandidateId
    placed_at: datetime
    reason: str
    released_at: datetime | None
    release_reason: str | None


class ErasureRequest(Incoming):
    """Why a person is erased; the reason outlasts them, so it may not name them."""

    reason: Annotated[FilledText, Field(examples=["They asked for it by e-mail on 3 May, our ticket 4411."])]


class KeptIdentity(Outgoing):
    """What the law asks to keep of who somebody was, and until when."""

    until: datetime
    name: str
    contact: str | None


class ErasureView(Outgoing):
    """Whether a person was erased, may be, and what that takes with it."""

    candidate_id: CandidateId
    state: Literal["possible", "held", "erased"]
    rows: Annotated[dict[str, int], Field(description="What is held now: how many rows of each kind.")]
    keeps_identity_until: Annotated[
        datetime | None, Field(description="Until when name and one contact are kept apart, as the law asks.")
    ]
    erased_at: datetime | None
    ground: Literal["request", "retention", "replay"] | None
    confirmation: Annotated[
        Literal["waiting", "mailed", "not_mailed"] | None,
        Field(description="What became of the mail that confirms it."),
    ]
    kept: Annotated[KeptIdentity | None, Field(description="What is still kept apart, after an erasure.")]


class ErasureDone(Outgoing):
    """That a person was erased; says nothing of who they were."""

    candidate_id: CandidateId
    erased_at: datetime
    keeps_identity_until: datetime | None
    confirmation: Literal["waiting", "mailed", "not_mailed"]


class OwnRequest(Incoming):
    """What a candidate asks about what is held about them."""

    kind: Literal["copy", "correction", "erasure"]
    words: Text | None = None

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.kind == "correction" and not self.words:
            raise ValueError("Say what should be put right")
        return self
