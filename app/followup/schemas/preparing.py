"""What to have at hand before another round: what the candidate told of the rounds before, and nobody else (P19)."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas.accounts import Outgoing, TimeZone
from app.core.ids import InterviewId
from app.debriefs.schemas.content import ConcernKind
from app.followup.schemas.lessons import LessonView


class PackPerson(Outgoing):
    """Somebody met, or to be met."""

    name: str
    title: str | None
    role_in_decision: str | None
    again: Annotated[bool, Field(description="Whether they were met before and are to be met now.")]


class PackQuestion(Outgoing):
    """A question that was asked, and how the candidate says they answered it."""

    question: str
    how_answered: str | None
    by_whom: str | None


class PackConcern(Outgoing):
    """A doubt that has no full answer yet; ``key`` names it as in the debrief and the call brief."""

    key: str
    words: str
    kind: ConcernKind | None
    stated_or_sensed: Literal["stated", "sensed"] | None
    raised_by: str | None
    state: Literal["partly", "left_out", "open"]
    answer: Annotated[str, Field(description="What there is against it so far.", examples=["Not answered yet"])]


class PackPoint(Outgoing):
    """One point, under the question that it answered."""

    key: Annotated[str, Field(examples=["how_it_was_left"])]
    title: Annotated[str, Field(examples=["How it was left"])]
    words: str


class PackRelayed(Outgoing):
    """What the candidate was told of the client's words, and by whom."""

    words: str
    at: datetime
    by: str


class PackRound(Outgoing):
    """One round before, as its candidate told it."""

    interview_id: InterviewId
    round: int
    starts_at: datetime
    time_zone: TimeZone
    people: list[PackPerson]
    role_as_described: str | None
    questions: list[PackQuestion]
    concerns: Annotated[list[PackConcern], Field(description="Those without a full answer.")]
    answered: Annotated[int, Field(description="How many doubts have one.")]
    promised: list[PackPoint]
    to_say: list[PackPoint]
    decision_on: Annotated[date | None, Field(description="When they were to decide.")]
    told: list[PackRelayed]


class PackNotice(Outgoing):
    """One thing to notice again."""

    about: Literal["concern", "people", "role", "promise", "decision"]
    words: str


class PrepPack(Outgoing):
    """One page before another round, the latest round first."""

    interview_id: InterviewId
    job: str
    client: str
    round: int
    starts_at: datetime
    time_zone: TimeZone
    meets: list[PackPerson]
    rounds: list[PackRound]
    notice: list[PackNotice]


class CandidatePrepPack(PrepPack):
    """For the candidate."""

    audience: Literal["candidate"]
    lessons: Annotated[list[LessonView], Field(description="Your own, of every interview here. Only you read them.")]


class AgencyPrepPack(PrepPack):
    """For the agency's people."""

    audience: Literal["agency"]
    candidate: str
