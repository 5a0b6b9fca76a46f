"""What goes out about letters: one model per audience; what an audience may not see does not exist in its model."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas.accounts import Outgoing
from app.core.ids import ContactId, DocumentId, InterviewId, LetterId, PersonId
from app.directory.schemas import ContactPolicy, LetterPolicy
from app.documents.schemas import GivenBy
from app.letters.schemas.content import LetterContent, LetterKind, WrittenKind
from app.letters.schemas.summary import SummaryContent

LetterState = Literal[
    "draft", "submitted", "changes_requested", "suggested", "approved", "released", "withdrawn", "not_forwarded"
]


Written = SummaryContent | LetterContent
"""The words of a summary, or of a letter."""


class Addressee(Outgoing):
    """Somebody whom a letter is written to: no address, no number (rule 6)."""

    id: PersonId
    name: str
    title: str | None


class AgencyAddressee(Addressee):
    """Somebody whom a letter is written to, as the agency sees them; ``email`` is where it would go."""

    contact_id: ContactId | None
    email: str | None


class CoverageView(Outgoing):
    """What the letter does about one concern of the debrief; ``paragraph`` counts from 1 (P9)."""

    key: str
    text: str
    state: Literal["answered", "left_out", "open"]
    paragraph: int | None
    left_out_reason: str | None


class CheckView(Outgoing):
    """One thing worth a look before sending; it warns and never blocks."""

    code: str
    level: Literal["warning", "information"]
    paragraph: int | None
    words: str


class DocumentMark(Outgoing):
    """The frozen rendering of the newest submitted version."""

    id: DocumentId
    sha256: str


class AddresseeConsent(Outgoing):
    """Whether the candidate agreed that the newest version goes to this person."""

    person_id: PersonId
    name: str
    state: Literal["not_given", "given", "withdrawn"]
    given_at: datetime | None
    given_by: Annotated[
        GivenBy | None,
        Field(description="`read_back_by_telephone`: a consultant's word for it; the document says whose and when."),
    ]


class DraftMark(Outgoing):
    """Which draft this is: send ``etag`` as If-Match when saving or submitting."""

    etag: str
    saved_at: datetime


class ContactGuidance(Outgoing):
    """Whether the candidate may write to the client themselves (P6)."""

    contact_policy: ContactPolicy
    words: str
    acknowledgement_required: bool


class LetterPolicyView(Outgoing):
    """Whether the client takes letters at all."""

    policy: LetterPolicy
    words: str


class AuthorView(Outgoing):
    """Whose words they are."""

    kind: Literal["candidate", "consultant"]
    name: str


class SuggestionView(Outgoing):
    """Wording that a consultant suggested, and what the candidate said to it."""

    version: int
    by: AuthorView
    note: Annotated[str | None, Field(description="Why it was suggested.")]
    suggested_at: datetime
    answer: Literal["waiting", "accepted", "declined", "not_answered"]
    reason: Annotated[str | None, Field(description="Why it was declined, if the candidate said.")]
    answered_at: datetime | None


class LetterCore(Outgoing):
    """What every audience sees of a letter."""

    id: LetterId
    interview_id: InterviewId
    kind: WrittenKind
    state: LetterState
    version: Annotated[int, Field(description="Counts submissions; 0 before the first.")]
    created_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    return_reason: Annotated[str | None, Field(description="Why it came back, or was not forwarded.")]
    authors: Annotated[list[AuthorView], Field(description="Whose words each paragraph is, in their order.")]
    suggestion: Annotated[
        SuggestionView | None, Field(description="The newest version, where it is a consultant's wording.")
    ]
    coverage: list[CoverageView]
    checks: list[CheckView]
    document: DocumentMark | None
    consents: list[AddresseeConsent]


class CandidateLetter(LetterCore):
    """A letter as its candidate sees it: the draft while it can be written on, else what was submitted last.

    By a link that was handed over nothing stored is shown: ``content`` is null.
    """

    audience: Literal["candidate"]
    addressees: list[Addressee]
    content: Written | None
    draft: DraftMark | None
    guidance: ContactGuidance


class AgencyLetter(LetterCore):
    """A letter as the agency and its systems see it: what was submitted last, nothing that is still being written."""

    audience: Literal["agency"]
    addressees: list[AgencyAddressee]
    content: Written | None
    letter_policy: LetterPolicyView


class SavedDraft(Outgoing):
    """A draft as it was saved, and what a reader would notice in it."""

    letter_id: LetterId
    etag: str
    saved_at: datetime
    addressees: list[Addressee]
    content: LetterContent
    coverage: list[CoverageView]
    checks: list[CheckView]


class LetterSummary(Outgoing):
    """One line of a list of letters."""

    id: LetterId
    kind: WrittenKind
    state: LetterState
    version: int
    created_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    addressees: list[Addressee]


class LettersOfInterview(Outgoing):
    """The letters of one interview, oldest first, and what to know before writing another."""

    data: list[LetterSummary]
    next_cursor: None
    suggested_kind: Annotated[LetterKind, Field(description="By the interest stated in the debrief (P10).")]
    letter_policy: LetterPolicyView
    guidance: ContactGuidance


class VersionSummary(Outgoing):
    """One submission of a letter, or one suggested wording of it."""

    version: int
    submitted_at: datetime
    submitted_by: str
    author: Annotated[AuthorView, Field(description="Who sent or suggested this version.")]
    suggestion: SuggestionView | None
    addressees: list[Addressee]
    document: DocumentMark


class VersionView(VersionSummary):
    """One submission of a letter with its words, against the concerns of the newest debrief."""

    content: Written
    authors: Annotated[list[AuthorView], Field(description="Whose words each paragraph is, in their order.")]
    coverage: list[CoverageView]
    checks: list[CheckView]


class SegmentView(Outgoing):
    """A run of words: what is "same" or "added" makes this version, "same" or "removed" the one compared with."""

    op: Literal["same", "added", "removed"]
    text: str


class ParagraphDiff(Outgoing):
    """What became of one paragraph, word by word; places count from 1."""

    paragraph: Annotated[int | None, Field(description="Its place in this version; null where it is gone.")]
    paragraph_before: Annotated[int | None, Field(description="Its place before; null where it is new.")]
    author: Annotated[AuthorView | None, Field(description="Whose words it is now.")]
    author_before: AuthorView | None
    segments: list[SegmentView]


class VersionDiff(Outgoing):
    """What changed from one version of a letter to another, and by whom."""

    version: int
    against: Annotated[int | None, Field(description="The version compared with; null for the first, all of it new.")]
    paragraphs: list[ParagraphDiff]


class Versions(Outgoing):
    """Every submission of a letter, newest first."""

    data: list[VersionSummary]
    next_cursor: None


class Coverage(Outgoing):
    """What the letter does about each concern of the newest submitted debrief."""

    data: list[CoverageView]
    next_cursor: None
