"""What comes in and goes out about an agency's own domains and its mail server."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from app.accounts.schemas.accounts import Incoming, Outgoing
from app.adapters.mail_relay import Tls
from app.core.ids import MailDomainId, RelayId
from app.core.text import FilledLine

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
