"""What comes in and goes out about agencies, users, keys and sessions."""

from datetime import datetime, time
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    EmailStr,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from app.core.actor import ConsultantRole, Scope
from app.core.ids import AgencyId, ApiKeyId, ConsultantId, InterviewId, TeamId
from app.core.local_time import known_zone
from app.core.text import FilledLine, LongText


def _zone(value: str) -> str:
    if not known_zone(value):
        raise ValueError("not an IANA time zone; for example Europe/London or America/New_York")
    return value


def _in_our_time(value: datetime) -> datetime:
    if not 2000 <= value.year < 2200:
        raise ValueError("not a year in which anybody works here; check the date")
    return value


def _without_offset(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("a time of day without an offset: it is read in the time zone that stands beside it")
    return value


Instant = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
"""A moment, with its offset; near enough that every computation with it stays within the calendar."""
_TIME_OF_DAY = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$", "examples": ["09:00"]}
"""JSON Schema's own format `time` demands an offset (RFC 3339), which a time of day beside a zone does not have."""
LocalTime = Annotated[time, AfterValidator(_without_offset), WithJsonSchema(_TIME_OF_DAY)]
TimeZone = Annotated[str, AfterValidator(_zone), Field(examples=["Europe/London"])]
Name = FilledLine
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9 ()./-]{5,32}$")]
Email = Annotated[EmailStr, AfterValidator(str.lower), StringConstraints(max_length=254)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), Field(description="ISO 3166-1 alpha-2.")]


Notify = Literal["at_once", "digest"]


class Incoming(BaseModel):
    """Base of what comes in: an unknown field is an error, so that a typing mistake is not silently lost."""

    model_config = ConfigDict(extra="forbid")


class Outgoing(BaseModel):
    """Base of what goes out: read from rows."""

    model_config = ConfigDict(from_attributes=True)


class AgencySettings(Incoming):
    """What an agency decides for itself (1-mission, "settings, not code"); times are in the reader's own zone."""

    debrief_request_minutes: Annotated[int, Field(ge=0, le=1440, description="After the interview's end.")] = 15
    first_reminder_minutes: Annotated[int, Field(ge=1, le=2880)] = 120
    morning_reminder_at: LocalTime = time(9)
    quiet_from: LocalTime = time(21)
    quiet_until: LocalTime = time(8)
    desk_opens: Annotated[
        LocalTime, Field(description="From when on a working day consultants are mailed what came in.")
    ] = time(8)
    desk_closes: Annotated[
        LocalTime, Field(description="Until when; later than `desk_opens`.", validate_default=True)
    ] = time(19)
    relay_within_hours: Annotated[
        int,
        Field(
            ge=1, le=40, description="Working hours in which a candidate is told what the client said of an interview."
        ),
    ] = 4
    update_within_days: Annotated[
        int,
        Field(ge=1, le=10, description="Working days until a candidate who waits hears from you, even without news."),
    ] = 3
    send_lead_minutes: Annotated[int, Field(ge=0, le=180, description="Before the contact's day begins.")] = 30
    undo_seconds: Annotated[int, Field(ge=0, le=600)] = 60
    default_contact_policy: Annotated[
        Literal["forbidden", "copy_agency", "permitted"], Field(description="Of a client that is added.")
    ] = "forbidden"
    default_letter_policy: Annotated[
        Literal["welcome", "ask_first", "not_accepted"], Field(description="Of a client that is added.")
    ] = "welcome"
    link_days: Annotated[int, Field(ge=1, le=60)] = 14
    accent_colour: Annotated[
        Annotated[str, StringConstraints(to_lower=True, pattern="^#[0-9a-fA-F]{6}$")] | None,
        Field(description="Of your pages and mails, #rrggbb; null: ours."),
    ] = None
    prepare_mail: Annotated[
        bool, Field(description="Whether candidates get a mail the evening before, with what to notice and ask.")
    ] = True
    consultants_see: Annotated[
        Literal["agency", "team"],
        Field(description="Whether consultants see all that waits, or their team's and what they may decide on."),
    ] = "agency"
    copy_to_consultant: Annotated[bool, Field(description="Whether consultants get a copy of what was sent.")] = True
    candidate_phone_in_letter: Annotated[
        bool, Field(description="Whether a letter may give the candidate's own telephone number without a warning.")
    ] = False
    read_back_by_telephone: Annotated[
        bool,
        Field(description="Whether a consultant may note a yes to a letter read out to the candidate by telephone."),
    ] = False
    keep_warm_days: Annotated[
        int,
        Field(
            ge=5, le=250, description="Working days without news, after which an application is listed to keep warm."
        ),
    ] = 20
    privacy_notice_url: Annotated[str, StringConstraints(pattern=r"^https?://", max_length=500)] | None = None
    privacy_notice_text: Annotated[
        LongText | None, Field(description="Your own notice for candidates; null: made from these settings.")
    ] = None
    data_protection_contact: Annotated[
        FilledLine | None, Field(description="Where candidates ask about their data: an address or telephone number.")
    ] = None
    totp_required: Annotated[
        list[ConsultantRole], Field(max_length=4, description="Roles that set up a code app before they may go on.")
    ] = []
    draft_days: Annotated[int, Field(ge=7, le=365, description="How long what was never sent is kept.")] = 30
    retention_months: Annotated[
        int,
        Field(ge=1, le=120, description="How long debriefs and letters are kept; at least as the country's law asks."),
    ] = 12
    identity_months: Annotated[
        int,
        Field(
            ge=0,
            le=120,
            description="How long a name and one way to reach it outlast an erasure, from the last service on; at "
            "least as the country's law asks.",
        ),
    ] = 12

    @field_validator("desk_closes")
    @classmethod
    def _closes_after_it_opens(cls, value: time, info: ValidationInfo) -> time:
        if value <= info.data.get("desk_opens", time.min):
            raise ValueError("the desk closes later in the day than it opens")
        return value


