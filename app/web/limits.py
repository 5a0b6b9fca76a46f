"""How much one caller may ask: token buckets, told on every answer (draft-ietf-httpapi-ratelimit-headers-11).

Plain requests are counted in each process, so that a read never writes. Writes and attempts to come in are counted
in PostgreSQL, one statement for all buckets, so that more processes do not allow more (ADR 0012). A bucket's name
holds a hash, never an address or a token.
"""

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fastapi import Request
from sqlalchemy import Double, Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column
from starlette.types import Scope

from app.core.db import Base, Database
from app.core.errors import TooMany
from app.core.settings import Settings

_MOST_CALLERS = 10_000
_STATE = "limits"


class RateBucket(Base):
    """How many requests one bucket still takes, as of ``counted_at``; unlogged: a crash only forgives."""

    __tablename__ = "rate_bucket"
    __table_args__ = (Index("ix_rate_bucket_counted_at", "counted_at"), {"prefixes": ["UNLOGGED"]})

    name: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float] = mapped_column(Double())
    refused: Mapped[bool]
    counted_at: Mapped[datetime]


@dataclass(frozen=True)
class Policy:
    """So many requests in so many seconds, refilled evenly."""

    name: str
    quota: int
    seconds: int

    @property
    def per_second(self) -> float:
        """How fast a bucket fills again."""
        return self.quota / self.seconds


def of_requests(settings: Settings) -> Policy:
    """Everything that one caller asks of one process."""
    return Policy("requests", settings.requests_per_minute, 60)


def of_writes(settings: Settings) -> Policy:
    """What one account changes."""
    return Policy("writes", settings.writes_per_minute, 60)


def of_agency_writes(settings: Settings) -> Policy:
    """What one agency changes, all its accounts together."""
    return Policy("agency-writes", settings.agency_writes_per_minute, 60)


def of_arrivals(settings: Settings) -> Policy:
    """How often one address tries to come in."""
    return Policy("arrivals", settings.arrivals_per_ten_minutes, 600)


def of_sign_ins(settings: Settings) -> Policy:
    """How often one account is signed in to, rightly or not."""
    return Policy("sign-ins", settings.sign_ins_per_ten_minutes, 600)


CODES: Final = Policy("codes", 10, 3600)
"""Of one account: codes of a second factor, of which three in a million are right at any time (RFC 4226, 7.3)."""


@dataclass(frozen=True)
class Counted:
    """What one bucket of a policy still holds."""

    policy: Policy
    tokens: float

    @property
    def header(self) -> str:
        """Its part of the RateLimit header: what remains, and in how many seconds it is full again."""
        full_in = math.ceil((self.policy.quota - self.tokens) / self.policy.per_second)
        return f'"{self.policy.name}";r={max(0, math.floor(self.tokens))};t={full_in}'


class RateLimited(TooMany):
    """You ask more than your share: wait the seconds that Retry-After names."""

    code = "rate_limited"

    def __init__(self, counted: Counted) -> None:
        """Say when the next request is taken."""
        policy, wait = counted.policy, max(1, math.ceil((1 - counted.tokens) / counted.policy.per_second))
        super().__init__(f"More than {policy.quota} {policy.name} in {policy.seconds} seconds: wait {wait} seconds.")
        self.counted, self.retry_after = counted, wait


class CallerBuckets:
    """The buckets of one process; used from its event loop only, so without a lock."""

    def __init__(self, policy: Policy) -> None:
        """Begin with every bucket full."""
        self.policy = policy
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> Counted:
        """Take one from the caller's bucket; raises RateLimited."""
        now = time.monotonic()
        tokens, counted = self._held.pop(caller, (float(self.policy.quota), now))
        tokens = min(self.policy.quota, tokens + (now - counted) * self.policy.per_second)
        allowed = tokens >= 1
        self._held[caller] = (tokens - 1 if allowed else tokens, now)
        while len(self._held) > _MOST_CALLERS:
            self._held.popitem(last=False)
        if not allowed:
            raise RateLimited(Counted(self.policy, tokens))
        return Counted(self.policy, tokens - 1)


