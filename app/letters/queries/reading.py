"""Letters with all that is read of them, in a fixed number of statements."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor, CandidateActor
from app.documents import queries as documents
from app.documents.models import Document
from app.interviews.policy import may_see_stored
from app.interviews.queries import NothingStoredShown, meeting_for, people_met_in
from app.letters.models import Letter, LetterDraft, LetterVersion, Shelf, Standing
from app.letters.queries import rows, wording
from app.letters.queries.surroundings import surroundings_of
from app.letters.states import WRITABLE


def standing_for(session: Session, *, letter_id: UUID, actor: Actor) -> Standing:
    """A letter with all that is read of it: the draft for its candidate only; raises LetterNotFound.

    The debrief behind it, and what was agreed to, are for those to whom stored words are shown.
    """
    at = rows.letter_for(session, letter_id=letter_id, actor=actor)
    letter, meeting = at.letter, at.meeting
    documents.require_shown(letter.kind, actor)
    shows_stored = may_see_stored(actor, meeting.interview)
    versions = wording.versions_of(session, letter) if letter.version else []
    words = wording.wording_of(session, letter, versions)
    newest = versions[-1] if versions else None
    version = newest if letter.state == "suggested" else wording.newest_own(versions, words.replies)
    document = _document(session, letter, version.version) if version else None
    met = people_met_in(session, meeting.interview)
    draft = rows.draft_of(session, letter) if isinstance(actor, CandidateActor) else None
    texts: list[LetterDraft | LetterVersion] = [*versions, draft] if draft else [*versions]
    return Standing(
        letter=letter,
        meeting=meeting,
        met=met,
        answers=rows.answers_of(session, meeting.interview) if shows_stored else None,
        draft=draft,
        version=version,
        document=document,
        consents=documents.consents_of(session, document=document) if document and shows_stored else [],
        suggestion=newest if newest and newest.submitted_by_id is not None else None,
        wording=words,
        around=surroundings_of(session, meeting, met, texts, actor=actor),
        shows_stored=shows_stored,
    )


def standing_to_read(session: Session, *, letter_id: UUID, actor: Actor) -> Standing:
    """A letter for those to whom its stored words are shown; raises LetterNotFound, NothingStoredShown."""
    standing = standing_for(session, letter_id=letter_id, actor=actor)
    if not standing.shows_stored:
        raise NothingStoredShown
    return standing


def shelf_for(session: Session, *, interview_id: UUID, actor: Actor) -> Shelf:
    """All letters of an interview, in so many statements however many there are; raises InterviewNotFound."""
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    interview, letters = meeting.interview, rows.letters_of(session, meeting.interview)
    shown = letters if may_see_stored(actor, interview) else []
    drafted = [letter for letter in shown if letter.state in WRITABLE and isinstance(actor, CandidateActor)]
    return Shelf(
        meeting=meeting,
        met=people_met_in(session, interview),
        answers=rows.answers_of(session, interview) if may_see_stored(actor, interview) else None,
        letters=letters,
        written={
            **rows.newest_versions(session, shown, agency_id=interview.agency_id),
            **rows.drafts_of(session, drafted, agency_id=interview.agency_id),
        },
    )


def submissions_of(session: Session, letter: Letter) -> list[tuple[LetterVersion, Document]]:
    """Every submission with its rendering, newest first."""
    versions = reversed(wording.versions_of(session, letter))
    found = documents.documents_of_letter(session, agency_id=letter.agency_id, letter_id=letter.id)
    return list(zip(versions, found, strict=True))


def submission_of(session: Session, letter: Letter, number: int) -> tuple[LetterVersion, Document]:
    """One submission with its rendering; raises VersionNotFound."""
    version = rows.version_of(session, letter, number)
    return version, _document(session, letter, number)


def versions_to_compare(
    session: Session, letter: Letter, number: int, against: int | None
) -> tuple[LetterVersion, LetterVersion | None]:
    """A version and the one to compare it with, by itself the one before; raises VersionNotFound."""
    before = number - 1 if against is None else against
    return rows.version_of(session, letter, number), rows.version_of(session, letter, before) if before else None


def _document(session: Session, letter: Letter, number: int) -> Document:
    return documents.document_of_letter(session, agency_id=letter.agency_id, letter_id=letter.id, version=number)
