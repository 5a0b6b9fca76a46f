"""What the client agreed about letters, when one is to be approved (ADR 0019)."""

from datetime import datetime

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Invalid
from app.deliveries.schemas import Approval
from app.interviews.models import Meeting
from app.letters.models import Letter


class ClientNotAsked(Conflict):
    """This client wants to be asked before a letter comes: ask them, then approve with client_asked."""

    code = "client_not_asked"


class ClientTakesNoLetters(Conflict):
    """This client takes no letters. Pass the points on when you ring them, or approve with the reason to send it."""

    code = "client_takes_no_letters"


def require_welcome(
    session: AgencySession, letter: Letter, meeting: Meeting, approval: Approval, *, actor: Actor, now: datetime
) -> None:
    """Refuse what the client's policy does not allow, and record what makes it allowed (P6).

    Raises ClientNotAsked or ClientTakesNoLetters (409); Invalid (422) where the client is still to be asked.
    """
    policy = meeting.client.letter_policy
    if policy == "ask_first":
        _record_asked(session, letter, approval, actor=actor, now=now)
    if policy == "not_accepted":
        _record_exception(session, letter, approval, actor=actor, now=now)


def _record_asked(session: AgencySession, letter: Letter, approval: Approval, *, actor: Actor, now: datetime) -> None:
    asked = approval.client_asked
    if asked is None:
        raise ClientNotAsked
    if asked.at > now:
        raise Invalid(errors=[FieldError("#/client_asked/at", "has not come yet")])
    details, personal = {"asked_at": asked.at.isoformat()}, {"asked": asked.whom}
    action = AuditAction.LETTER_CLIENT_ASKED
    record(session, action, subject=letter, actor=actor, now=now, details=details, personal=personal)


def _record_exception(
    session: AgencySession, letter: Letter, approval: Approval, *, actor: Actor, now: datetime
) -> None:
    if approval.despite_policy is None:
        raise ClientTakesNoLetters
    personal = {"reason": approval.despite_policy}
    record(session, AuditAction.LETTER_EXCEPTION_MADE, subject=letter, actor=actor, now=now, personal=personal)
