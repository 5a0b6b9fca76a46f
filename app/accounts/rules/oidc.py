"""What a provider's claims about somebody mean here: who they are, and what they proved there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

_LATEST: Final = 253_402_300_799
"""The last second that a date can name."""


@dataclass(frozen=True)
class Identity:
    """Somebody as the provider knows them; ``email`` only where it says that it is theirs."""

    issuer: str
    subject: str
    email: str | None
    second_factor: bool
    proved_at: datetime | None


def identity(claims: Mapping[str, object], *, factor: str | None) -> Identity:
    """Read claims whose signature and bounds were checked; ``factor`` is what counts as a second one (settings)."""
    return Identity(
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        email=_email(claims),
        second_factor=_has_factor(claims, factor),
        proved_at=_instant(claims.get("auth_time")),
    )


def _email(claims: Mapping[str, object]) -> str | None:
    address = claims.get("email")
    if claims.get("email_verified") not in (True, "true") or not isinstance(address, str):
        return None
    return address.strip().lower() or None


def _has_factor(claims: Mapping[str, object], factor: str | None) -> bool:
    methods, level = claims.get("amr"), claims.get("acr")
    said = {f"amr={method}" for method in methods} if isinstance(methods, list) else set()
    wanted = {one.strip() for one in (factor or "").split(",") if one.strip()}
    return bool(wanted & (said | {f"acr={level}"}))


def _instant(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < _LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC)
