"""What comes in and goes out about interviews."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo

from app.accounts.schemas.accounts import Email, Incoming, Instant, Name, Outgoing, TimeZone
from app.core.ids import AgencyId, ApplicationId, AttendanceId, ConsultantId, ContactId, InterviewId, PersonId
from app.core.text import FilledText
from app.directory.schemas import (
    CandidateIn,
    CandidateView,
    ClientIn,
    ClientView,
    ContactIn,
    ContactPolicy,
    ExternalId,
    JobIn,
    JobView,
    LetterPolicy,
)

InterviewState = Literal["scheduled", "awaiting_debrief", "debriefed", "closed", "cancelled", "no_show"]
IntroducedBy = Literal["agency", "direct"]
DebriefProfile = Literal["full", "short"]
PersonState = Literal["open", "matched", "left"]
Reason = Annotated[FilledText, Field(examples=["The panel meets this evening."])]
System = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$"), Field(examples=["bullhorn"])]


def _after_its_start(ends_at: datetime | None, info: ValidationInfo) -> datetime | None:
    starts_at = info.data.get("starts_at")
    if ends_at is None or starts_at is None:
        return ends_at
    if ends_at <= starts_at:
        raise ValueError("ends_at must be after starts_at")
    if (ends_at - starts_at).days >= 1:
        raise ValueError("an interview lasts less than a day; check ends_at")
    return ends_at


EndsAt = Annotated[Instant, AfterValidator(_after_its_start), Field(examples=["2026-11-24T16:30:00Z"])]
"""The end of a meeting; stands after a field ``starts_at``."""


class InterviewIn(Incoming):
    """One interview with everything it is about, nested; what is known is found, the rest is added."""

    starts_at: Annotated[Instant, Field(examples=["2026-11-24T15:30:00Z"])]
    ends_at: EndsAt
    time_zone: Annotated[TimeZone, Field(description="Where the meeting is, or whose clock it was agreed in.")]
    round: Annotated[int, Field(ge=1, le=20)] = 1
    introduced_by: IntroducedBy = "agency"
    debrief_profile: DebriefProfile | None = None
    consultant: Annotated[
        ConsultantId | Email, Field(description="Whose interview it is: our identifier, or the e-mail address.")
    ]
    candidate: CandidateIn
    client: ClientIn
    job: JobIn
    application_external_id: ExternalId | None = None
    interviewers: Annotated[list[ContactIn], Field(max_length=20, default_factory=list)]
    source_updated_at: Annotated[
        Instant | None, Field(description="When your system last changed it; an older one changes nothing.")
    ] = None


class InterviewMove(Incoming):
    """The new times of an interview."""

    starts_at: Annotated[Instant, Field(examples=["2026-11-25T15:30:00Z"])]
    ends_at: Annotated[EndsAt, Field(examples=["2026-11-25T16:30:00Z"])]
    time_zone: TimeZone | None = None


class Because(Incoming):
    """Why it is done, in a sentence; kept in the trail."""

    reason: Reason


class Reassignment(Incoming):
    """To whom an interview is given: a consultant or a manager."""

    consultant_id: ConsultantId


class PersonView(Outgoing):
    """A person met, as a candidate sees them: no address, no number (rule 6)."""

    id: PersonId
    name: str
    title: str | None


class PersonMatched(PersonView):
    """A person met, as the agency sees them."""

    source: Literal["announced", "candidate"]
    contact_id: ContactId | None
    state: Annotated[PersonState, Field(description="`left`: a consultant leaves them without a contact.")]


class PersonMatchIn(Incoming):
    """The client contact that a person met is."""

    contact_id: ContactId


class ContactOfPerson(ContactIn):
    """A new contact made from a person met; ``name`` and ``title`` are the person's where they are left out."""

    name: Annotated[Name | None, Field(examples=["Dana Whitfield"])] = None  # type: ignore[assignment]  # may be left out


class LikelyContact(Outgoing):
    """A contact of the client whose name is like the person's."""

    contact_id: ContactId
    name: str
    title: str | None
    has_address: bool
    likeness: Annotated[int, Field(ge=0, le=100, description="100: every word of the shorter name is in the other.")]


