"""Between our page and the provider's: the browser carries, sealed, what the way back must fit to."""

import base64
import binascii
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.accounts.rules.lifetimes import CODE_WAITS
from app.core.secret_box import CannotOpen, NoSecretKey, SecretBox

_PURPOSE: Final = UUID("0d0b7a53-6b5f-4b58-9a1d-52f4d0a8c1e7")


@dataclass(frozen=True)
class Trip:
    """One way to the provider and back; ``session_id``: of whoever is in and proves it again, else empty.

    ``state`` is what the answer must carry, ``nonce`` what the token must, ``verifier`` what the code was asked with.
    """

    agency_id: str
    session_id: str
    onward: str
    began: float
    state: str
    nonce: str
    verifier: str

    @property
    def fresh(self) -> bool:
        """Whether they must sign in at the provider now, although they may be signed in there."""
        return bool(self.session_id)

    def is_answered_by(self, state: str) -> bool:
        """Whether the provider's answer belongs to this trip."""
        return hmac.compare_digest(self.state.encode(), state.encode())


def new_trip(agency_id: UUID, *, onward: str, now: datetime, session_id: UUID | None = None) -> Trip:
    """Set out, with random words that are used once."""
    words = [secrets.token_urlsafe(32) for _ in range(3)]
    return Trip(agency_id.hex, session_id.hex if session_id else "", onward, now.timestamp(), *words)


def seal(trip: Trip, *, box: SecretBox) -> str:
    """Write what the browser carries for ten minutes; raises NoSecretKey."""
    if not box:
        raise NoSecretKey
    return base64.urlsafe_b64encode(box.seal(json.dumps(asdict(trip)), bound_to=_PURPOSE)).decode()


def opened(carried: str, *, box: SecretBox, now: datetime) -> Trip | None:
    """Read it back; None where it is too old, or not ours."""
    try:
        trip = Trip(**json.loads(box.open(base64.urlsafe_b64decode(carried.encode()), bound_to=_PURPOSE)))
    except (CannotOpen, binascii.Error, ValueError):
        return None
    return trip if now.timestamp() < trip.began + CODE_WAITS.total_seconds() else None
