"""What a client summary of the debrief is made of, and what its candidate marks (rule 4, ADR 0016)."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from app.accounts.schemas.accounts import Incoming
from app.core.text import Text
from app.debriefs.schemas.content import AgencyOnlyAnswers
from app.letters.schemas.content import LetterContent, Paragraph
from app.letters.schemas.requests import Addressees

HEADINGS: Final[Mapping[str, str]] = {
    "interest": "My interest in the role",
    "appealed": "What appeals to me",
    "fit": "Where my experience will be well used",
    "people_met": "Whom I met",
    "first_impression": "My first impression",
    "agenda": "What happened, in order",
    "role_as_described": "The role, as I understood it",
    "organisation_facts": "The company and the department",
    "went_well": "What went well",
    "difficult": "What was difficult",
    "questions_asked": "Questions I was asked",
    "concerns": "Points that seemed open",
    "unsaid": "What I could have said more about",
    "terms_discussed": "Terms that came up",
    "tests_or_tasks": "Tests or tasks",
    "documents_or_references_asked": "Documents or references wanted",
    "availability": "When I am available",
    "next_step": "What happens next, as I understood it",
    "decision_expected": "When I expect to hear",
    "how_it_was_left": "How it was left",
    "client_interest": "How interested they seemed to me",
    "own_reservations": "My reservations",
}
"""The answers that may be shared, each with its heading, in the order in which the client reads them.

Closed: an answer that is added to the debrief cannot be shared before somebody decides that it may be, here.
"""


def _may_be_shared(field: str) -> str:
    if field in AgencyOnlyAnswers.model_fields:
        raise PydanticCustomError(
            "agency_only_answer",
            "{field} is read by your agency only: it is never shared with a client",
            {"field": field},
        )
    if field not in HEADINGS:
        raise PydanticCustomError("unknown_answer", "this names no answer of the debrief")
    return field


AnswerName = Annotated[
    str,
    AfterValidator(_may_be_shared),
    Field(json_schema_extra={"enum": list(HEADINGS)}, examples=["went_well"]),
]


class Mark(Incoming):
    """One answer that the client may see."""

    field: AnswerName
    words: Annotated[
        Text | None,
        Field(
            description="Your own words for the client, instead of the answer as it stands; blank or null: as it "
            "stands.",
            examples=["The case about supplier recalls: I have run one end to end."],
        ),
    ] = None

    @field_validator("words")
    @classmethod
    def _blank_is_none(cls, value: str | None) -> str | None:
        return value or None


class SummaryIn(Incoming):
    """The whole of what is marked, and for whom; it replaces what was saved before. Nothing is marked until it is."""

    marked: Annotated[list[Mark], Field(max_length=len(HEADINGS))]
    addressees: Addressees

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        twice = [field for field, times in Counter(mark.field for mark in self.marked).items() if times > 1]
        if twice:
            raise PydanticCustomError("marked_twice", "{field} is marked twice: mark it once", {"field": twice[0]})
        return self


class SummarySubmission(Incoming):
    """Send what is marked for review."""

    contact_policy_acknowledged: Annotated[
        bool,
        Field(
            description="That the candidate was shown, and takes note of, how this client may be contacted (P6). "
            "Must be true where the summary's guidance says that it is required."
        ),
    ] = False


class SummarySection(Paragraph):
    """One shared answer under its heading; its text may hold several paragraphs."""

    text: str
    field: str
    heading: str
    own_words: Annotated[bool, Field(description="Whether the candidate put the answer into other words for this.")]


class SummaryContent(LetterContent):
    """The shared answers of one version of the debrief, in the order in which the client reads them."""

    paragraphs: list[SummarySection] = Field(default_factory=list)  # type: ignore[assignment]  # each is a paragraph
    debrief_version: int
    taken_down: Annotated[bool, Field(description="Whether the agency took that version down, and not the candidate.")]

    @model_validator(mode="after")
    def _within_length(self) -> Self:
        """Let it be read at any length: `actions.summarising` says what is too long to be sent."""
        return self


def content_of(stored: Mapping[str, Any]) -> LetterContent:
    """Read what a draft or a version holds: a `SummaryContent` where it is one of a summary."""
    return (SummaryContent if "debrief_version" in stored else LetterContent).model_validate(stored)
