"""What goes out about a debrief: a model per audience; what an audience may not see does not exist in its model."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas import Outgoing
from app.core.ids import DebriefId, InterviewId
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers, DebriefProfile

DebriefState = Literal[
    "not_requested", "requested", "draft", "submitted", "changes_requested", "accepted", "waived", "declined"
]


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


class CandidateDebrief(DebriefOutline):
    """A debrief as its candidate sees it; by a link that was handed over nothing stored is shown."""

    audience: Literal["candidate"]
    agency_only: AgencyOnlyAnswers | None
    draft: DraftMark | None


class AgencyDebrief(DebriefOutline):
    """A debrief as the agency's people see it: what was submitted, never a draft."""

    audience: Literal["agency"]
    agency_only: AgencyOnlyAnswers | None


class IntegrationDebrief(DebriefOutline):
    """A debrief as the agency's systems see it: nothing that is for the agency's people only."""

    audience: Literal["integration"]


class DraftView(Outgoing):
    """What was saved and not yet submitted."""

    answers: DebriefAnswers
    agency_only: AgencyOnlyAnswers | None
    completeness: CompletenessView
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
    """One submission."""

    version: int
    submitted_at: datetime
    submitted_by: str


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
    completeness: CompletenessView
