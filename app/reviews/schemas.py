"""What waits for a consultant, as it goes out, and what is asked of it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, PlainValidator, TypeAdapter, WithJsonSchema

from app.accounts.schemas.accounts import Incoming, Outgoing
from app.core.ids import ClientId, ConsultantId, InterviewId, Prefixed, ReviewItemId, TeamId


def _assignee(value: object) -> object:
    return value if value in {"me", "nobody"} else Prefixed("con").parse(value)


_ID_SCHEMA = TypeAdapter(ConsultantId).json_schema()
Assignee = Annotated[
    UUID | Literal["me", "nobody"],
    PlainValidator(_assignee),
    WithJsonSchema({"anyOf": [{"type": "string", "enum": ["me", "nobody"]}, _ID_SCHEMA]}),
]
"""Who has it to do: a user, oneself with whom one covers for, or nobody."""


class ReviewItemView(Outgoing):
    """One submitted version; ``subject_id`` is that of the debrief, letter or addendum.

    ``waits_for``: `us`, the `candidate`, or null once nothing waits. ``facts``: what waits, in numbers.
    """

    id: ReviewItemId
    kind: Literal["debrief", "letter", "addendum", "summary"]
    subject_id: str
    interview_id: InterviewId
    version: int
    candidate: str
    job: str
    client: str
    client_id: ClientId
    consultant_id: Annotated[ConsultantId | None, Field(description="Who has it to do; null: nobody any more.")]
    consultant: str | None
    team_id: TeamId
    waits_for: Literal["us", "candidate"] | None
    due_at: datetime
    cut_off_zone: Annotated[str, Field(description="The IANA zone by whose clock it is due.")]
    due_why: Annotated[str | None, Field(description="Null: for a reason that only your people read, in the console.")]
    escalated_at: datetime | None
    claimed_by: ConsultantId | None
    claimed_by_name: str | None
    claimed_until: datetime | None
    decision: str | None
    decided_at: datetime | None
    facts: dict[str, Any]
    created_at: datetime


class ReviewCountsView(Outgoing):
    """How much waits, each counted up to 1,000, which means as many or more; ``mine`` with whom you cover for."""

    mine: int
    unclaimed: int
    letters: int
    debriefs: int
    overdue: int
    with_candidate: int


class ReviewAssignment(Incoming):
    """Whom to hand an item to."""

    consultant_id: ConsultantId
