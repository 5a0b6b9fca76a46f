"""What comes in and goes out about clients, contacts, candidates and jobs."""

from datetime import date, time
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.accounts.schemas.accounts import Country, Email, Incoming, LocalTime, Name, Outgoing, Phone, TimeZone
from app.core.ids import ApplicationId, CalendarDayId, CandidateId, ClientId, ContactId, JobId
from app.core.text import FilledLine

ContactPolicy = Literal["forbidden", "copy_agency", "permitted"]
LetterPolicy = Literal["welcome", "ask_first", "not_accepted"]
JobKind = Literal["permanent", "contract"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
CalendarDayKind = Literal["off", "worked"]
ExternalId = Annotated[FilledLine, Field(description="Your own identifier.", examples=["CAND-1042"])]


def _not_null(value: object) -> object:
    if value is None:
        raise ValueError("cannot be null; leave it out and it stays as it is")
    return value


NotNull = AfterValidator(_not_null)
"""For a field that may be left out, but that a row cannot be without."""


def _week(days: list[Weekday]) -> list[Weekday]:
    if len(set(days)) == len(WEEKDAYS):
        raise ValueError("all seven days; a week needs one that is worked")
    return [day for day in WEEKDAYS if day in days]


def _in_our_time(day: date) -> date:
    if not 2000 <= day.year < 2200:
        raise ValueError("not a year in which anybody works here; check the date")
    return day


Weekend = Annotated[
    list[Weekday],
    AfterValidator(_week),
    Field(
        max_length=14,
        description="The weekdays that are not worked; empty: every day is. Null: as the country does.",
        examples=[["friday", "saturday"]],
    ),
]
Subdivision = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9]{1,3}$"),
    Field(description="The part of ISO 3166-2 after the hyphen.", examples=["NY"]),
]
LeadMinutes = Annotated[
    int, Field(ge=0, le=180, description="How long before a contact's day begins a letter goes. Null: as the agency.")
]
Day = Annotated[date, AfterValidator(_in_our_time), Field(examples=["2026-11-26"])]
MOST_DAYS = 92
"""Of one correction: a term of leave, a season."""


class CandidateIn(Incoming):
    """The person interviewed: found by ``external_id``, else by e-mail address, without one by name and number, else
    added."""

    external_id: ExternalId | None = None
    name: Annotated[Name, Field(examples=["Alex Moreau"])]
    email: Annotated[Email | None, Field(examples=["alex@candidates.example"])] = None
    phone: Annotated[Phone | None, Field(examples=["+44 20 7946 0991"])] = None
    time_zone: TimeZone | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.email is None and self.phone is None:
            raise ValueError("a candidate needs an e-mail address or a telephone number")
        return self


class ClientIn(Incoming):
    """The employer: found by ``external_id``, else by name, else added."""

    external_id: ExternalId | None = None
    name: Annotated[Name, Field(examples=["Meridian Foods"])]
    contact_policy: ContactPolicy | None = None
    letter_policy: LetterPolicy | None = None
    send_lead_minutes: LeadMinutes | None = None


class ContactIn(Incoming):
    """A person at the client: found by ``external_id``, else by e-mail address, else by name, else added."""

    external_id: ExternalId | None = None
    name: Annotated[Name, Field(examples=["Dana Whitfield"])]
    title: Annotated[Name | None, Field(examples=["Head of Product"])] = None
    email: Annotated[Email | None, Field(examples=["dana.whitfield@meridian.example"])] = None
    phone: Phone | None = None
    time_zone: Annotated[TimeZone, Field(examples=["America/New_York"])]
    country: Annotated[Country, Field(examples=["US"])]
    subdivision: Subdivision | None = None
    work_starts: LocalTime = time(9)
    work_ends: LocalTime = time(17, 30)
    weekend: Weekend | None = None

    @model_validator(mode="after")
    def _day_has_length(self) -> Self:
        if self.work_ends <= self.work_starts:
            raise ValueError("work_ends must be after work_starts")
        return self