class AgencyView(Outgoing):
    """The agency as its users see it."""

    id: AgencyId
    name: str
    time_zone: str
    country: str
    settings: AgencySettings


class SettingsChange(Incoming):
    """The settings to change; what is left out stays."""

    settings: dict[str, str | int | bool | list[str] | None]


class SignIn(Incoming):
    """Who signs in; ``agency`` is the agency's short name."""

    agency: Annotated[FilledLine, Field(examples=["harcourt"])]
    email: Annotated[FilledLine, Field(examples=["priya@harcourt.example"])]
    passphrase: Annotated[str, Field(max_length=1024, examples=["correct horse battery staple"])]
    code: Annotated[
        str | None, Field(max_length=40, description="Of your code app, or a recovery code.", examples=["492039"])
    ] = None

    @property
    def account(self) -> str:
        """By which name attempts are counted, before it is known whether there is such an account."""
        return f"{self.agency.strip().lower()} {self.email.strip().lower()}"


class LinkToken(Incoming):
    """The token at the end of a candidate's link."""

    token: Annotated[str, Field(max_length=300, examples=["awl_…"])]


class Passphrase(Incoming):
    """The token of an invitation and the passphrase to set."""

    token: Annotated[str, Field(max_length=300, examples=["awi_…"])]
    passphrase: Annotated[str, Field(min_length=15, max_length=1024, examples=["correct horse battery staple"])]


class SessionView(Outgoing):
    """A session; ``token`` goes into ``Authorization: Bearer`` and is shown once."""

    token: str
    expires_at: datetime
    kind: Literal["candidate", "consultant"]
    interview_id: InterviewId | None


class ConsultantInvite(Incoming):
    """A user to invite; they get a mail with a one-time link."""

    name: Annotated[Name, Field(examples=["Priya Nair"])]
    email: Email
    phone: Phone | None = None
    role: ConsultantRole = "consultant"
    team_id: TeamId | None = None


class ConsultantView(Outgoing):
    """A user of the agency."""

    id: ConsultantId
    team_id: TeamId
    name: str
    email: str
    phone: str | None
    role: ConsultantRole
    active: bool
    notify: Annotated[Notify, Field(description="`digest`: three mails a day at most, in place of one for each.")]


class OwnChange(Incoming):
    """What a user decides for themselves."""

    notify: Annotated[Notify, Field(description="How they hear of what comes in.")]


class KeyRequest(Incoming):
    """A key to create."""

    name: Annotated[Name, Field(examples=["Bullhorn"])]
    scopes: Annotated[list[Scope], Field(min_length=1)]
    expires_at: Instant | None = None


class KeyView(Outgoing):
    """A key, without its secret."""

    id: ApiKeyId
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class KeyCreated(KeyView):
    """A key with its secret, which is shown this once: the answer to a retry has null in its place."""

    key: str | None
