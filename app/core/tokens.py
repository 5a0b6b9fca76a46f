"""Secrets that name their agency: ``<kind>_<agency><row>_<secret><crc>``.

The agency's and the row's identifiers stand in clear so that row-level security can be set before the secret is
compared; the CRC (6 hexadecimal characters) lets secret scanners and typing errors be told from real tokens without
a query. Only the SHA-256 of the secret part is stored: it has 256 bits of its own, so no slow hash is needed.
"""

import hashlib
import hmac
import secrets
import zlib
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from app.core.ids import SUFFIX_LENGTH, suffix_of, uuid_of

TokenKind = Literal["awk_live", "aws", "awl", "awi"]
"""API key, session, candidate link, invitation of a consultant."""

_CRC_LENGTH = 6


@dataclass(frozen=True)
class Token:
    """A secret in parts; its text is shown once and never logged."""

    kind: TokenKind
    agency_id: UUID
    row_id: UUID
    secret: str = field(repr=False)

    @property
    def text(self) -> str:
        """The whole token, as its holder keeps it."""
        body = f"{self.kind}_{suffix_of(self.agency_id)}{suffix_of(self.row_id)}_{self.secret}"
        return body + _crc(body)

    @property
    def digest(self) -> bytes:
        """What is stored: 32 bytes."""
        return hashlib.sha256(self.secret.encode()).digest()

    def matches(self, digest: bytes) -> bool:
        """Compare with a stored digest in constant time."""
        return hmac.compare_digest(self.digest, digest)


def new_token(kind: TokenKind, *, agency_id: UUID, row_id: UUID) -> Token:
    """Make a token with 256 random bits."""
    return Token(kind, agency_id, row_id, secrets.token_urlsafe(32))


def read_token(text: str, kind: TokenKind) -> Token:
    """Take a token apart; raises ValueError when it is of another kind, mistyped or cut."""
    body, crc = text[:-_CRC_LENGTH], text[-_CRC_LENGTH:]
    if not text.isascii() or not body.startswith(f"{kind}_") or _crc(body) != crc:
        raise ValueError("not a token of this kind")
    ids, _, secret = body.removeprefix(f"{kind}_").partition("_")
    if len(ids) != 2 * SUFFIX_LENGTH:
        raise ValueError("not a token of this kind")
    return Token(kind, uuid_of(ids[:SUFFIX_LENGTH]), uuid_of(ids[SUFFIX_LENGTH:]), secret)


def _crc(body: str) -> str:
    return f"{zlib.crc32(body.encode()) & 0xFFFFFF:06x}"
