"""The words behind a frozen document, from which its pages are drawn again."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.documents.models import Document
from app.documents.queries import document_to_read
from app.interviews.models import Meeting
from app.interviews.queries import meeting_for
from app.letters.models import LetterVersion
from app.letters.schemas.content import LetterContent
from app.letters.schemas.summary import content_of


@dataclass(frozen=True)
class Behind:
    """A frozen document, and what it was made of."""

    document: Document
    meeting: Meeting
    content: LetterContent


def behind(session: Session, *, document_id: UUID, actor: Actor) -> Behind:
    """What a document was made of, for those to whom it may be shown; raises as `document_to_read` does."""
    document, interview = document_to_read(session, document_id=document_id, actor=actor)
    version = session.get_one(LetterVersion, (document.agency_id, document.letter_id, document.letter_version))
    meeting = meeting_for(session, interview_id=interview.id, actor=actor)
    return Behind(document, meeting, content_of(version.content))
