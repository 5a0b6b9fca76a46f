"""Under which name the trail and the webhooks carry what becomes of a letter, or of a summary."""

from collections.abc import Mapping
from typing import Final

from app.audit.catalogue import AuditAction

_OF_A_SUMMARY: Final[Mapping[AuditAction, AuditAction]] = {
    AuditAction.LETTER_DRAFTED: AuditAction.SUMMARY_DRAFTED,
    AuditAction.LETTER_SUBMITTED: AuditAction.SUMMARY_SUBMITTED,
    AuditAction.LETTER_RETURNED: AuditAction.SUMMARY_RETURNED,
    AuditAction.LETTER_APPROVED: AuditAction.SUMMARY_APPROVED,
    AuditAction.LETTER_RELEASED: AuditAction.SUMMARY_RELEASED,
    AuditAction.LETTER_WITHDRAWN: AuditAction.SUMMARY_WITHDRAWN,
    AuditAction.LETTER_REOPENED: AuditAction.SUMMARY_REOPENED,
    AuditAction.LETTER_NOT_FORWARDED: AuditAction.SUMMARY_NOT_FORWARDED,
}


def event_of(kind: str, of_a_letter: AuditAction) -> AuditAction:
    """Return the action for a row of this kind: a summary has sentences of its own, so that no reader takes it for a
    letter."""
    return _OF_A_SUMMARY.get(of_a_letter, of_a_letter) if kind == "summary" else of_a_letter
