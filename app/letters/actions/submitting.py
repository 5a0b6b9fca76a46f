"""A letter is submitted: an immutable version, frozen as the document that would be sent."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.adapters.letter_page import LetterPage
from app.audit.canonical import Detail
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import FieldError, Forbidden, Invalid
from app.core.queue import enqueue
from app.documents.actions import freeze
from app.documents.models import Document
from app.documents.rendering import paragraphs_of
from app.documents.schemas import LetterSource
from app.interviews.models import Meeting
from app.interviews.policy import may_write
from app.letters.actions.writing import require_draft_seen, require_met
from app.letters.models import Letter, LetterDraft, LetterVersion
from app.letters.queries import rows
from app.letters.rules.policies import needs_acknowledgement, review_due_at
from app.letters.schemas.content import LetterContent
from app.letters.schemas.requests import LetterSubmission
from app.letters.states import LETTER
from app.reviews.actions import open_item

LONGEST_TITLE = 255


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
    draft = require_draft_seen(session, letter, seen)
    LETTER.require(letter.state, "submitted")
    addressees = draft.addressees if draft else []
    content = submission.content or LetterContent.model_validate(draft.content if draft else {})
    _require_acknowledged(meeting, submission)
    _require_sendable(content, addressees)
    require_met(session, meeting.interview, addressees)
    document = _add_version(session, letter, meeting, content, addressees, actor=actor, now=now)
    _clear_draft(session, letter, draft)
    details: dict[str, Detail] = {
        "version": letter.version,
        "document": str(document.id),
        "sha256": document.sha256,
        "contact_policy": meeting.client.contact_policy,
        "contact_policy_acknowledged": submission.contact_policy_acknowledged,
    }
    record(session, AuditAction.LETTER_SUBMITTED, subject=letter, actor=actor, now=now, details=details)
    _put_on_the_desk(session, letter, actor=actor, now=now)
    return letter


def _add_version(
    session: AgencySession,
    letter: Letter,
    meeting: Meeting,
    content: LetterContent,
    addressees: Sequence[UUID],
    *,
    actor: Actor,
    now: datetime,
) -> Document:
    number = letter.version + 1
    session.add(
        LetterVersion(
            agency_id=letter.agency_id,
            letter_id=letter.id,
            version=number,
            addressees=list(addressees),
            content=content.model_dump(mode="json"),
            submitted_at=now,
            submitted_by=actor.kind,
        )
    )
    session.flush()  # the document refers to it
    source = LetterSource(letter.interview_id, letter.id, number, addressees)
    document = freeze(session, _page(meeting, content), source=source, actor=actor, now=now)
    letter.state, letter.version, letter.submitted_at = "submitted", number, now
    letter.decided_at = letter.return_reason = None
    return document


def _clear_draft(session: AgencySession, letter: Letter, draft: LetterDraft | None) -> None:
    if draft is not None:
        letter.draft_revisions = draft.revision
        session.delete(draft)


def _put_on_the_desk(session: AgencySession, letter: Letter, *, actor: Actor, now: datetime) -> None:
    open_item(
        session,
        kind="letter",
        subject_id=letter.id,
        version=letter.version,
        interview_id=letter.interview_id,
        due_at=review_due_at(now),
        actor=actor,
        now=now,
    )
    enqueue(session, "letters.tell_consultant", agency_id=letter.agency_id, subject_id=letter.id)


def _page(meeting: Meeting, content: LetterContent) -> LetterPage:
    """Lay the words out as the one page that is ever rendered; raises Invalid for what no document can hold."""
    name = meeting.candidate.name
    paragraphs = tuple(line for paragraph in content.paragraphs for line in paragraphs_of(paragraph.text))
    title = f"{name}, {meeting.job.title}"[:LONGEST_TITLE]
    try:
        return LetterPage(title=title, author=name, language="en", paragraphs=paragraphs)
    except ValueError as error:
        raise Invalid(
            "The letter holds something that no document can.", errors=[FieldError("#/content", str(error))]
        ) from None


def _require_acknowledged(meeting: Meeting, submission: LetterSubmission) -> None:
    needed = needs_acknowledgement(
        introduced_by=meeting.interview.introduced_by,  # type: ignore[arg-type]  # kept to its values by a CHECK
        contact_policy=meeting.client.contact_policy,  # type: ignore[arg-type]  # likewise
    )
    if needed and not submission.contact_policy_acknowledged:
        must = FieldError("#/contact_policy_acknowledged", "must be true: see the letter's guidance")
        raise PolicyNotAcknowledged(errors=[must])


def _require_sendable(content: LetterContent, addressees: Sequence[UUID]) -> None:
    missing = []
    if not content.paragraphs:
        missing.append(FieldError("#/content/paragraphs", "has no words yet"))
    if not addressees:
        missing.append(FieldError("#/addressees", "names nobody yet"))
    if missing:
        raise Invalid("A letter needs words and somebody to read them.", errors=missing)
