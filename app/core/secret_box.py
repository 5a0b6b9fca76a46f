"""Secrets of agencies at rest: sealed with a key of the operator, each bound to the row that it belongs to.

AES-256-GCM; the key is derived from what the operator wrote (HKDF-SHA256), and its mark stands before the sealed
bytes, so that keys can be changed: the first of ``AFTERWORD_SECRET_KEY`` seals, all of them open.
"""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.errors import Conflict
from app.core.settings import Settings
from app.core.state_dir import prepare

KEY_FILE = "secret.key"
_MARK_BYTES = 4
_NONCE_BYTES = 12


class NoSecretKey(Conflict):
    """This service cannot keep a secret yet: ask its operator to set AFTERWORD_SECRET_KEY, then try again."""

    code = "no_secret_key"


class CannotOpen(Exception):
    """What was sealed cannot be opened: its key is not among those of the operator, or it was moved or changed."""


class SecretBox:
    """Seals and opens with the operator's keys, the newest first; without any it can do neither."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Derive the keys; what the operator wrote is not kept."""
        derived = [HKDF(SHA256(), 32, salt=None, info=b"afterword secrets").derive(key.encode()) for key in keys]
        self._ciphers = {hashlib.sha256(key).digest()[:_MARK_BYTES]: AESGCM(key) for key in derived}

    def __bool__(self) -> bool:
        """Whether there is a key."""
        return bool(self._ciphers)

    def seal(self, secret: str, *, bound_to: UUID) -> bytes:
        """Seal for one row; nothing else opens it, not even another row with the same key."""
        mark, cipher = next(iter(self._ciphers.items()))
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return mark + nonce + cipher.encrypt(nonce, secret.encode(), bound_to.bytes)

    def open(self, sealed: bytes, *, bound_to: UUID) -> str:
        """Open what was sealed for this row; raises CannotOpen."""
        cipher = self._ciphers.get(sealed[:_MARK_BYTES])
        nonce, rest = sealed[_MARK_BYTES : _MARK_BYTES + _NONCE_BYTES], sealed[_MARK_BYTES + _NONCE_BYTES :]
        if cipher is None or len(nonce) != _NONCE_BYTES:
            raise CannotOpen
        try:
            return cipher.decrypt(nonce, rest, bound_to.bytes).decode()
        except InvalidTag:
            raise CannotOpen from None

    def is_newest(self, sealed: bytes) -> bool:
        """Whether it was sealed with the key that seals now."""
        return next(iter(self._ciphers), None) == sealed[:_MARK_BYTES]


def box_of(settings: Settings) -> SecretBox:
    """The box of this service: with the operator's keys, or beside the embedded server with a key of its own."""
    if settings.secret_key:
        written = settings.secret_key.get_secret_value().split(",")
        return SecretBox([key.strip() for key in written if key.strip()])
    return SecretBox([key_in(settings.state)] if settings.database_url is None else [])


def key_in(state: Path) -> str:
    """The key in the state directory, made where there is none; only the owner of the process can read it.

    Of processes that start at once one makes it and all read the same. Raises StateDirUnusable.
    """
    place = prepare(state) / KEY_FILE
    with suppress(FileNotFoundError):
        return place.read_text(encoding="ascii")
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{KEY_FILE}-")  # mode 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, place)
    finally:
        draft.unlink()
    return place.read_text(encoding="ascii")
