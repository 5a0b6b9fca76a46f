"""What comes in and goes out about the call to the client: the brief before it, and what was noted of it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.accounts.schemas.accounts import Incoming, Instant, Outgoing, TimeZone
from app.core.ids import CallId, ConsultantId, ContactId, FeedbackId, InterviewId, LetterId
from app.core.text import FilledLine, FilledText, Text
from app.debriefs.schemas.content import AgencyOnlyAnswers, ConcernKind
from app.debriefs.schemas.views import DebriefState
from app.letters.schemas.content import LetterKind

PointKey = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,30}(\.[a-z0-9_-]{1,20})?$")]
CallState = Literal["planned", "done", "skipped"]


class BriefPoint(Outgoing):
    """Something to pass on, in the candidate's own words; ``key`` is what ``passed_on`` of a call takes."""

    key: Annotated[str, Field(examples=["went_well"])]
    title: Annotated[str, Field(examples=["What went well"])]
    words: str


class ConcernAnswer(Outgoing):
    """What there is against a doubt: said in the room, written in a letter, left out on purpose, or nothing yet."""

    state: Literal["answered", "partly", "left_out", "open"]
    in_room: Literal["yes", "partly", "no"] | None
    letter_id: LetterId | None
    letter: LetterKind | None
    paragraph: Annotated[int | None, Field(description="Of that letter, counted from 1.")]
    quoted: Annotated[str | None, Field(description="That paragraph.")]
    words: Annotated[
        str, Field(examples=["Partly answered in the room; answered in the strategic letter, paragraph 3"])
    ]


class BriefConcern(Outgoing):
    """One doubt that the candidate heard or sensed, and its answer."""

    key: str
    words: str
    kind: ConcernKind | None
    stated_or_sensed: Literal["stated", "sensed"] | None
    raised_by: str | None
    answer: ConcernAnswer


class BriefInterest(Outgoing):
    """How much the candidate wants the role, 1 to 5, before the interview and now."""

    before: int | None
    after: int | None
    why: str | None
    words: str


class BriefDecision(Outgoing):
    """When the client decides, how surely, and who said so (P13)."""

    on: date | None
    precision: Literal["exact", "about", "unknown"] | None
    source: str | None
    words: str


class ClientQuestion(Outgoing):
    """Something to ask the client, and what it is about."""

    about: Literal["impression", "concern", "next_step", "decision", "question", "documents"]
    words: str


class BriefDebrief(Outgoing):
    """How far the account goes that the brief is made of; ``words`` say what is known of it."""

    state: DebriefState
    version: int
    submitted_at: datetime | None
    taken_by: Annotated[str | None, Field(description="Who took it by telephone.")]
    missing: list[str]
    words: str


class CallBrief(Outgoing):
    """One page to have at hand while ringing the client (P5)."""

    interview_id: InterviewId
    candidate: str
    job: str
    client: str
    round: int
    starts_at: datetime
    time_zone: TimeZone
    met: Annotated[list[str], Field(description="The people met, with their part in the decision.")]
    debrief: BriefDebrief
    strengths: list[BriefPoint]
    concerns: list[BriefConcern]
    none_noticed: Annotated[bool, Field(description="The candidate says that no doubt was noticed.")]
    unsaid: str | None
    interest: BriefInterest | None
    appealed: str | None
    client_interest: Annotated[str | None, Field(description="How interested they seemed to the candidate.")]
    next_step: str | None
    decision: BriefDecision
    availability: str | None
    questions: list[ClientQuestion]


class BriefContact(Outgoing):
    """Whom to ring, and where they are."""

    id: ContactId
    name: str
    title: str | None
    phone: str | None
    time_zone: TimeZone


class BriefHeard(Outgoing):
    """What the client said so far, in a line; its candidate knows nothing of it until a person tells them."""

    id: FeedbackId
    heard_at: datetime
    by: Annotated[str, Field(description="Who took it down.", examples=["Priya Nair"])]
    whom: Annotated[str | None, Field(description="Who said it.", examples=["Dana Whitfield"])]
    words: str
    concerns: Annotated[
        dict[str, Literal["yes", "no", "not_raised"] | None],
        Field(description="Concerns of this brief, by their keys: whether each was one for the client."),
    ]
    relayed_at: datetime | None


class AgencyCallBrief(CallBrief):
    """The brief for the agency's people: with what only they may read, whom to ring, and what the client said."""

    audience: Literal["agency"]
    agency_only: Annotated[AgencyOnlyAnswers | None, Field(description="Never to be passed on.")]
    contacts: list[BriefContact]
    heard: list[BriefHeard]


class IntegrationCallBrief(CallBrief):
    """The brief for the agency's systems: nothing that is for the agency's people only."""

    audience: Literal["integration"]


class ClientCallIn(Incoming):
    """A call to note: planned, done, or skipped. A planned one is done or skipped by the next note."""

    state: CallState
    planned_for: Annotated[Instant | None, Field(description="When you mean to ring; where it is `planned`.")] = None
    rung_at: Annotated[Instant | None, Field(description="When you rang; left out: just now.")] = None
    contact_id: Annotated[ContactId | None, Field(description="With whom you spoke.")] = None
    spoke_with: Annotated[FilledLine | None, Field(description="Somebody who is no client contact yet.")] = None
    passed_on: list[PointKey] = Field(
        default_factory=list, max_length=60, description="Keys of the brief's points that you passed on."
    )
    said: Annotated[Text | None, Field(description="What else you passed on.")] = None
    heard: Annotated[Text | None, Field(description="What you heard.")] = None
    reason: Annotated[FilledText | None, Field(description="Why you did not ring; where it is `skipped`.")] = None


class PassedOn(Outgoing):
    """A point of the brief as it stood when it was passed on."""

    key: str
    words: str


class ClientCallView(Outgoing):
    """A call about an interview."""

    id: CallId
    interview_id: InterviewId
    state: CallState
    consultant_id: ConsultantId
    by: Annotated[str, Field(description="Who rings.", examples=["Priya Nair"])]
    contact_id: ContactId | None
    whom: Annotated[str | None, Field(description="Who is rung.", examples=["Dana Whitfield"])]
    planned_for: datetime | None
    rung_at: datetime | None
    passed_on: list[PassedOn]
    said: str | None
    heard: str | None
    skip_reason: str | None
    noted_at: datetime
