"""What comes in and goes out about interviews."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from app.accounts.schemas import Email, Incoming, Instant, Outgoing, TimeZone
from app.core.ids import AgencyId, ApplicationId, ConsultantId, ContactId, InterviewId, PersonId
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
Reason = Annotated[FilledText, Field(examples=["The panel meets this evening."])]
System = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$"), Field(examples=["bullhorn"])]


def require_duration(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse times that no interview has; raises ValueError."""
    if ends_at <= starts_at:
        raise ValueError("ends_at must be after starts_at")
    if (ends_at - starts_at).days >= 1:
        raise ValueError("an interview lasts less than a day; check ends_at")


class InterviewIn(Incoming):
    """One interview with everything it is about, nested; what is known is found, the rest is added."""

    starts_at: Annotated[Instant, Field(examples=["2026-11-24T15:30:00Z"])]
    ends_at: Annotated[Instant, Field(examples=["2026-11-24T16:30:00Z"])]
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

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        require_duration(self.starts_at, self.ends_at)
        return self


class InterviewMove(Incoming):
    """The new times of an interview."""

    starts_at: Annotated[Instant, Field(examples=["2026-11-25T15:30:00Z"])]
    ends_at: Annotated[Instant, Field(examples=["2026-11-25T16:30:00Z"])]
    time_zone: TimeZone | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        require_duration(self.starts_at, self.ends_at)
        return self


class Because(Incoming):
    """Why it is done, in a sentence; kept in the trail."""

    reason: Reason


class PersonView(Outgoing):
    """A person met, as a candidate sees them: no address, no number (rule 6)."""

    id: PersonId
    name: str
    title: str | None


class PersonMatched(PersonView):
    """A person met, as the agency sees them."""

    source: Literal["announced", "candidate"]
    contact_id: ContactId | None


class PersonMatchIn(Incoming):
    """The client contact that a person met is."""

    contact_id: ContactId


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
