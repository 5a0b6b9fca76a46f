"""What comes in and goes out about approving and sending."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from app.accounts.schemas import Incoming, Outgoing
from app.core.ids import ConsultantId, ContactId, DeliveryId, DocumentId, InterviewId, LetterId, PersonId
from app.core.text import Line, Text
from app.interviews.schemas import Reason

DeliveryState = Literal["held", "scheduled", "claimed", "sending", "sent", "bounced", "in_doubt", "failed", "cancelled"]


class Approval(Incoming):
    """Approve a letter and say when it goes.

    ``window``: in each recipient's own send window (P11); ``now``: after the time to undo, with a reason; ``at``: at
    an instant. ``people`` are those it goes to, all addressees where it is left out.
    """

    when: Literal["window", "now", "at"] = "window"
    at: AwareDatetime | None = None
    reason: Reason | None = None
    people: Annotated[list[PersonId], Field(min_length=1)] | None = None
    covering_line: Annotated[
        Text | None, Field(description="Your own line above the letter; the candidate sees it afterwards.")
    ] = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.when == "at") != (self.at is not None):
            raise ValueError("at is needed with when=at, and only there")
        if self.when == "now" and self.reason is None:
            raise ValueError("sending now needs a reason; the window is there for a reason too")
        return self


class SendNow(Incoming):
    """Why it goes at once instead of in the window."""

    reason: Reason


class Resolution(Incoming):
    """What a person found out about a delivery in doubt, or decides about one that failed."""

    resolution: Literal["delivered", "send_again"]
    reason: Reason


class WithdrawConsent(Incoming):
    """The people to whom the document is not to go any more."""

    people: Annotated[list[PersonId], Field(min_length=1)]


class DeliveryView(Outgoing):
    """One delivery; "sent" is the acceptance of the client's mail server, nothing more (rule 11)."""

    id: DeliveryId
    interview_id: InterviewId
    letter_id: LetterId
    document_id: DocumentId
    sha256: str
    person_id: PersonId
    contact_id: ContactId | None
    address: str | None
    state: DeliveryState
    scheduled_for: datetime | None
    why_then: str | None
    covering_line: str | None
    message_id: str
    approved_by: ConsultantId
    attempts: int
    sent_at: datetime | None
    reply: Annotated[str | None, Field(description="The mail server's last words, without addresses.")]
    cause: Annotated[str | None, Field(description="Why it was cancelled.")]


class Approved(Outgoing):
    """What was approved: the letter's state, and its deliveries, one per person."""

    letter_id: LetterId
    state: Literal["approved", "released"]
    deliveries: list[DeliveryView]


class Gone(Outgoing):
    """A person to whom it has gone, or is on its way and cannot be stopped."""

    person_id: PersonId
    name: Line
    state: DeliveryState
    sent_at: datetime | None


class Withdrawn(Outgoing):
    """What a withdrawal stopped, and honestly what it came too late for."""

    stopped: list[PersonId]
    too_late_for: list[Gone]


class PlannedSend(Outgoing):
    """When a letter approved now would go to one person, and why then."""

    person_id: PersonId
    name: str
    at: Annotated[datetime | None, Field(description="Null where the person has no address yet.")]
    time_zone: str | None
    both_ends: Annotated[str, Field(description="The time at both ends, in words.")]
    why: str
    notes: list[str]
