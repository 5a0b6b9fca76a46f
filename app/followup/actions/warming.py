"""A consultant wrote to the candidate of a quiet application (P22, P24)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import ConsultantActor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden
from app.core.ids import new_id
from app.followup import policy
from app.followup.models.warm import KeepInTouch
from app.followup.queries import warm as queries
from app.followup.schemas.warm import Reason

PRESSED_TWICE: Final = timedelta(minutes=10)


class LeftInPeace(Conflict):
    """The candidate withdrew, was placed, or is erased: nobody writes to them to keep in touch."""

    code = "left_in_peace"


def note_touch(
    session: AgencySession, *, application_id: UUID, reason: Reason, actor: ConsultantActor, now: datetime
) -> KeepInTouch:
    """Note that they were written to; pressed twice, or by two people within minutes, it is noted once."""
    application, in_reach = queries.application_for(session, application_id=application_id, actor=actor)
    if not policy.may_note_call(actor):
        raise Forbidden
    if not in_reach:
        raise LeftInPeace
    before = queries.last_touch(session, application)
    if before is not None and now - before.at < PRESSED_TWICE:
        return before
    touch = KeepInTouch(
        agency_id=actor.agency_id,
        id=new_id(),
        application_id=application.id,
        consultant_id=actor.id,
        reason=reason,
        at=now,
    )
    session.add(touch)
    record(session, AuditAction.KEPT_IN_TOUCH, subject=touch, actor=actor, now=now, details={"reason": reason})
    return touch
