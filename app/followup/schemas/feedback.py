"""What the client said of an interview, as it is taken down on the telephone (P13, P17; 2-domain "Client feedback")."""

from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from app.accounts.schemas.accounts import Incoming, Instant, Outgoing
from app.core.ids import CallId, ConsultantId, ContactId, FeedbackId, InterviewId
from app.core.text import FilledLine, Line, Text
from app.debriefs.schemas.content import Answers, ConcernKey, ConcernKind

FeedbackState = Literal["received", "drafted", "relayed", "acknowledged", "none_given"]
Recommendation = Literal["definitely_not", "no", "yes", "strong_yes", "no_decision"]
MOST_CONCERNS: Final = 20


class Quotable(Answers):
    """Something that the client said, and whether the candidate may be told it in these words."""

    quotable: bool = Field(
        default=False, title="May be quoted", description="Whether the candidate may be told it in these words."
    )


class Said(Quotable):
    """What the client said of one thing."""

    words: Text | None = Field(default=None, title="What did they say?")


class ConcernHeard(Said):
    """A concern of the candidate's debrief: whether it was one for the client, and what they said of it."""

    key: ConcernKey = Field(title="Key", description="Of the concern, as in the debrief and the call brief.")
    was_one: Literal["yes", "no", "not_raised"] | None = Field(default=None, title="Was it one?")
    concern: Text | None = Field(
        default=None, title="The concern", description="As it stood in the debrief; given when it is noted."
    )


class FurtherConcern(Said):
    """A concern of the client that the candidate had not noticed."""

    kind: ConcernKind | None = Field(default=None, title="What kind of doubt?")


class ClientDecision(Quotable):
    """When the client decides, how sure that is, and who decides (P13)."""

    on: date | None = Field(default=None, title="When do they decide?")
    precision: Literal["exact", "about", "unknown"] | None = Field(
        default=None, title="How sure is that?", description="`unknown` says that they name no date."
    )
    by: Line | None = Field(default=None, title="Who decides?", examples=["Dana Whitfield"])


_EXAMPLE: Final[JsonDict] = {
    "recommendation": "yes",
    "interest": {"words": "Very keen; the case on recalls was the best they heard.", "quotable": True},
    "qualifications": {"words": "Everything they asked for, and the languages.", "quotable": True},
    "concerns": [{"key": "c1", "was_one": "no", "words": "Porto and Dublin answered it.", "quotable": True}],
    "further_concerns": [{"words": "Might find the pace slow.", "kind": "fit", "quotable": False}],
    "decision": {"on": "2026-12-04", "precision": "about", "by": "Dana Whitfield", "quotable": True},
    "next_step": {"words": "A second meeting with the finance director.", "quotable": True},
}


class FeedbackAnswers(Answers):
    """What the client said. Send what there is: every item may be left out. The recommendation is never quoted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    recommendation: Recommendation | None = Field(
        default=None, title="Would they take them on?", description="For the agency alone; it is never quoted."
    )
    interest: Said | None = Field(default=None, title="How interested are they?")
    qualifications: Said | None = Field(default=None, title="What do they say of the qualifications?")
    concerns: list[ConcernHeard] = Field(default_factory=list, max_length=MOST_CONCERNS, title="Was it a concern?")
    further_concerns: list[FurtherConcern] = Field(
        default_factory=list, max_length=MOST_CONCERNS, title="What else gave them pause?"
    )
    who_else: Said | None = Field(default=None, title="Who else met them?")
    terms: Said | None = Field(default=None, title="Terms that came up")
    references: Said | None = Field(default=None, title="References and documents")
    decision: ClientDecision | None = Field(default=None, title="When do they decide?")
    next_step: Said | None = Field(default=None, title="What happens next?")
    other_openings: Said | None = Field(default=None, title="Other openings")


class ClientFeedbackIn(Incoming):
    """What the client said, to take down; or that they said nothing of it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"spoke_with": "Dana Whitfield", "answers": _EXAMPLE}]}
    )

    none_given: Annotated[bool, Field(description="They were asked and said nothing of the interview.")] = False
    contact_id: Annotated[ContactId | None, Field(description="Who said it.")] = None
    spoke_with: Annotated[FilledLine | None, Field(description="Somebody who is no client contact yet.")] = None
    call_id: Annotated[CallId | None, Field(description="In which of the interview's calls.")] = None
    heard_at: Annotated[Instant | None, Field(description="When; left out: just now.")] = None
    answers: FeedbackAnswers = Field(default_factory=FeedbackAnswers)


class ClientFeedbackView(Outgoing):
    """What the client said of an interview. No candidate reads it: they are told ``words``, by a person."""

    id: FeedbackId
    interview_id: InterviewId
    state: FeedbackState
    consultant_id: ConsultantId
    by: Annotated[str, Field(description="Who took it down.", examples=["Priya Nair"])]
    contact_id: ContactId | None
    whom: Annotated[str | None, Field(description="Who said it.", examples=["Dana Whitfield"])]
    call_id: CallId | None
    heard_at: datetime
    noted_at: datetime
    answers: FeedbackAnswers
    relay_due_at: Annotated[datetime | None, Field(description="By when the candidate is to hear (P17).")]
    suggested_words: Annotated[
        str, Field(description="A draft for the candidate, made only of what may be quoted; empty where nothing may.")
    ]
    words: Annotated[str | None, Field(description="What the candidate is told, in the consultant's words.")]
    drafted_at: datetime | None
    relayed_at: datetime | None
    relayed_how: Literal["page", "telephone"] | None
    acknowledged_at: datetime | None
