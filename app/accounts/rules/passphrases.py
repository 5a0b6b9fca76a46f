"""Passphrases (argon2id, at least 15 characters: NIST SP 800-63B-4), and which are refused for being guessed first."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 15
_FEWEST_DIFFERENT: Final = 6
_LEFT: Final = 8
"""So many letters and digits must be left without what everybody tries first."""
_GUESSED: Final = (
    *("passphrase", "password", "passwort", "letmein", "welcome", "administrator", "admin", "afterword", "secret"),
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwerty", "iloveyou", "changeme", "12345678", "1234", "recruitment"),
)
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


def trouble_with(passphrase: str, *, about: Iterable[str]) -> str | None:
    """Say why a passphrase is refused; None where it is taken. ``about``: names that others know of its holder."""
    plain = passphrase.lower()
    if len(passphrase) < SHORTEST:
        return f"Use at least {SHORTEST} characters, spaces included. Four words in a row do"
    if len(set(plain)) < _FEWEST_DIFFERENT or plain in (plain + plain)[1:-1]:
        return "It repeats itself. Choose words that do not"
    if _is_a_row(plain):
        return "Its characters follow one another in order. Choose words instead"
    if _left_of(plain, about) < _LEFT:
        return "It is made of what is tried first: names, or words such as password. Add words that nobody expects"
    return None


def _is_a_row(plain: str) -> bool:
    steps = [abs(ord(after) - ord(before)) for before, after in pairwise(plain)]
    return sum(step <= 1 for step in steps) >= 0.8 * len(steps)


def _left_of(plain: str, about: Iterable[str]) -> int:
    names = {word for one in about for word in re.findall(r"[^\W_]{3,}", one.lower())}
    for word in sorted({*names, *_GUESSED}, key=len, reverse=True):
        plain = plain.replace(word, " ")
    return len(re.findall(r"[^\W_]", plain))


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this passphrase")
