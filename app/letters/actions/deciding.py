"""What becomes of a submitted letter.

Returning is a use case of its own. The others belong to `deliveries`, which plans and stops what is sent: its actions
check who may, and call these with the letter locked.
"""

from datetime import datetime
from uuid import UUID

from app.accounts.queries import require_unchanged
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden
from app.core.queue import enqueue
from app.interviews.policy import may_decide
from app.letters.actions.writing import draft_again
from app.letters.models import Letter
from app.letters.queries import rows
from app.letters.states import LETTER
from app.reviews.actions import close_item


class LetterIsApproved(Conflict):
    """This letter is approved and its deliveries are planned: cancel them before it goes back."""

    code = "letter_is_approved"


def send_back(
    session: AgencySession, *, letter_id: UUID, reason: str, seen: int, actor: Actor, now: datetime
) -> Letter:
    """Return a submitted letter with the reason; the candidate gets a mail and finds their words as a draft (P7)."""
    at = rows.letter_to_decide(session, letter_id=letter_id, actor=actor)
    letter, meeting = at.letter, at.meeting
    if not may_decide(actor, meeting.interview):
        raise Forbidden
    require_unchanged(session, letter, seen)
    if letter.state == "approved":
        raise LetterIsApproved
    mark_returned(session, letter, reason=reason, actor=actor, now=now)
    return letter


def mark_returned(session: AgencySession, letter: Letter, *, reason: str, actor: Actor, now: datetime) -> None:
    """Note that changes are asked for; the newest version becomes the draft again."""
    _become(session, letter, "changes_requested", AuditAction.LETTER_RETURNED, reason=reason, actor=actor, now=now)
    draft_again(session, letter, now=now)
    enqueue(session, "letters.mail_returned", agency_id=letter.agency_id, subject_id=letter.id)


def mark_approved(session: AgencySession, letter: Letter, *, actor: Actor, now: datetime) -> None:
    """Note that the newest version may go to whom it was agreed for."""
    _become(session, letter, "approved", AuditAction.LETTER_APPROVED, actor=actor, now=now)


def mark_released(session: AgencySession, letter: Letter, *, actor: Actor, now: datetime) -> None:
    """Note that the candidate, who arranged the interview directly, may send the newest version (P6)."""
    _become(session, letter, "released", AuditAction.LETTER_RELEASED, actor=actor, now=now)


def mark_withdrawn(session: AgencySession, letter: Letter, *, actor: Actor, now: datetime) -> None:
    """Note that the candidate took the letter back."""
    _become(session, letter, "withdrawn", AuditAction.LETTER_WITHDRAWN, actor=actor, now=now)


def mark_not_forwarded(session: AgencySession, letter: Letter, *, reason: str, actor: Actor, now: datetime) -> None:
    """Note that a consultant decided not to forward the letter, and why."""
    _become(session, letter, "not_forwarded", AuditAction.LETTER_NOT_FORWARDED, reason=reason, actor=actor, now=now)


def _become(
    session: AgencySession,
    letter: Letter,
    state: str,
    action: AuditAction,
    *,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Take the step that the table of states allows, record it, and take the version off the desk."""
    LETTER.require(letter.state, state)
    letter.state, letter.decided_at, letter.return_reason = state, now, reason
    details = {"version": letter.version}
    personal = {} if reason is None else {"reason": reason}
    record(session, action, subject=letter, actor=actor, now=now, details=details, personal=personal)
    decision = action.described.name.removeprefix("letter.")
    close_item(session, subject_id=letter.id, version=letter.version, decision=decision, actor=actor, now=now)
