"""Codes of an app (RFC 6238: six digits, every 30 seconds), and recovery codes for when it is not at hand."""

import hashlib
import hmac
import re
import secrets
from datetime import datetime
from typing import Final

import pyotp

ISSUER: Final = "Afterword"
RECOVERY_CODES: Final = 10
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what is misread: i, l, o, 0, 1."""
_GROUPS, _OF = 4, 4
_STEPS_ASIDE: Final = (0, -1, 1)
"""A clock may be half a minute wrong, either way (RFC 6238, 5.2)."""


def new_secret() -> str:
    """Make the secret that the app and the service share: 160 bits in base32 (RFC 4226, R6)."""
    return pyotp.random_base32(32)


def app_uri(secret: str, *, email: str, agency: str) -> str:
    """What the picture holds that an app scans: whose account it is, and its secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=f"{ISSUER} · {agency}")


def step_of(code: str, *, secret: str, after: int | None, now: datetime) -> int | None:
    """Which step of 30 seconds a code is of; None where it is wrong, too old, or not newer than ``after``."""
    digits = re.sub(r"[\s-]", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    app = pyotp.TOTP(secret)
    around = (app.timecode(now) + aside for aside in _STEPS_ASIDE)
    fitting = [step for step in around if hmac.compare_digest(app.generate_otp(step), digits)]
    return next((step for step in fitting if after is None or step > after), None)


def new_recovery_code() -> str:
    """Make a code that lets in once, in groups that can be read out."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_OF)) for _ in range(_GROUPS))


def recovery_digest(code: str) -> bytes:
    """What is stored of a recovery code: it has 79 random bits, so no slow hash is needed."""
    return hashlib.sha256(re.sub(r"[\s-]", "", code).lower().encode()).digest()
