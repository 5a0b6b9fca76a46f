"""An administrator has a mail sent to themselves, before any candidate is asked anything by mail."""

from datetime import datetime
from uuid import UUID

from app.accounts.actions.users import require_admin
from app.accounts.queries.rows import consultant
from app.audit.canonical import Detail
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import ConsultantActor, SystemActor
from app.core.db import AgencySession
from app.core.queue import enqueue
from app.desk.queries.setting_up import trial_of

TRY = "desk.try_mail"
Failure = tuple[str, int | None]
"""Where the conversation with the mail server ended, and its code, if it gave one."""


def ask_for_trial(session: AgencySession, *, actor: ConsultantActor, now: datetime) -> None:
    """Have a mail sent to whoever asks; a second call while one is on its way changes nothing. Raises Forbidden."""
    user = consultant(session, consultant_id=actor.consultant_id, actor=actor, lock=True)
    require_admin(actor)
    former = trial_of(session, actor.agency_id, by=user.id)
    if former is not None and former.waits(now):
        return
    record(session, AuditAction.TRIAL_MAIL_ASKED, subject=user, actor=actor, now=now)
    enqueue(session, TRY, agency_id=actor.agency_id, subject_id=user.id)


def note_trial(
    session: AgencySession,
    *,
    agency_id: UUID,
    consultant_id: UUID,
    failed: tuple[str, int | None] | None,
    now: datetime,
) -> None:
    """Note that the mail server took the mail, or at which step it did not and with which code."""
    actor = SystemActor(agency_id)
    user = consultant(session, consultant_id=consultant_id, actor=actor, lock=True)
    if failed is None:
        record(session, AuditAction.TRIAL_MAIL_TAKEN, subject=user, actor=actor, now=now)
        return
    step, code = failed
    details: dict[str, Detail] = {"step": step, "code": code or 0}
    record(session, AuditAction.TRIAL_MAIL_FAILED, subject=user, actor=actor, now=now, details=details)
