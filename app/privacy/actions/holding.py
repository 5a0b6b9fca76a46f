"""Legal holds: while one stands, nothing of the person is erased, on request or by retention."""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import require_unchanged
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict
from app.core.ids import new_id
from app.privacy.models import LegalHold
from app.privacy.queries import rows as queries


class AlreadyErased(Conflict):
    """This person was erased; there is nothing left of them to hold, export or erase."""

    code = "already_erased"


class HoldReleased(Conflict):
    """This hold was released already."""

    code = "hold_released"


def place(session: AgencySession, *, candidate_id: UUID, reason: str, actor: Actor, now: datetime) -> LegalHold:
    """Place a hold; several may stand at once, each for a reason of its own. Raises AlreadyErased (409)."""
    person = queries.person_for(session, candidate_id=candidate_id, actor=actor, lock=True)
    if person.erased_at is not None:
        raise AlreadyErased
    hold = LegalHold(agency_id=person.agency_id, id=new_id(), candidate_id=person.id, placed_at=now, reason=reason)
    session.add(hold)
    record(session, AuditAction.HOLD_PLACED, subject=hold, actor=actor, now=now, personal={"reason": reason})
    return hold


def release(
    session: AgencySession,
    *,
    candidate_id: UUID,
    hold_id: UUID,
    reason: str,
    seen: int,
    actor: Actor,
    now: datetime,
) -> LegalHold:
    """Release a hold; ``seen`` is the ETag that was read. Raises HoldReleased (409)."""
    person = queries.person_for(session, candidate_id=candidate_id, actor=actor, lock=True)
    hold = queries.hold_on(session, person, hold_id, lock=True)
    require_unchanged(session, hold, seen)
    if hold.released_at is not None:
        raise HoldReleased
    hold.released_at, hold.release_reason = now, reason
    record(session, AuditAction.HOLD_RELEASED, subject=hold, actor=actor, now=now, personal={"reason": reason})
    return hold
