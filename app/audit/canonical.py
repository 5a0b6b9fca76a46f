"""The bytes that are hashed: RFC 8785 canonical JSON of one entry, and commitments to its personal values."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import rfc8785

GENESIS = b"\x00" * 32
"""What the first entry of a subject names as its predecessor."""

Detail = str | int | bool | None | list[str]
"""What an entry may hold in clear: identifiers, states, counts and instants, never personal text."""


@dataclass(frozen=True)
class Entry:
    """One audit entry as it is hashed."""

    agency_id: UUID
    id: UUID
    subject_kind: str
    subject_id: UUID
    seq: int
    action: str
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    via_key_id: UUID | None
    details: Mapping[str, Detail]
    commitments: Mapping[str, str]
    prev_hash: bytes

    def canonical(self) -> bytes:
        """Write the entry so that any RFC 8785 implementation gives the same bytes; instants to the microsecond."""
        return rfc8785.dumps(
            {
                "v": 1,
                "agency": str(self.agency_id),
                "id": str(self.id),
                "subject": f"{self.subject_kind}:{self.subject_id}",
                "seq": self.seq,
                "action": self.action,
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "actor": {"kind": self.actor_kind, "id": _text(self.actor_id), "via": _text(self.via_key_id)},
                "details": dict(self.details),
                "commitments": dict(self.commitments),
                "prev": self.prev_hash.hex(),
            }
        )

    def hash(self) -> bytes:
        """SHA-256 of the canonical bytes, 32 bytes."""
        return hashlib.sha256(self.canonical()).digest()


def commitment(salt: bytes, value: str) -> str:
    """Commit to a personal value (HMAC-SHA-256 under the event's own salt, in hexadecimal) without revealing it."""
    return hmac.new(salt, value.encode(), hashlib.sha256).hexdigest()


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
