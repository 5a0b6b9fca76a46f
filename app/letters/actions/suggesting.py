"""A consultant suggests wording; the candidate accepts it, which is their consent to it, or declines it (P7, ADR 0014).

Suggesting is decided in `deliveries`, which knows what is on its way and calls `mark_suggested` with the letter locked.
"""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import require_unchanged
from app.audit.canonical import Detail
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.queue import enqueue
from app.documents import actions as documents
from app.documents.queries import document_of_letter
from app.documents.schemas import ConsentIn
from app.interviews.policy import may_write
from app.letters.actions.versions import add_version, put_on_the_desk, require_sendable
from app.letters.actions.writing import draft_again
from app.letters.models import Letter, LetterVersion, SuggestionAnswer
from app.letters.queries import rows, wording
from app.letters.queries.rows import LetterAt
from app.letters.rules.authorship import carried_over, same_letter
from app.letters.schemas.content import LetterContent
from app.letters.schemas.requests import SuggestionIn
from app.letters.states import LETTER
from app.reviews.actions.items import close_item


class SummaryNotReworded(Conflict):
    """A summary is the candidate's own answers: return it and say what you would put otherwise."""

    code = "summary_not_reworded"


class NothingSuggested(Invalid):
    """This is word for word what the letter says: change something, or decide on it as it is."""

    code = "nothing_suggested"


class NoSuggestion(Conflict):
    """No suggested wording of this letter waits for an answer."""

    code = "no_suggestion"


def mark_suggested(
    session: AgencySession, at: LetterAt, *, suggestion: SuggestionIn, actor: Actor, now: datetime
) -> None:
    """Make the consultant's wording the next version, frozen as the candidate would agree to it.

    Raises NothingSuggested (422), SummaryNotReworded (409). Whom the letter is written to stays the candidate's word.
    """
    letter = at.letter
    LETTER.require(letter.state, "suggested")
    if letter.kind == "summary":
        raise SummaryNotReworded
    own = _own_version(session, letter)
    content = _wording(session, letter, own, suggestion.content)
    document = add_version(
        session, letter, at.meeting, content, own.addressees, actor=actor, now=now, note=suggestion.note
    )
    read, letter.version = letter.version, letter.version + 1
    letter.state, letter.decided_at, letter.return_reason = "suggested", now, None
    details: dict[str, Detail] = {
        "version": letter.version,
        "document": str(document.id),
        "sha256": document.sha256,
        "instead_of": own.version,
    }
    personal = {"note": suggestion.note}
    record(
        session,
        AuditAction.LETTER_SUGGESTED,
        subject=letter,
        actor=actor,
        now=now,
        details=details,
        personal=personal,
    )
    close_item(session, subject_id=letter.id, version=read, decision="suggested", actor=actor, now=now)
    enqueue(session, "letters.mail_suggestion", agency_id=letter.agency_id, subject_id=letter.id)
    enqueue(session, "followup.keep_promise", agency_id=letter.agency_id, subject_id=letter.interview_id)


def accept(
    session: AgencySession, *, letter_id: UUID, given: ConsentIn, seen: int, actor: Actor, now: datetime
) -> Letter:
    """Take the candidate's yes to exactly the suggested document for these people; the letter waits for approval.

    Raises ConsentNeedsOwnLink (403), NoSuggestion (409), NotWhatWouldBeSent (409).
    """
    at = rows.letter_to_decide(session, letter_id=letter_id, actor=actor)
    letter = at.letter
    documents.require_own_link(actor, at.meeting.interview)
    _require_waiting(session, letter, seen)
    document = document_of_letter(session, agency_id=letter.agency_id, letter_id=letter.id, version=letter.version)
    documents.consent(session, document_id=document.id, given=given, actor=actor, now=now, accepting=True)
    _keep_answer(session, letter, "accepted", reason=None, now=now)
    letter.state, letter.submitted_at, letter.decided_at = "submitted", now, None
    details: dict[str, Detail] = {
        "version": letter.version,
        "document": str(document.id),
        "sha256": document.sha256,
        "contact_policy": at.meeting.client.contact_policy,
    }
    record(session, AuditAction.LETTER_SUGGESTION_ACCEPTED, subject=letter, actor=actor, now=now, details=details)
    put_on_the_desk(session, at.meeting, letter, tell="letters.tell_answer", actor=actor, now=now)
    return letter


def decline(
    session: AgencySession, *, letter_id: UUID, reason: str | None, seen: int, actor: Actor, now: datetime
) -> Letter:
    """Give the letter back to its candidate, their own last words as the draft (rule 8); raises NoSuggestion (409)."""
    at = rows.letter_to_decide(session, letter_id=letter_id, actor=actor)
    letter = at.letter
    if not may_write(actor, at.meeting.interview):
        raise Forbidden
    _require_waiting(session, letter, seen)
    _keep_answer(session, letter, "declined", reason=reason, now=now)
    letter.state = "draft"
    record(
        session,
        AuditAction.LETTER_SUGGESTION_DECLINED,
        subject=letter,
        actor=actor,
        now=now,
        details={"version": letter.version},
        personal={} if reason is None else {"reason": reason},
    )
    draft_again(session, letter, now=now)
    enqueue(session, "letters.tell_answer", agency_id=letter.agency_id, subject_id=letter.id)
    return letter


def _own_version(session: AgencySession, letter: Letter) -> LetterVersion:
    own = wording.own_version(session, letter)
    if own is None:
        raise LookupError("a submitted letter has a version of its candidate's")
    return own


def _wording(session: AgencySession, letter: Letter, own: LetterVersion, suggested: LetterContent) -> LetterContent:
    """The suggestion with what it leaves out about parts and concerns; it must say something new (422)."""
    newest = rows.version_of(session, letter, letter.version)
    require_sendable(suggested, own.addressees)
    if any(same_letter(suggested, LetterContent.model_validate(one.content)) for one in (own, newest)):
        raise NothingSuggested(errors=[FieldError("#/content", "says what the letter says already")])
    return carried_over(LetterContent.model_validate(own.content), suggested)


def _require_waiting(session: AgencySession, letter: Letter, seen: int) -> None:
    require_unchanged(session, letter, seen)
    if letter.state != "suggested":
        raise NoSuggestion(f"This letter is {letter.state}: no suggested wording of it waits for an answer.")


def _keep_answer(session: AgencySession, letter: Letter, answer: str, *, reason: str | None, now: datetime) -> None:
    session.add(
        SuggestionAnswer(
            agency_id=letter.agency_id,
            letter_id=letter.id,
            version=letter.version,
            answer=answer,
            reason=reason,
            answered_at=now,
        )
    )
    session.flush()  # read back by whoever looks for the candidate's own words
