"""A letter is submitted: an immutable version, frozen as the document that would be sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from app.audit.canonical import Detail
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import FieldError, Forbidden, Invalid
from app.interviews.models import Meeting
from app.interviews.policy import may_write
from app.letters.actions.versions import add_version, put_on_the_desk, require_sendable
from app.letters.actions.writing import require_draft_seen, require_letter, require_met
from app.letters.models import Letter, LetterDraft
from app.letters.queries import rows
from app.letters.rules.events import event_of
from app.letters.rules.policies import needs_acknowledgement
from app.letters.schemas.content import LetterContent
from app.letters.schemas.requests import LetterSubmission
from app.letters.states import LETTER


class PolicyNotAcknowledged(Invalid):
    """Before the letter goes, the candidate takes note of how this client may be contacted."""

    code = "contact_policy_not_acknowledged"


def submit(
    session: AgencySession, *, letter_id: UUID, submission: LetterSubmission, seen: int, actor: Actor, now: datetime
) -> Letter:
    """Make the draft that was seen, or the text sent with this request, the next version and put it on the desk.

    Raises DraftChanged (412), Invalid (422) for what cannot be sent, PolicyNotAcknowledged (422, P6).
    """
    at = rows.letter_to_decide(session, letter_id=letter_id, actor=actor)
    letter, meeting = at.letter, at.meeting
    if not may_write(actor, meeting.interview):
        raise Forbidden
    require_letter(letter)
    draft = require_draft_seen(session, letter, seen)
    LETTER.require(letter.state, "submitted")
    addressees = draft.addressees if draft else []
    content = submission.content or LetterContent.model_validate(draft.content if draft else {})
    require_acknowledged(meeting, acknowledged=submission.contact_policy_acknowledged)
    require_sendable(content, addressees)
    require_met(session, meeting.interview, addressees)
    details: dict[str, Detail] = {"contact_policy_acknowledged": submission.contact_policy_acknowledged}
    hand_in(session, letter, meeting, content, addressees, draft=draft, details=details, actor=actor, now=now)
    return letter


def hand_in(
    session: AgencySession,
    letter: Letter,
    meeting: Meeting,
    content: LetterContent,
    addressees: Sequence[UUID],
    *,
    draft: LetterDraft | None,
    details: Mapping[str, Detail],
    actor: Actor,
    now: datetime,
) -> None:
    """Freeze what the candidate sends of a letter or summary as the next version, in place of its draft.

    Raises `CannotBeDrawn` (422). The letter is locked, and may be submitted.
    """
    document = add_version(session, letter, meeting, content, addressees, actor=actor, now=now)
    letter.state, letter.version, letter.submitted_at = "submitted", letter.version + 1, now
    letter.decided_at = letter.return_reason = None
    _clear_draft(session, letter, draft)
    whole: dict[str, Detail] = {
        "version": letter.version,
        "document": str(document.id),
        "sha256": document.sha256,
        "contact_policy": meeting.client.contact_policy,
        **details,
    }
    action = event_of(letter.kind, AuditAction.LETTER_SUBMITTED)
    record(session, action, subject=letter, actor=actor, now=now, details=whole)
    put_on_the_desk(session, meeting, letter, tell="letters.tell_consultant", actor=actor, now=now)


def require_acknowledged(meeting: Meeting, *, acknowledged: bool) -> None:
    """Refuse to send what its candidate did not take note of (P6); raises PolicyNotAcknowledged (422)."""
    needed = needs_acknowledgement(
        introduced_by=meeting.interview.introduced_by,  # type: ignore[arg-type]  # kept to its values by a CHECK
        contact_policy=meeting.client.contact_policy,  # type: ignore[arg-type]  # likewise
    )
    if needed and not acknowledged:
        must = FieldError("#/contact_policy_acknowledged", "must be true: see the guidance that stands with it")
        raise PolicyNotAcknowledged(errors=[must])


def _clear_draft(session: AgencySession, letter: Letter, draft: LetterDraft | None) -> None:
    if draft is not None:
        letter.draft_revisions = draft.revision
        session.delete(draft)
