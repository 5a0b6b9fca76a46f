"""What goes out about a client summary: to its candidate what may be marked, to the agency what was submitted."""

from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas.accounts import Outgoing
from app.core.ids import InterviewId, LetterId
from app.letters.schemas.summary import AnswerName
from app.letters.schemas.views import (
    Addressee,
    AddresseeConsent,
    AgencyAddressee,
    CheckView,
    ContactGuidance,
    DocumentMark,
    DraftMark,
    LetterPolicyView,
    LetterState,
)

SummaryState = LetterState | Literal["not_begun"]


class ShareableAnswer(Outgoing):
    """One answer that may be marked, in the words that the client would read."""

    field: AnswerName
    title: Annotated[str, Field(description="What was asked.", examples=["What went well?"])]
    heading: Annotated[str, Field(description="What it would stand under.", examples=["What went well"])]
    text: str
    caution: Annotated[str | None, Field(description="What to weigh before marking it; null for most answers.")]
    marked: bool
    words: Annotated[str | None, Field(description="The candidate's own words for the client, instead of `text`.")]


class SectionView(Outgoing):
    """One shared answer under its heading."""

    field: AnswerName
    heading: str
    text: str
    own_words: Annotated[bool, Field(description="Whether the candidate put the answer into other words for this.")]


class SummaryPage(Outgoing):
    """The summary as it would be sent: its heading, one opening paragraph, the shared answers."""

    heading: Annotated[str, Field(examples=["Summary of the interview with Alex Moreau"])]
    opening: str
    sections: list[SectionView]


class SummaryCore(Outgoing):
    """What every audience sees of a summary; decisions on it are made under ``/v1/letters/{letter_id}``."""

    interview_id: InterviewId
    letter_id: Annotated[LetterId | None, Field(description="Null until something was marked.")]
    state: SummaryState
    version: Annotated[int, Field(description="Counts submissions; 0 before the first.")]
    debrief_version: Annotated[int, Field(description="The newest submitted debrief; 0 where there is none.")]
    of_debrief_version: Annotated[int | None, Field(description="The debrief that the submitted summary is made of.")]
    newer_debrief: Annotated[
        str | None, Field(description="Says so where the debrief was submitted again since the summary was.")
    ]
    return_reason: Annotated[str | None, Field(description="Why it came back, or was not forwarded.")]
    as_sent: SummaryPage | None
    checks: list[CheckView]
    document: DocumentMark | None
    consents: list[AddresseeConsent]


class CandidateSummary(SummaryCore):
    """A summary as its candidate sees it: what may be marked, and the summary as it would be sent."""

    audience: Literal["candidate"]
    answers: list[ShareableAnswer]
    addressees: list[Addressee]
    draft: Annotated[DraftMark | None, Field(description="Its ETag is what If-Match takes when saving or submitting.")]
    guidance: ContactGuidance


class AgencySummary(SummaryCore):
    """A summary as the agency and its systems see it: what was submitted last, nothing that is still being marked."""

    audience: Literal["agency"]
    addressees: list[AgencyAddressee]
    letter_policy: LetterPolicyView
