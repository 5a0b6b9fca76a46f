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
    SecretStr,
    StringConstraints,
    WithJsonSchema,
)

from app.adapters.mail_relay import Tls
from app.core.actor import ConsultantRole, Scope
from app.core.ids import AgencyId, ApiKeyId, ConsultantId, InterviewId, MailDomainId, RelayId, TeamId
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
    copy_to_consultant: Annotated[bool, Field(description="Whether consultants get a copy of what was sent.")] = True
    candidate_phone_in_letter: Annotated[
        bool, Field(description="Whether a letter may give the candidate's own telephone number without a warning.")
    ] = False
    read_back_by_telephone: Annotated[
        bool,
        Field(description="Whether a consultant may note a yes to a letter read out to the candidate by telephone."),
    ] = False
    privacy_notice_url: Annotated[str, StringConstraints(pattern=r"^https?://", max_length=500)] | None = None
    privacy_notice_text: Annotated[
        LongText | None, Field(description="Your own notice for candidates; null: made from these settings.")
    ] = None
    data_protection_contact: Annotated[
        FilledLine | None, Field(description="Where candidates ask about their data: an address or telephone number.")
    ] = None
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


class AgencyView(Outgoing):
    """The agency as its users see it."""

    id: AgencyId
    name: str
    time_zone: str
    country: str
    settings: AgencySettings


class SettingsChange(Incoming):
    """The settings to change; what is left out stays."""

    settings: dict[str, str | int | bool | None]


class SignIn(Incoming):
    """Who signs in; ``agency`` is the agency's short name."""

    agency: Annotated[FilledLine, Field(examples=["harcourt"])]
    email: Annotated[FilledLine, Field(examples=["priya@harcourt.example"])]
    passphrase: Annotated[str, Field(max_length=1024, examples=["correct horse battery staple"])]


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


RelayStep = Literal["connect", "tls", "sign in", "sender", "recipient", "data", "content"]


def _typeable(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().isprintable():
        raise ValueError("holds a control character; type it again")
    return value


class MailDomainRequest(Incoming):
    """A domain of the agency's own, as it stands after the @ of its consultants' addresses."""

    domain: Annotated[str, StringConstraints(strip_whitespace=True, max_length=253), Field(examples=["harcourt.com"])]


class TxtRecord(Outgoing):
    """A record to publish in DNS."""

    type: Literal["TXT"]
    name: str
    value: str


class MailDomainView(Outgoing):
    """A domain of the agency, what proves it, and what was found at the last look."""

    id: MailDomainId
    domain: str
    state: Literal["pending", "verified", "failed"]
    record: TxtRecord
    created_at: datetime
    verified_at: datetime | None
    asked_at: Annotated[datetime | None, Field(description="Set while a look that somebody asked for is under way.")]
    looked_at: datetime | None
    found: Annotated[str | None, Field(description="What the last look found, in words.")]
    effect: Annotated[str, Field(description="Under which address mail leaves because of it, in words.")]


class RelayRequest(Incoming):
    """The agency's own mail server. Without ``password`` the stored one stays, where server and user stay too."""

    host: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=253)] = Field(
        examples=["smtp.harcourt.com"]
    )
    port: Annotated[int, Field(ge=1, le=65535, description="25, 465, 587 or 2525.")] = 587
    tls: Annotated[Tls, Field(description="`tls` from the first byte (465); `none` on this machine only.")] = "starttls"
    user: FilledLine | None = None
    password: Annotated[SecretStr, Field(min_length=1, max_length=512), AfterValidator(_typeable)] | None = None


class RelayTest(Outgoing):
    """The last test of the mail server; ``step`` is where it failed."""

    asked_at: datetime
    ended_at: datetime | None
    outcome: Literal["waiting", "taken", "failed"]
    step: RelayStep | None
    words: str


class RelayTrouble(Outgoing):
    """What fails at present."""

    since: datetime
    step: RelayStep
    words: str


class RelayView(Outgoing):
    """The agency's own mail server, without its password."""

    id: RelayId
    host: str
    port: int
    tls: Tls
    user: str | None
    has_password: bool
    set_at: datetime
    effect: Annotated[str, Field(description="Whose mail goes through it, in words.")]
    trouble: RelayTrouble | None
    test: RelayTest | None
