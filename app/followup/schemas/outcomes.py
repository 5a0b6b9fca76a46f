"""What comes in and goes out about what became of an interview, and about telling it to the candidate."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas.accounts import Incoming, Instant, Outgoing
from app.core.ids import ConsultantId, FeedbackId, InterviewId, OutcomeId
from app.core.text import FilledText

OutcomeKind = Literal["next_round", "offer", "client_rejected", "candidate_withdrew", "on_hold", "job_closed", "placed"]
OutcomeSide = Literal["client", "candidate", "agency"]
RelayedHow = Literal["page", "telephone"]
OutcomeState = Literal["recorded", "drafted", "relayed", "acknowledged", "superseded"]
FeedbackState = Literal["received", "drafted", "relayed", "acknowledged", "none_given"]


class OutcomeIn(Incoming):
    """An outcome to record; it takes the place of the one before."""

    kind: OutcomeKind
    side: Annotated[OutcomeSide | None, Field(description="Who decided; left out: as this kind has it.")] = None
    reason: Annotated[FilledText | None, Field(description="Why, for your agency only.")] = None
    decided_on: Annotated[date | None, Field(description="When it was decided, where that is known.")] = None


class WordsIn(Incoming):
    """What the candidate is to hear, in your words."""

    words: Annotated[FilledText, Field(examples=["Meridian Foods would like to meet you again."])]


class RelayIn(Incoming):
    """How the candidate is told."""

    how: Annotated[RelayedHow, Field(description="`page`: on their page, with a mail that says that you wrote.")]
    words: Annotated[FilledText | None, Field(description="Left out: the words that were drafted.")] = None
    told_at: Annotated[Instant | None, Field(description="When you told them by telephone; left out: just now.")] = None


class Telling(Outgoing):
    """How far it is told to the candidate; ``words`` are what they hear, or heard."""

    words: str | None
    drafted_at: datetime | None
    relayed_at: datetime | None
    relayed_by: ConsultantId | None
    relayed_how: RelayedHow | None
    acknowledged_at: datetime | None


class FeedbackTelling(Telling):
    """What the candidate hears, or heard, of what the client said."""

    id: FeedbackId
    interview_id: InterviewId
    state: FeedbackState


class RecordedOutcome(Telling):
    """What became of an interview."""

    id: OutcomeId
    interview_id: InterviewId
    state: OutcomeState
    kind: OutcomeKind
    side: OutcomeSide
    decided_on: date | None
    recorded_at: datetime
    recorded_by: ConsultantId


class AgencyOutcome(RecordedOutcome):
    """The outcome for the agency's people: with the reason, and words with which to tell the candidate."""

    audience: Literal["agency"]
    reason: str | None
    suggested_words: str


class IntegrationOutcome(RecordedOutcome):
    """The outcome for the agency's systems: nothing that is for the agency's people only."""

    audience: Literal["integration"]


class TellingRead(Outgoing):
    """What you were told, in your consultant's words."""

    words: str
    told_by: Annotated[str, Field(examples=["Priya Nair"])]
    told_at: datetime
    how: RelayedHow
    read_at: datetime | None


class ToldOutcome(TellingRead):
    """What you were told became of your interview, what it means, and what comes next."""

    audience: Literal["candidate"]
    id: OutcomeId
    kind: OutcomeKind
    means: str
    comes_next: str


class ToldFeedback(TellingRead):
    """What you were told that the client said."""

    audience: Literal["candidate"]
    id: FeedbackId
