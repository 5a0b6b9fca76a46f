"""The candidate marks what the client may see of the debrief, and submits the summary made of it (ADR 0016)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.audit.canonical import Detail
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id
from app.core.queue import enqueue
from app.documents.queries import require_shown
from app.interviews.actions.drafts import DraftChanged
from app.interviews.models import Meeting
from app.interviews.policy import may_write
from app.interviews.queries import interview_for, meeting_for
from app.letters.actions.submitting import hand_in, require_acknowledged
from app.letters.actions.writing import keep_draft, require_draft_seen, require_met, require_wanted
from app.letters.models import Letter, LetterDraft, Told
from app.letters.queries import summaries
from app.letters.rules.policies import consultant_asks
from app.letters.rules.summary import rebuilt, shareable, summary_of
from app.letters.schemas.content import MAX_CHARACTERS, plain_text
from app.letters.schemas.summary import Mark, SummaryContent, SummaryIn, SummarySubmission, content_of
from app.letters.states import LETTER


class DebriefNotTold(Conflict):
    """A summary is made of your debrief: submit that first."""

    code = "debrief_not_submitted"


class SummaryTooLong(Invalid):
    """The summary is too long to be read: mark fewer answers, or put some in fewer words."""

    code = "summary_too_long"


def save_marks(
    session: AgencySession, *, interview_id: UUID, given: SummaryIn, seen: int, actor: Actor, now: datetime
) -> LetterDraft:
    """Replace what was marked (``seen`` is its revision; 0: nothing was yet); the first time begins the summary.

    Raises SummaryNeedsOwnLink (403), DebriefNotTold (409), DraftChanged (412), Invalid (422) for an answer without
    words, SummaryTooLong (422).
    """
    meeting = _meeting(session, interview_id, actor=actor)
    require_wanted(meeting)
    told = _told(session, meeting)
    letter = summaries.find_summary(session, meeting.interview, lock=True)
    if letter is not None:
        require_draft_seen(session, letter, seen)
    elif seen != 0:
        raise DraftChanged("Nothing is marked yet. Send If-None-Match: * to begin.")
    require_met(session, meeting.interview, given.addressees)
    _require_answered(told, given.marked)
    content = _within_length(
        summary_of(told.answers, given.marked, debrief_version=told.version, taken_down=told.taken_down)
    )
    letter = letter or _begin(session, meeting, actor=actor, now=now)
    return keep_draft(session, letter, given.addressees, content, now=now)


def submit_summary(
    session: AgencySession, *, interview_id: UUID, submission: SummarySubmission, seen: int, actor: Actor, now: datetime
) -> Letter:
    """Freeze what is marked, from the newest debrief, as the next version, and put it on the desk.

    Raises SummaryNotBegun (404), DraftChanged (412), Invalid (422) for what cannot be sent.
    """
    meeting = _meeting(session, interview_id, actor=actor)
    letter = summaries.summary_of(session, meeting.interview, lock=True)
    draft = require_draft_seen(session, letter, seen)
    LETTER.require(letter.state, "submitted")
    require_wanted(meeting)
    content, addressees = _to_send(session, meeting, draft)
    require_acknowledged(meeting, acknowledged=submission.contact_policy_acknowledged)
    require_met(session, meeting.interview, addressees)
    details: dict[str, Detail] = {
        "debrief_version": content.debrief_version,
        "fields": [one.field for one in content.paragraphs],
        "contact_policy_acknowledged": submission.contact_policy_acknowledged,
    }
    hand_in(session, letter, meeting, content, addressees, draft=draft, details=details, actor=actor, now=now)
    return letter


def _meeting(session: AgencySession, interview_id: UUID, *, actor: Actor) -> Meeting:
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    require_shown("summary", actor)
    if not may_write(actor, interview):
        raise Forbidden
    return meeting_for(session, interview_id=interview_id, actor=actor)


def _told(session: AgencySession, meeting: Meeting) -> Told:
    told = summaries.told(session, meeting.interview)
    if told is None:
        raise DebriefNotTold
    return told


def _begin(session: AgencySession, meeting: Meeting, *, actor: Actor, now: datetime) -> Letter:
    letter = Letter(
        agency_id=actor.agency_id,
        id=new_id(),
        interview_id=meeting.interview.id,
        kind="summary",
        state="draft",
        version=0,
        created_at=now,
        draft_revisions=0,
    )
    session.add(letter)
    details = {"interview": str(letter.interview_id)}
    record(session, AuditAction.SUMMARY_DRAFTED, subject=letter, actor=actor, now=now, details=details)
    if consultant_asks(meeting.client.letter_policy, introduced_by=meeting.interview.introduced_by):
        enqueue(session, "letters.tell_to_ask", agency_id=actor.agency_id, subject_id=letter.id)
    return letter


def _require_answered(told: Told, marked: Sequence[Mark]) -> None:
    """Refuse a mark on what holds no words: not answered, not discussed, nothing noticed."""
    answered = {one.field for one in shareable(told.answers)}
    wrong = [
        FieldError(f"#/marked/{place}/field", f"{mark.field} has no words to share in your debrief")
        for place, mark in enumerate(marked)
        if mark.field not in answered
    ]
    if wrong:
        raise Invalid("Only what you answered can be shared.", errors=wrong)


def _to_send(
    session: AgencySession, meeting: Meeting, draft: LetterDraft | None
) -> tuple[SummaryContent, Sequence[UUID]]:
    """What is marked as the newest debrief has it, and for whom; raises Invalid where either is missing."""
    told = _told(session, meeting)
    marked = content_of(draft.content) if draft else None
    if isinstance(marked, SummaryContent):
        content = rebuilt(marked, told.answers, debrief_version=told.version, taken_down=told.taken_down)
    else:
        content = summary_of(told.answers, (), debrief_version=told.version, taken_down=told.taken_down)
    addressees = draft.addressees if draft else ()
    missing = [] if content.paragraphs else [FieldError("#/marked", "nothing is marked yet")]
    missing += [] if addressees else [FieldError("#/addressees", "names nobody yet")]
    if missing:
        raise Invalid("A summary needs something marked and somebody to read it.", errors=missing)
    return _within_length(content), addressees


def _within_length(content: SummaryContent) -> SummaryContent:
    length = len(plain_text(content))
    if length > MAX_CHARACTERS:
        raise SummaryTooLong(
            f"The summary has {length} characters; at most {MAX_CHARACTERS} can be sent. Mark fewer answers, or put "
            "some in fewer words.",
            errors=[FieldError("#/marked", "comes to too many words")],
        )
    return content
