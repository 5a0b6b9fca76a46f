"""A letter is begun, its draft saved, and reopened for a new version."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import require_unchanged
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id
from app.core.queue import enqueue
from app.interviews.actions.drafts import require_revision
from app.interviews.actions.taking_place import require_on
from app.interviews.models import Interview, Meeting
from app.interviews.policy import may_write
from app.interviews.queries import interview_for, meeting_for, people_met_in
from app.letters.models import Letter, LetterDraft
from app.letters.queries import rows, wording
from app.letters.rules.events import event_of
from app.letters.rules.policies import MOST_LETTERS, consultant_asks
from app.letters.schemas.content import LetterContent
from app.letters.schemas.requests import LetterDraftIn, LetterIn
from app.letters.schemas.summary import content_of
from app.letters.states import LETTER, WRITABLE
from app.reviews.actions.items import settle


class LettersNotAccepted(Conflict):
    """This client takes no letters: your debrief and your consultant's call carry what you want to say."""

    code = "letters_not_accepted"


class TooManyLetters(Conflict):
    """There are as many letters after this interview as can be: write on in one of them."""

    code = "too_many_letters"


class LetterNotWritable(Conflict):
    """This letter cannot be written on in its present state."""

    code = "letter_not_writable"


class SummaryIsMarked(Conflict):
    """This is the summary of the debrief: it is marked and submitted there, under the interview's debrief."""

    code = "summary_is_marked"


def begin(session: AgencySession, *, interview_id: UUID, begun: LetterIn, actor: Actor, now: datetime) -> Letter:
    """Begin a letter with an empty draft. Raises LettersNotAccepted; where the client wants to be asked first, the
    consultant is told at once."""
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    if not may_write(actor, meeting.interview):
        raise Forbidden
    require_wanted(meeting)
    if rows.count_letters(session, meeting.interview) >= MOST_LETTERS:
        raise TooManyLetters
    require_met(session, meeting.interview, begun.addressees)
    letter = Letter(
        agency_id=actor.agency_id,
        id=new_id(),
        interview_id=interview_id,
        kind=begun.kind,
        state="draft",
        version=0,
        created_at=now,
        draft_revisions=0,
    )
    session.add(letter)
    details = {"kind": begun.kind, "interview": str(interview_id)}
    record(session, AuditAction.LETTER_DRAFTED, subject=letter, actor=actor, now=now, details=details)
    session.flush()  # the draft refers to it
    keep_draft(session, letter, begun.addressees, LetterContent(), now=now)
    if consultant_asks(meeting.client.letter_policy, introduced_by=meeting.interview.introduced_by):
        enqueue(session, "letters.tell_to_ask", agency_id=actor.agency_id, subject_id=letter.id)
    return letter


def begin_once(session: AgencySession, *, interview_id: UUID, begun: LetterIn, actor: Actor, now: datetime) -> Letter:
    """As `begin`, but for a letter just like it in which nothing is written yet: a form that is sent twice begins one.

    Raises what `begin` raises.
    """
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    same = [one for one in rows.letters_of(session, interview) if (one.kind, one.state) == (begun.kind, "draft")]
    drafts = rows.drafts_of(session, same, agency_id=actor.agency_id) if may_write(actor, interview) else {}
    for letter in same:
        draft = drafts.get(letter.id)
        untouched = draft is not None and draft.revision == 1 and not draft.content["paragraphs"]
        if draft is not None and untouched and draft.addressees == begun.addressees:
            return letter
    return begin(session, interview_id=interview_id, begun=begun, actor=actor, now=now)


def save_draft(
    session: AgencySession, *, letter_id: UUID, draft: LetterDraftIn, seen: int, actor: Actor, now: datetime
) -> LetterDraft:
    """Replace the draft that was seen (its revision; 0: there is none yet). Raises DraftChanged (412)."""
    at = rows.letter_for(session, letter_id=letter_id, actor=actor, lock=True)
    letter, interview = at.letter, at.meeting.interview
    if not may_write(actor, interview):
        raise Forbidden
    require_letter(letter)
    require_draft_seen(session, letter, seen)
    require_met(session, interview, draft.addressees)
    return keep_draft(session, letter, draft.addressees, draft.content, now=now)


def reopen(session: AgencySession, *, letter_id: UUID, seen: int, actor: Actor, now: datetime) -> Letter:
    """Let the candidate write a new version of a letter that was withdrawn or not forwarded."""
    at = rows.letter_to_decide(session, letter_id=letter_id, actor=actor)
    letter, meeting = at.letter, at.meeting
    if not may_write(actor, meeting.interview):
        raise Forbidden
    require_unchanged(session, letter, seen)
    require_wanted(meeting)
    LETTER.require(letter.state, "draft")
    letter.state, letter.return_reason = "draft", None
    record(session, event_of(letter.kind, AuditAction.LETTER_REOPENED), subject=letter, actor=actor, now=now)
    settle(session, subject_id=letter.id, event="reopened", actor=actor)
    draft_again(session, letter, now=now)
    return letter


def draft_again(session: AgencySession, letter: Letter, *, now: datetime) -> None:
    """Make the candidate's own last words the draft, unless something newer is being written already (rule 8)."""
    version = wording.own_version(session, letter)
    if version is not None and rows.draft_of(session, letter) is None:
        keep_draft(session, letter, version.addressees, content_of(version.content), now=now)


def require_writable(letter: Letter) -> None:
    """Refuse to write on a letter in a state in which it cannot be written on (409)."""
    if letter.state not in WRITABLE:
        way_out = " Accept the suggested wording, or decline it to write on." if letter.state == "suggested" else ""
        raise LetterNotWritable(f"This letter is {letter.state}; it cannot be written on.{way_out}")


def require_draft_seen(session: AgencySession, letter: Letter, seen: int) -> LetterDraft | None:
    """Refuse to write on what cannot be written on (409), or on another draft than was seen (412)."""
    require_writable(letter)
    draft = rows.draft_to_change(session, letter)
    require_revision(draft, seen)
    return draft


def require_letter(letter: Letter) -> None:
    """Refuse words for a summary, which is made of what its candidate marked (rule 4)."""
    if letter.kind == "summary":
        raise SummaryIsMarked


def require_met(session: AgencySession, interview: Interview, people: Sequence[UUID]) -> None:
    """Refuse addressees who were not met in this interview, or who are named twice (422)."""
    met = {who.person.id for who in people_met_in(session, interview)}
    wrong = [
        FieldError(f"#/addressees/{place}", "is named twice" if person_id in met else "was not met in this interview")
        for place, person_id in enumerate(people)
        if person_id not in met or person_id in people[:place]
    ]
    if wrong:
        raise Invalid("A letter goes to people met in this interview, each named once.", errors=wrong)


def require_wanted(meeting: Meeting) -> None:
    """Refuse a letter that nobody would take (409)."""
    if meeting.client.letter_policy == "not_accepted":
        raise LettersNotAccepted
    require_on(meeting.interview)


def keep_draft(
    session: AgencySession, letter: Letter, addressees: Sequence[UUID], content: LetterContent, *, now: datetime
) -> LetterDraft:
    """Put this into the draft, or into a new one that counts on from the last."""
    draft = rows.draft_of(session, letter)
    if draft is None:
        draft = LetterDraft(agency_id=letter.agency_id, letter_id=letter.id, revision=letter.draft_revisions)
        session.add(draft)
    draft.revision += 1
    draft.addressees, draft.content = list(addressees), content.model_dump(mode="json")
    draft.saved_at = now
    return draft
