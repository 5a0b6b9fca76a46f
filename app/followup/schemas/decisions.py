"""What comes in and goes out about the day on which a client decides."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas.accounts import Incoming, Outgoing, TimeZone
from app.core.ids import ConsultantId, ContactId, DecisionId, InterviewId
from app.core.text import FilledLine, FilledText, Text

DecisionState = Literal["awaiting", "due", "overdue", "chased", "extended", "decided"]
Precision = Literal["exact", "about"]


class DecisionIn(Incoming):
    """The day on which the client decides; the candidate reads the day, and that you asked."""

    on: Annotated[date, Field(description="By the client's calendar.", examples=["2026-12-04"])]
    precision: Annotated[Precision, Field(description="How sure that is.")] = "exact"
    said_by: Annotated[FilledLine | None, Field(description="Who at the client said so.")] = None


class ExtensionIn(Incoming):
    """Another day, in place of one that was named; the candidate reads the day, and never the reason."""

    on: Annotated[date, Field(description="By the client's calendar.", examples=["2026-12-11"])]
    reason: Annotated[
        FilledText,
        Field(description="Why it takes longer; only the agency reads it.", examples=["The panel is away."]),
    ]
    precision: Annotated[Precision, Field(description="How sure that is.")] = "exact"
    said_by: Annotated[FilledLine | None, Field(description="Who at the client said so.")] = None


class ChaseIn(Incoming):
    """That the client was asked when it decides: one call, or one mail."""

    how: Literal["call", "mail"]
    contact_id: Annotated[ContactId | None, Field(description="Whom you asked.")] = None
    spoke_with: Annotated[FilledLine | None, Field(description="Somebody who is no client contact yet.")] = None
    heard: Annotated[Text | None, Field(description="What they said; only the agency reads it.")] = None


class DecisionView(Outgoing):
    """When the client decides, as far as is known; ``state`` is null where nobody has said anything yet."""

    id: DecisionId | None
    interview_id: InterviewId
    state: DecisionState | None
    expected_on: date | None
    precision: Literal["exact", "about", "unknown"] | None
    source: Literal["candidate", "client", "consultant"] | None
    said_by: str | None
    set_by: Annotated[ConsultantId | None, Field(description="Who set the day; null: the candidate's debrief did.")]
    time_zone: Annotated[TimeZone | None, Field(description="The client's.")]
    ask_by: Annotated[datetime | None, Field(description="The client is to be asked, until then.")]
    chases: Annotated[int, Field(description="How often it was asked since the day passed.")]
    last_chased_at: datetime | None
    chased_how: Literal["call", "mail"] | None
    chased_whom: str | None
    heard: str | None
    reason: Annotated[str | None, Field(description="Why the day was moved last.")]
    told_on: Annotated[date | None, Field(description="The day that the candidate reads from you.")]
    settled_at: datetime | None
