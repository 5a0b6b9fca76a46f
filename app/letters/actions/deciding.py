"""What becomes of a submitted letter.

The use cases belong to `deliveries`, which plans and stops what is sent: its actions check who may, and call these
with the letter locked.
"""

from datetime import datetime

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.queue import enqueue
from app.letters.actions.writing import draft_again
from app.letters.models import Letter
from app.letters.rules.events import event_of
from app.letters.states import LETTER
from app.reviews.actions.items import close_item


def mark_returned(session: AgencySession, letter: Letter, *, reason: str, actor: Actor, now: datetime) -> None:
    """Note that changes are asked for; the candidate's own last words become the draft again."""
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
    said = event_of(letter.kind, action)
    record(session, said, subject=letter, actor=actor, now=now, details=details, personal=personal)
    decision = action.described.name.removeprefix("letter.")
    close_item(session, subject_id=letter.id, version=letter.version, decision=decision, actor=actor, now=now)
    if state != "withdrawn":
        enqueue(session, "followup.keep_promise", agency_id=letter.agency_id, subject_id=letter.interview_id)
