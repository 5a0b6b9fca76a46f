"""Letters with all that is read of them, in a fixed number of statements."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor, CandidateActor
from app.documents import queries as documents
from app.documents.models import Document
from app.interviews.queries import meeting_for, people_met_in
from app.letters.models import Letter, LetterVersion, Shelf, Standing
from app.letters.queries import rows
from app.letters.states import WRITABLE


def standing_for(session: Session, *, letter_id: UUID, actor: Actor) -> Standing:
    """A letter with all that is read of it: the draft for its candidate only; raises LetterNotFound."""
    at = rows.letter_for(session, letter_id=letter_id, actor=actor)
    letter, meeting = at.letter, at.meeting
    version = rows.newest_version(session, letter)
    document = _document(session, letter, letter.version) if version else None
    return Standing(
        letter=letter,
        meeting=meeting,
        met=people_met_in(session, meeting.interview),
        answers=rows.answers_of(session, meeting.interview),
        draft=rows.draft_of(session, letter) if isinstance(actor, CandidateActor) else None,
        version=version,
        document=document,
        consents=documents.consents_of(session, document=document) if document else [],
    )


def shelf_for(session: Session, *, interview_id: UUID, actor: Actor) -> Shelf:
    """All letters of an interview, in so many statements however many there are; raises InterviewNotFound."""
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    interview, letters = meeting.interview, rows.letters_of(session, meeting.interview)
    drafted = [letter for letter in letters if letter.state in WRITABLE and isinstance(actor, CandidateActor)]
    return Shelf(
        meeting=meeting,
        met=people_met_in(session, interview),
        answers=rows.answers_of(session, interview),
        letters=letters,
        written={
            **rows.newest_versions(session, letters, agency_id=interview.agency_id),
            **rows.drafts_of(session, drafted, agency_id=interview.agency_id),
        },
    )


def submissions_of(session: Session, letter: Letter) -> list[tuple[LetterVersion, Document]]:
    """Every submission with its rendering, newest first."""
    query = select(LetterVersion).where(
        LetterVersion.agency_id == letter.agency_id, LetterVersion.letter_id == letter.id
    )
    versions = session.scalars(query.order_by(LetterVersion.version.desc())).all()
    found = documents.documents_of_letter(session, agency_id=letter.agency_id, letter_id=letter.id)
    return list(zip(versions, found, strict=True))


def submission_of(session: Session, letter: Letter, number: int) -> tuple[LetterVersion, Document]:
    """One submission with its rendering; raises VersionNotFound."""
    version = rows.version_of(session, letter, number)
    return version, _document(session, letter, number)


def _document(session: Session, letter: Letter, number: int) -> Document:
    return documents.document_of_letter(session, agency_id=letter.agency_id, letter_id=letter.id, version=number)
