"""Retries that do nothing twice: the answer to a POST with an Idempotency-Key is kept for 72 hours (ADR 0012).

Source: draft-ietf-httpapi-idempotency-key-header-07. The answer is kept in the request's own transaction, so it is
there if and only if what it tells of is. Keys belong to whoever sent them: nobody meets another's.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.db import AgencySession, Base
from app.core.errors import BadRequest, Conflict, FieldError, Invalid

HEADER: Final = "Idempotency-Key"
KEPT_FOR: Final = timedelta(hours=72)
_FORM: Final = re.compile(r"[\x21-\x7e]{1,200}")
_POINTER: Final = f"header:{HEADER}"
_KEPT_HEADERS: Final = ("content-type", "etag", "location")


class IdempotencyKeyMissing(BadRequest):
    """This decides or sends something, so send an Idempotency-Key: a new UUID, the same one when you try again."""

    code = "idempotency_key_required"


class IdempotencyKeyNotValid(Invalid):
    """An Idempotency-Key is 1 to 200 visible ASCII characters; a UUID is a good one."""

    code = "idempotency_key_not_valid"


class IdempotencyKeyReused(Invalid):
    """This Idempotency-Key came with another request before: take a new one for what is not a retry."""

    code = "idempotency_key_reused"


class StillRunning(Conflict):
    """The first request with this Idempotency-Key is still running: ask again in a second."""

    code = "still_running"


class KeptAnswer(Base):
    """What was answered to one request of one sender; ``sender`` names the actor and how they came."""

    __tablename__ = "idempotency_key"

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[bytes]
    created_at: Mapped[datetime]


class Replay(Exception):
    """The answer that was given before; no problem, so it is caught where the route is answered."""

    def __init__(self, kept: KeptAnswer) -> None:
        """Write the answer again, marked as such."""
        self.response = Response(kept.body, kept.status, {**kept.headers, "Idempotency-Replayed": "true"})


@dataclass
class Attempt:
    """One request that may be a retry of an earlier one; ``row`` is where its answer will be kept."""

    key: str
    fingerprint: bytes
    row: KeptAnswer | None = None
    session: AgencySession | None = None

    def keep(self, response: Response, *, without: tuple[str, ...]) -> None:
        """Keep a 2xx answer in the request's transaction, ``without`` the fields that hold a secret."""
        if self.row is None or self.session is None or not 200 <= response.status_code < 300:
            return
        self.row.status = response.status_code
        self.row.headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        self.row.body = _without(bytes(response.body), without)
        self.session.add(self.row)


async def attempt_of(request: Request, *, required: bool) -> Attempt | None:
    """Read the key and take the fingerprint of what came with it; None where there is none.

    Whether one is required is asked by `begin`, once it is known who asks.
    """
    request.state.key_required = required
    key = request.headers.get(HEADER)
    if key is None:
        return None
    digest = hashlib.sha256()
    kind, _, boundary = request.headers.get("content-type", "").partition("boundary=")
    body = await request.body()
    if boundary:  # each retry of an upload draws a new one
        body = body.replace(boundary.strip('"').encode(), b"")
    parts = (request.method, request.url.path, request.url.query, request.headers.get("if-match", ""), kind)
    for part in parts:
        digest.update(part.encode() + b"\x00")
    digest.update(body)
    return Attempt(key.strip(), digest.digest())


def begin(request: Request, session: AgencySession, actor: Actor, now: datetime) -> None:
    """Hold the key for this request; called once it is known who asks, before anything else is done.

    Raises Replay with the answer that was given before, StillRunning (409), IdempotencyKeyReused (422),
    IdempotencyKeyMissing (400).
    """
    attempt: Attempt | None = getattr(request.state, "attempt", None)
    if attempt is None:
        if getattr(request.state, "key_required", False):
            raise IdempotencyKeyMissing(errors=[FieldError(_POINTER, "is required")])
        return
    if not _FORM.fullmatch(attempt.key):
        raise IdempotencyKeyNotValid(errors=[FieldError(_POINTER, "1 to 200 visible ASCII characters")])
    sender = _sender(actor)
    lock = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
    if not session.scalar(lock, {"name": f"{actor.agency_id} {sender} {attempt.key}"}):
        raise StillRunning(retry_after=1)
    kept = session.get(KeptAnswer, (actor.agency_id, sender, attempt.key))
    if kept is not None and kept.created_at > now - KEPT_FOR:
        if kept.fingerprint != attempt.fingerprint:
            raise IdempotencyKeyReused(errors=[FieldError(_POINTER, "came with another request before")])
        raise Replay(kept)
    attempt.session = session
    attempt.row = kept or KeptAnswer(agency_id=actor.agency_id, sender=sender, key=attempt.key)
    attempt.row.fingerprint, attempt.row.created_at = attempt.fingerprint, now


def _sender(actor: Actor) -> str:
    """Name who asks and how they came: what a candidate was shown by their own link, a handed-over one is not."""
    match actor:
        case CandidateActor():
            return f"candidate {actor.id} {actor.interview_id} {actor.link}"
        case ConsultantActor():
            return f"consultant {actor.id} {actor.via_key_id or ''}".rstrip()
        case _:
            return f"{actor.kind} {actor.id}"


def _without(body: bytes, secrets: tuple[str, ...]) -> bytes:
    if not secrets:
        return body
    answer = json.loads(body)
    return json.dumps({**answer, **dict.fromkeys(secrets)}).encode()
