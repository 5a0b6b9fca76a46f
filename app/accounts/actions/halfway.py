"""Between passphrase and code: whoever gave the first is known by a sealed word, and is not in."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.accounts.actions.factors import FactorUnreadable
from app.accounts.models import Consultant
from app.accounts.rules.lifetimes import CODE_WAITS
from app.accounts.rules.oidc import Identity
from app.core.secret_box import CannotOpen, SecretBox

_PURPOSE: Final = UUID("6f0a4c5e-9c43-4a6f-8e2b-7d11d04dde21")


@dataclass(frozen=True)
class HalfWay:
    """Whose passphrase was right; ``account`` is what they typed, by which attempts are counted.

    ``issuer`` and ``subject``: the account at a provider by which they came, which is linked once the code is given.
    """

    agency_id: UUID
    consultant_id: UUID
    account: str
    issuer: str = ""
    subject: str = ""


def seal(user: Consultant, *, account: str, box: SecretBox, now: datetime, by: Identity | None = None) -> str:
    """Write what the browser carries for ten minutes; raises FactorUnreadable."""
    if not box:
        raise FactorUnreadable
    said = [user.agency_id.hex, user.id.hex, account, (now + CODE_WAITS).timestamp()]
    said += [by.issuer, by.subject] if by else []
    return base64.urlsafe_b64encode(box.seal(json.dumps(said), bound_to=_PURPOSE)).decode()


def opened(carried: str, *, box: SecretBox, now: datetime) -> HalfWay | None:
    """Read it back; None where it is too old, or not ours."""
    try:
        said = json.loads(box.open(base64.urlsafe_b64decode(carried.encode()), bound_to=_PURPOSE))
    except (CannotOpen, binascii.Error, ValueError):
        return None
    agency_id, consultant_id, account, until, *by = said
    return HalfWay(UUID(agency_id), UUID(consultant_id), account, *by) if now.timestamp() < until else None
