"""How it goes with the agency's own mail server: what fails at it, since when, and whether somebody was told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.accounts.models import AgencyRelay, AgencyRelayStanding
from app.core.db import AgencySession
from app.core.queue import enqueue

KnownRelay = tuple[AgencyRelay, AgencyRelayStanding]
TOLD_AT_ONCE = frozenset({"tls", "sign in", "sender"})
"""Steps at which only a person can help; a server that does not answer may come back by itself."""
TOLD_AFTER = timedelta(minutes=30)


@dataclass(frozen=True)
class Failed:
    """Where a conversation with the mail server ended, and why in words."""

    step: str
    words: str


UNREADABLE = Failed("sign in", "The stored password cannot be opened with the service's keys: enter it again.")


def own_relay(session: Session, agency_id: UUID, *, lock: bool = False, removed: bool = False) -> KnownRelay | None:
    """The agency's own server with its standing."""
    standing = and_(
        AgencyRelayStanding.agency_id == AgencyRelay.agency_id, AgencyRelayStanding.relay_id == AgencyRelay.id
    )
    query = select(AgencyRelay, AgencyRelayStanding).join(AgencyRelayStanding, standing)
    query = query.where(AgencyRelay.agency_id == agency_id)
    query = query if removed else query.where(AgencyRelay.removed_at.is_(None))
    found = session.execute(query.with_for_update() if lock else query).one_or_none()
    return None if found is None else (found[0], found[1])


def note_outcome(session: AgencySession, *, agency_id: UUID, number: int, failed: Failed | None, now: datetime) -> None:
    """Note that a mail did not get through because of the server, or that one did, which ends the trouble.

    ``number`` is that of the change that set the server: what fails with former settings says nothing.
    """
    known = own_relay(session, agency_id, lock=failed is not None)
    if known is None or known[0].audit_seq != number:
        return
    if failed is not None:
        note_trouble(session, known, failed, now=now)
    elif known[1].failing_since is not None:
        end_trouble(known[1])


def note_trouble(session: AgencySession, known: KnownRelay, failed: Failed, *, now: datetime) -> None:
    """Note what fails; the administrators are told once, at once or where it lasts."""
    relay, standing = known
    standing.failing_since = standing.failing_since or now
    standing.failing_step, standing.failing_words = failed.step, failed.words
    standing.changes += 1
    lasts = failed.step in TOLD_AT_ONCE or now - standing.failing_since >= TOLD_AFTER
    if lasts and standing.told_at is None:
        standing.told_at = now
        enqueue(session, "accounts.tell_of_relay", agency_id=relay.agency_id, subject_id=relay.id)


def end_trouble(standing: AgencyRelayStanding) -> None:
    """Forget what failed."""
    standing.failing_since = standing.failing_step = standing.failing_words = standing.told_at = None
    standing.changes += 1
