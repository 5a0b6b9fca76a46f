"""Passphrases (argon2id, at least 15 characters: NIST SP 800-63B-4) and how long things let somebody in."""

from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SESSION_LIFE = timedelta(hours=12)
INVITATION_LIFE = timedelta(days=3)
_hasher = PasswordHasher()


def hash_passphrase(passphrase: str) -> str:
    """Hash for storing; the parameters stand in the result."""
    return _hasher.hash(passphrase)


def passphrase_matches(passphrase_hash: str | None, passphrase: str) -> bool:
    """Compare; takes as long where there is no such user, so that nobody learns who is one."""
    try:
        return _hasher.verify(passphrase_hash or _nobody(), passphrase) and passphrase_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this passphrase")
