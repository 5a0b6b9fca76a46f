"""What comes in and goes out about clients, contacts, candidates and jobs."""

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.accounts.schemas import Country, Email, Incoming, LocalTime, Name, Outgoing, Phone, TimeZone
from app.core.ids import ApplicationId, CandidateId, ClientId, ContactId, JobId
from app.core.text import FilledLine

ContactPolicy = Literal["forbidden", "copy_agency", "permitted"]
LetterPolicy = Literal["welcome", "ask_first", "not_accepted"]
JobKind = Literal["permanent", "contract"]
ExternalId = Annotated[FilledLine, Field(description="Your own identifier.", examples=["CAND-1042"])]


def _not_null(value: object) -> object:
    if value is None:
        raise ValueError("cannot be null; leave it out and it stays as it is")
    return value


NotNull = AfterValidator(_not_null)
"""For a field that may be left out, but that a row cannot be without."""


class CandidateIn(Incoming):
    """The person interviewed: found by ``external_id``, else by e-mail address, else added."""

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


class ContactIn(Incoming):
    """A person at the client: found by ``external_id``, else by e-mail address, else by name, else added."""

    external_id: ExternalId | None = None
    name: Annotated[Name, Field(examples=["Dana Whitfield"])]
    title: Annotated[Name | None, Field(examples=["Head of Product"])] = None
    email: Annotated[Email | None, Field(examples=["dana.whitfield@meridian.example"])] = None
    phone: Phone | None = None
    time_zone: Annotated[TimeZone, Field(examples=["America/New_York"])]
    country: Annotated[Country, Field(examples=["US"])]
    subdivision: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,3}$")] | None = None
    work_starts: LocalTime = time(9)
    work_ends: LocalTime = time(17, 30)

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


class ContactChange(Incoming):
    """The fields of a contact to change; what is left out stays, null takes an address or number away."""

    name: Annotated[Name | None, NotNull] = None
    title: Name | None = None
    email: Email | None = None
    phone: Phone | None = None
    time_zone: Annotated[TimeZone | None, NotNull] = None
    country: Annotated[Country | None, NotNull] = None
    subdivision: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,3}$")] | None = None
    work_starts: Annotated[LocalTime | None, NotNull] = None
    work_ends: Annotated[LocalTime | None, NotNull] = None


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
