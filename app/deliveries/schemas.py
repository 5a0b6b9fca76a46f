"""What comes in and goes out about approving and sending."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.accounts.schemas.accounts import Incoming, Instant, LocalTime, Name, Outgoing
from app.core.ids import ConsultantId, ContactId, DeliveryId, DocumentId, InterviewId, LetterId, PersonId
from app.core.text import Line, Text
from app.documents.schemas import GivenBy
from app.interviews.schemas import Reason

DeliveryState = Literal["held", "scheduled", "claimed", "sending", "sent", "bounced", "in_doubt", "failed", "cancelled"]

PlannedBy = Literal["window", "chosen", "now"]


class ClientAsked(Incoming):
    """Whom at the client you asked whether a letter is welcome, and when."""

    whom: Annotated[Name, Field(examples=["Dana Whitfield"])]
    at: Annotated[Instant, Field(examples=["2026-11-23T16:40:00Z"])]


class Approval(Incoming):
    """Approve a letter and say when it goes.

    ``window``: in each recipient's own send window (P11); ``now``: after the time to undo, with a reason; ``at``: at
    an instant. ``people`` are those it goes to, all addressees where it is left out.
    """

    when: Literal["window", "now", "at"] = "window"
    at: Instant | None = None
    reason: Reason | None = None
    client_asked: Annotated[
        ClientAsked | None, Field(description="Needed where the client wants to be asked before a letter comes.")
    ] = None
    despite_policy: Annotated[
        Reason | None, Field(description="Why it goes although the client takes no letters; needed there.")
    ] = None
    people: Annotated[list[PersonId], Field(min_length=1)] | None = None
    enclosed_document_id: Annotated[
        DocumentId | None,
        Field(
            description="The summary of the debrief, as you saw it, to go in the same message as the letter. It needs "
            "the candidate's agreement for everybody whom it goes to, and is approved with the letter."
        ),
    ] = None
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


class Reschedule(Incoming):
    """Another time for a scheduled delivery: the recipient's send window from now on, or an instant."""

    when: Literal["window", "at"]
    at: Instant | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.when == "at") != (self.at is not None):
            raise ValueError("at is needed with when=at, and only there")
        return self


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
    enclosed_letter_id: Annotated[LetterId | None, Field(description="The summary that goes in the same message.")]
    enclosed_document_id: DocumentId | None
    enclosed_sha256: str | None
    consent_given_by: Annotated[
        GivenBy, Field(description="`read_back_by_telephone`: the consent is a consultant's word, see the document.")
    ]
    enclosed_given_by: GivenBy | None
    person_id: PersonId
    contact_id: ContactId | None
    address: str | None
    state: DeliveryState
    scheduled_for: datetime | None
    why_then: str | None
    planned_by: Annotated[
        PlannedBy, Field(description="`window` follows the contact's calendar; the others stay where they are.")
    ]
    notes: Annotated[list[str], Field(description="What to weigh about that time: a break, the night, a decision.")]
    covering_line: str | None
    message_id: str
    approved_by: ConsultantId
    attempts: int
    sent_at: datetime | None
    minutes_from_interview_end: Annotated[
        int | None, Field(description="From the interview's end until the client's mail server took it (P12).")
    ]
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
    outcome: Annotated[
        Literal["handed_over", "being_handed_over", "cannot_be_known"],
        Field(description="`cannot_be_known`: no answer came after it was handed over."),
    ]
    state: DeliveryState
    sent_at: datetime | None
    words: Annotated[str, Field(examples=["Their mail server took it on Tuesday 24 November 2026, 13:30 in London."])]


class Withdrawn(Outgoing):
    """What a withdrawal stopped, and honestly what it came too late for."""

    stopped: Annotated[
        list[PersonId], Field(description="What was agreed for them is taken back, and nothing is on its way.")
    ]
    too_late_for: list[Gone]
    not_agreed: Annotated[list[PersonId], Field(description="For whom there was no agreement to withdraw.")]
    next: Annotated[str, Field(description="What happens now, in words for the candidate.")]
    letters_waiting: Annotated[
        list[LetterId],
        Field(description="Letters that a summary was to go with: your consultant forwards them anew, without it."),
    ]


class DayOff(Outgoing):
    """A day on which the contact does not work."""

    on: date
    reason: Annotated[str, Field(examples=["Thanksgiving Day"])]


class PossibleMorning(Outgoing):
    """A morning on which a letter could go: send its ``at`` with when=at."""

    at: datetime
    on: Annotated[date, Field(description="The date there.")]
    local_time: Annotated[LocalTime, Field(description="What clocks show there.")]
    time_zone: str
    both_ends: Annotated[str, Field(description="The time at both ends, in words.")]
    why: str
    days_off: Annotated[list[DayOff], Field(description="The days before it on which nobody works.")]
    notes: list[str]


class PlannedSend(Outgoing):
    """When a letter approved now would go to one person, and why then; and the next five mornings on which it could."""

    person_id: PersonId
    name: str
    waits_for: Annotated[
        Literal["match", "address"] | None,
        Field(description="What the consultant does first: say who the person is, find the address."),
    ]
    at: Annotated[datetime | None, Field(description="Null where something is waited for.")]
    time_zone: str | None
    both_ends: Annotated[str, Field(description="The time at both ends, in words.")]
    why: str
    notes: list[str]
    mornings: Annotated[list[PossibleMorning], Field(description="The next five working mornings there.")]
