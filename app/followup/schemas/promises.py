"""What comes in and goes out about what a candidate is told while they wait, and about their asking for news."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas.accounts import Incoming, Outgoing, TimeZone
from app.core.ids import ConsultantId, InterviewId, NudgeId, PromiseId, UpdateId
from app.core.text import FilledText, Text

NudgeKind = Literal["reminder", "new_deadline"]
NudgeState = Literal["waiting", "answered", "dropped"]
NextUpdateOn = Annotated[
    date | None,
    Field(description="The working day of your desk by whose end the candidate hears next; left out: by the rule."),
]


class UpdateIn(Incoming):
    """Words of yours for the candidate; they read them on their page."""

    words: Annotated[
        FilledText,
        Field(description="The candidate reads exactly this.", examples=["They meet on Wednesday. I ring them then."]),
    ]
    next_update_on: NextUpdateOn = None


class PromiseMove(Incoming):
    """A later day by which the candidate hears, and why; they read the reason."""

    reason: Annotated[FilledText, Field(description="The candidate reads exactly this.", examples=["Dana is away."])]
    next_update_on: Annotated[date, Field(description="A working day of your desk, later than what was promised.")]


class PromiseView(Outgoing):
    """By when the candidate hears; all but `interview_id` is null where nothing is promised."""

    id: PromiseId | None
    interview_id: InterviewId
    made_at: datetime | None
    next_update_by: Annotated[
        datetime | None, Field(description="By when they hear, even if nothing is new; once it has passed, it is late.")
    ]


class NudgeIn(Incoming):
    """A question for news, or a new deadline of the candidate's own."""

    kind: NudgeKind
    deadline_on: Annotated[
        date | None, Field(description="By when you must answer somebody else; where it is a `new_deadline`.")
    ] = None
    words: Annotated[Text | None, Field(description="What else your consultant should know.")] = None


class UpdateView(Outgoing):
    """What a consultant wrote to the candidate."""

    id: UpdateId
    interview_id: InterviewId
    consultant_id: ConsultantId
    by: Annotated[str, Field(examples=["Priya Nair"])]
    written_at: datetime
    words: str
    next_update_by: Annotated[datetime | None, Field(description="By when the candidate hears next.")]


class NudgeView(Outgoing):
    """A question for news, and what was answered."""

    id: NudgeId
    interview_id: InterviewId
    kind: NudgeKind
    state: NudgeState
    asked_at: datetime
    deadline_on: date | None
    words: str | None
    answered_at: datetime | None
    answered_by: Annotated[str | None, Field(description="Who answered.", examples=["Priya Nair"])]
    answer: Annotated[str | None, Field(description="What they wrote; null where the candidate heard otherwise.")]


class Reminder(Outgoing):
    """Whether the candidate may remind now, and if not, from when on; a new deadline may be told at any time."""

    allowed: bool
    opens_at: datetime
    words: Annotated[str, Field(examples=["You can remind Priya from Friday 17:30 in London."])]


class StatusMoment(Outgoing):
    """One line of what happened; ``ahead`` is what has not come yet."""

    at: datetime
    title: str
    words: str
    quoted: Annotated[str | None, Field(description="Somebody's own words.")]
    ahead: bool


class StatusView(Outgoing):
    """Where it stands, as the candidate reads it."""

    interview_id: InterviewId
    headline: str
    acts: Annotated[str, Field(description="Who acts now.", examples=["Priya acts"])]
    words: list[str]
    next_update_by: Annotated[datetime | None, Field(description="By when they hear, even if nothing is new.")]
    next_update: Annotated[
        str | None, Field(examples=["You hear from Priya by Thursday 17:30 in London, even if there is nothing new."])
    ]
    time_zone: Annotated[TimeZone, Field(description="The candidate's, by which the words name times.")]
    reminder: Reminder | None
    timeline: list[StatusMoment]
