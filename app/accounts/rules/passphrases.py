"""Passphrases (argon2id, at least 15 characters: NIST SP 800-63B-4)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

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
