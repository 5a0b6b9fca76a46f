"""What comes in and goes out about the second factor and about proving again who one is."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.accounts.schemas.accounts import Incoming, Outgoing
from app.core.ids import SessionId


class CodeGiven(Incoming):
    """A code of the app that is being set up."""

    code: Annotated[str, Field(max_length=40, examples=["492039"])]


class Proof(Incoming):
    """Who you are, once more: one of the two is enough."""

    passphrase: Annotated[str | None, Field(max_length=1024, examples=["correct horse battery staple"])] = None
    code: Annotated[str | None, Field(max_length=40, description="Of your code app, or a recovery code.")] = None


class Confirmed(Outgoing):
    """Until when nothing more is asked."""

    confirmed_until: datetime


class SecondFactorView(Outgoing):
    """Whether you sign in with a code."""

    set_up_at: datetime | None
    recovery_codes_left: int
    required: Annotated[bool, Field(description="Whether your agency asks your role for it.")]


class SecondFactorBegun(Outgoing):
    """What goes into the app; shown this once: the answer to a retry has null in its place."""

    secret: Annotated[str | None, Field(description="Base32, for typing.")]
    uri: Annotated[str | None, Field(description="otpauth://, for a QR code.")]


class RecoveryCodesView(Outgoing):
    """Ten codes that each let you in once without the app; shown this once."""

    codes: list[str] | None


class OpenSession(Outgoing):
    """Where you are signed in."""

    id: SessionId
    created_at: datetime
    expires_at: datetime
    current: Annotated[bool, Field(description="Whether this request came by it.")]