class JobIn(Incoming):
    """The vacancy: found by ``external_id``, else by title at this client, else added."""

    external_id: ExternalId | None = None
    title: Annotated[Name, Field(examples=["Product Manager"])]
    kind: JobKind | None = None


class ClientChange(Incoming):
    """The policies to change; what is left out stays."""

    name: Annotated[Name | None, NotNull] = None
    contact_policy: Annotated[ContactPolicy | None, NotNull] = None
    letter_policy: Annotated[LetterPolicy | None, NotNull] = None
    send_lead_minutes: LeadMinutes | None = None


class ContactChange(Incoming):
    """The fields of a contact to change; what is left out stays, null takes an address or number away."""

    name: Annotated[Name | None, NotNull] = None
    title: Name | None = None
    email: Email | None = None
    phone: Phone | None = None
    time_zone: Annotated[TimeZone | None, NotNull] = None
    country: Annotated[Country | None, NotNull] = None
    subdivision: Subdivision | None = None
    work_starts: Annotated[LocalTime | None, NotNull] = None
    work_ends: Annotated[LocalTime | None, NotNull] = None
    weekend: Weekend | None = None


class CalendarDayIn(Incoming):
    """A day, or a run of days, on which a calendar is to be corrected: a country's, a client's or one contact's.

    The nearest counts: the contact's before the client's, before that of the part of the country, before the country's;
    of two alike, the one added later.
    """

    kind: CalendarDayKind
    day: Day
    last_day: Annotated[Day | None, Field(description="The last of a run of days; left out: one day.")] = None
    name: Annotated[Name, Field(max_length=80, examples=["Founders’ Day"])]
    country: Annotated[Country | None, Field(examples=["US"])] = None
    subdivision: Subdivision | None = None
    client_id: ClientId | None = None
    contact_id: ContactId | None = None

    @model_validator(mode="after")
    def _is_of_one_calendar(self) -> Self:
        if sum(1 for one in (self.country, self.client_id, self.contact_id) if one is not None) != 1:
            raise ValueError("name one of country, client_id and contact_id: whose calendar it corrects")
        if self.subdivision is not None and self.country is None:
            raise ValueError("subdivision is a part of a country; name the country too")
        return self

    @model_validator(mode="after")
    def _is_a_run_of_days(self) -> Self:
        if self.last_day is not None and not 0 <= (self.last_day - self.day).days < MOST_DAYS:
            raise ValueError(f"last_day must be day or later, and a run is {MOST_DAYS} days at the most")
        return self


class CandidateView(Outgoing):
    """A candidate, for the agency."""

    id: CandidateId
    name: str
    email: str | None
    phone: str | None
    time_zone: str


class ClientView(Outgoing):
    """A client with its policies."""

    id: ClientId
    name: str
    contact_policy: ContactPolicy
    letter_policy: LetterPolicy
    send_lead_minutes: int | None


class ContactView(Outgoing):
    """A client contact, for the agency."""

    id: ContactId
    client_id: ClientId
    name: str
    title: str | None
    email: str | None
    phone: str | None
    time_zone: str
    country: str
    subdivision: str | None
    work_starts: LocalTime
    work_ends: LocalTime
    weekend: Annotated[list[Weekday] | None, Field(description="Null: as the country does.")]


class CalendarDayView(Outgoing):
    """A correction of a calendar."""

    id: CalendarDayId
    kind: CalendarDayKind
    day: date
    last_day: date
    name: str
    country: str | None
    subdivision: str | None
    client_id: ClientId | None
    contact_id: ContactId | None


class JobView(Outgoing):
    """A vacancy."""

    id: JobId
    client_id: ClientId
    title: str
    kind: JobKind


class ApplicationView(Outgoing):
    """One candidate put forward for one job."""

    id: ApplicationId
    candidate_id: CandidateId
    job_id: JobId
