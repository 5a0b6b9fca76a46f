"""What goes out about a debrief: a model per audience; what an audience may not see does not exist in its model."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas.accounts import Outgoing
from app.core.ids import DebriefId, InterviewId
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers, DebriefProfile

DebriefState = Literal[
    "not_requested", "requested", "draft", "submitted", "changes_requested", "accepted", "waived", "declined"
]


Channel = Literal["web", "phone"]


class ItemView(Outgoing):
    """An item that still lacks an answer: its field, and its name as it stands in a sentence."""

    field: Annotated[str, Field(examples=["people_met"])]
    words: Annotated[str, Field(examples=["the people met, by name"])]


class CompletenessView(Outgoing):
    """How much of what is required is there; it informs and never blocks. ``thin`` answers are too short (P4)."""

    complete: bool
    answered: int
    required: int
    missing: list[ItemView]
    thin: list[ItemView]


class DraftMark(Outgoing):
    """That there is a draft; ``etag`` is what If-Match takes."""

    etag: Annotated[str, Field(examples=['"3"'])]
    saved_at: datetime


class TelephoneNote(Outgoing):
    """That it was told by telephone and entered by a consultant: whose words it holds, and who wrote them down."""

    taken_at: datetime
    taken_by: Annotated[str, Field(examples=["Priya Nair"])]


class TelephoneCall(TelephoneNote):
    """The same for who may know the number that was rung."""

    number_rung: str


class DebriefOutline(Outgoing):
    """Where a debrief stands. The answers are the newest submitted ones, for the candidate their draft."""

    id: DebriefId | None
    interview_id: InterviewId
    profile: DebriefProfile
    state: DebriefState
    version: Annotated[int, Field(description="How often it was submitted.")]
    completeness: CompletenessView
    requested_at: datetime | None
    submitted_at: datetime | None
    accepted_at: datetime | None
    return_reason: str | None
    answers: DebriefAnswers | None
    channel: Annotated[Channel | None, Field(description="How the newest version came; null before the first.")]


class CandidateDebrief(DebriefOutline):
    """A debrief as its candidate sees it; by a link that was handed over nothing stored is shown.

    A draft stands beside what was taken by telephone meanwhile: nothing typed is lost.
    """

    audience: Literal["candidate"]
    agency_only: AgencyOnlyAnswers | None
    draft: DraftMark | None
    telephone: TelephoneNote | None
    next: Annotated[str, Field(description="What happens next, in words for the candidate.")]


class AgencyDebrief(DebriefOutline):
    """A debrief as the agency's people see it: what was submitted, never a draft."""

    audience: Literal["agency"]
    agency_only: AgencyOnlyAnswers | None
    telephone: TelephoneCall | None
    close_reason: Annotated[str | None, Field(description="Why it was waived or declined.")]


class IntegrationDebrief(DebriefOutline):
    """A debrief as the agency's systems see it: nothing that is for the agency's people only."""

    audience: Literal["integration"]
    telephone: TelephoneNote | None


class AnswerWarning(Outgoing):
    """An answer that cannot be right; it is kept in the draft, and refused only on submitting."""

    pointer: Annotated[str, Field(examples=["#/answers/decision_expected/on"])]
    message: str


class DraftView(Outgoing):
    """What was saved and not yet submitted."""

    answers: DebriefAnswers
    agency_only: AgencyOnlyAnswers | None
    completeness: CompletenessView
    warnings: list[AnswerWarning]
    saved_at: datetime


class SubmissionReceipt(Outgoing):
    """That a debrief has arrived, who reads it, and what happens then."""

    reference: DebriefId
    version: int
    submitted_at: datetime
    completeness: CompletenessView
    read_by: Annotated[str, Field(examples=["Priya Nair"])]
    review_due_at: datetime
    next: Annotated[str, Field(description="What happens next, in words for the candidate.")]


class VersionMark(Outgoing):
    """One submission; by telephone it was entered by a consultant, who is named."""

    version: int
    submitted_at: datetime
    submitted_by: str
    channel: Channel
    taken_by: Annotated[str | None, Field(description="Who took it by telephone.", examples=["Priya Nair"])]


class SharedVersion(VersionMark):
    """One submission as the agency's systems see it."""

    audience: Literal["integration"]
    answers: DebriefAnswers
    completeness: CompletenessView


class WholeVersion(VersionMark):
    """One submission as its candidate and the agency's people see it."""

    audience: Literal["people"]
    answers: DebriefAnswers
    agency_only: AgencyOnlyAnswers | None
    telephone: TelephoneCall | None
    completeness: CompletenessView