class MatchedContact(Outgoing):
    """The contact that a person met is; without an address, what is to go there waits."""

    id: ContactId
    name: str
    title: str | None
    email: str | None


class PersonToMatch(PersonMatched):
    """A person met, with what a consultant needs to say who they are."""

    role_in_decision: str | None
    contact: MatchedContact | None
    left_reason: str | None
    same_contact_as: Annotated[
        list[PersonId], Field(description="Others met who are this contact: one letter goes there once only.")
    ]
    likely_contacts: Annotated[list[LikelyContact], Field(description="Likeliest first; none for who is matched.")]


class PeopleMet(Outgoing):
    """Everybody met in one interview, in the order in which they were named."""

    data: list[PersonToMatch]
    next_cursor: None


class ConsultantCard(Outgoing):
    """Whom a candidate turns to (P21)."""

    name: str
    email: str
    phone: str | None


class CandidateInterview(Outgoing):
    """An interview as its candidate sees it."""

    audience: Literal["candidate"]
    id: InterviewId
    state: InterviewState
    round: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    introduced_by: IntroducedBy
    agency: str
    client: str
    job: str
    people: list[PersonView]
    consultant: ConsultantCard
    contact_policy: ContactPolicy
    letter_policy: LetterPolicy
    guidance: Annotated[str, Field(description="What the policies mean for the candidate, in words (P6).")]


class AgencyInterview(Outgoing):
    """An interview as the agency and its systems see it."""

    audience: Literal["agency"]
    id: InterviewId
    agency_id: AgencyId
    state: InterviewState
    round: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    introduced_by: IntroducedBy
    debrief_profile: DebriefProfile
    consultant_id: ConsultantId
    application_id: ApplicationId
    candidate: CandidateView
    client: ClientView
    job: JobView
    people: list[PersonMatched]


class Announced(Outgoing):
    """What an announcement did: ``created`` names kinds of rows, ``changed`` the fields by kind."""

    interview: AgencyInterview
    created: list[str]
    changed: dict[str, list[str]]


class Invitation(Outgoing):
    """A candidate's link handed to you: it fills and submits, but cannot consent (the service's own mail can).

    The answer to a retry has null in place of ``url``.
    """

    url: str | None
    mailed: bool


Attendance = Literal["yes", "still_going", "moved", "cancelled", "did_not_go"]


class AttendanceIn(Incoming):
    """Did it go ahead? What was said, and what became of it instead."""

    answer: Annotated[Attendance, Field(description="`still_going` asks again in an hour.")]
    starts_at: Annotated[Instant | None, Field(description="Where it was `moved` to a time that is known.")] = None
    ends_at: Annotated[Instant | None, AfterValidator(_after_its_start)] = None
    time_zone: Annotated[TimeZone | None, Field(description="Left out: the zone it was agreed in before.")] = None
    reason: Annotated[Reason | None, Field(description="Why it did not take place, if you like.")] = None


class AttendanceView(Outgoing):
    """What was said to "did it go ahead?"; ``next`` says what it leads to."""

    id: AttendanceId
    answer: Attendance
    starts_at: datetime | None
    ends_at: datetime | None
    time_zone: str | None
    told_at: datetime
    told_by: Literal["candidate", "consultant", "integration"]
    next: str


class CandidateAttendance(AttendanceView):
    """What was said to "did it go ahead?", as the candidate reads it."""

    audience: Literal["candidate"]


class AgencyAttendance(AttendanceView):
    """What was said to "did it go ahead?", as the agency and its systems read it."""

    audience: Literal["agency"]
    reason: str | None


@dataclass(frozen=True)
class InterviewFilter:
    """Which interviews are wanted; ``mine``: the actor's own and those of whom they stand in for today.

    Each of the ``words`` stands in the name of the candidate or the client, or in the title of the job.
    """

    state: InterviewState | None = None
    candidate: UUID | None = None
    words: str | None = None
    mine: bool = False

    @property
    def soonest_first(self) -> bool:
        """Whether what is nearest stands first: where only what is still to come is wanted."""
        return self.state == "scheduled"