_TAKE = text(
    """
    WITH asked AS (
        SELECT name, quota, rate, CAST(:now AS timestamptz) AS instant
        FROM unnest(CAST(:names AS text[]), CAST(:quotas AS float8[]), CAST(:rates AS float8[]))
            AS a (name, quota, rate)
    )
    INSERT INTO rate_bucket AS b (name, tokens, refused, counted_at)
    SELECT name, quota - 1, false, instant FROM asked ORDER BY name
    ON CONFLICT (name) DO UPDATE SET (tokens, refused, counted_at) = (
        SELECT filled - (filled >= 1)::int, filled < 1, greatest(b.counted_at, instant)
        FROM asked, LATERAL (
            SELECT least(quota, b.tokens + rate * greatest(0, extract(epoch FROM instant - b.counted_at))) AS filled
        ) AS since
        WHERE asked.name = b.name
    )
    RETURNING name, tokens, refused
    """
)


def take(session: Session, asked: Sequence[tuple[Policy, str]], *, now: datetime) -> list[Counted]:
    """Take one from each bucket (a policy and whose) in one statement; raises RateLimited where one is empty.

    What was taken from the others comes back with the caller's transaction.
    """
    policies = {bucket_name(policy, whose): policy for policy, whose in asked}
    found = session.execute(
        _TAKE,
        {
            "names": list(policies),
            "quotas": [float(policy.quota) for policy in policies.values()],
            "rates": [policy.per_second for policy in policies.values()],
            "now": now,
        },
    ).all()
    for name, tokens, refused in found:
        if refused:
            raise RateLimited(Counted(policies[name], tokens))
    left = {name: Counted(policies[name], tokens) for name, tokens, _ in found}
    return [left[name] for name in policies]


def spend(request: Request, session: Session, asked: Sequence[tuple[Policy, str]], *, now: datetime) -> None:
    """Take one from each bucket, and tell it on the answer; raises RateLimited."""
    try:
        note(request, take(session, asked, now=now))
    except RateLimited as refused:
        note(request, [refused.counted])
        raise


def forget_full_buckets(db: Database, *, now: datetime, seconds: int = 86_400) -> int:
    """Delete what was not asked for so long that it is full again; return how many."""
    statement = text("DELETE FROM rate_bucket WHERE counted_at < :now - make_interval(secs => :seconds)")
    with db.transaction() as session:
        done = session.execute(statement, {"now": now, "seconds": seconds})
        return int(done.rowcount)  # type: ignore[attr-defined]  # a DELETE has one


def bucket_name(policy: Policy, whose: str) -> str:
    """Name a bucket without telling whose it is."""
    return f"{policy.name}:{hashlib.sha256(whose.encode()).hexdigest()[:32]}"


def caller_of(scope: Scope) -> str:
    """Whoever asks, before it is known who that is: the credential where there is one, else the address."""
    named = {name: value for name, value in scope["headers"] if name in (b"authorization", b"cookie")}
    given = named.get(b"authorization") or named.get(b"cookie")
    return given.decode("latin-1") if given else address_of(scope)


def address_of(scope: Scope) -> str:
    """The address that asks; behind a proxy that the server trusts, the one that it names."""
    client = scope.get("client")
    return client[0] if client else "unknown"


def note(request: Request, counted: Sequence[Counted]) -> None:
    """Tell these on the answer, before those that were noted earlier."""
    held = request.scope.setdefault("state", {})
    held[_STATE] = [*counted, *held.get(_STATE, [])]


def headers_of(scope: Scope) -> dict[str, str]:
    """The RateLimit headers of one answer."""
    counted: list[Counted] = scope.get("state", {}).get(_STATE, [])
    if not counted:
        return {}
    policies = (f'"{one.policy.name}";q={one.policy.quota};w={one.policy.seconds}' for one in counted)
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(one.header for one in counted)}
