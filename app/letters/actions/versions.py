"""A version of a letter is kept for good, and frozen as the document that would be sent."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.adapters.letter_page import LetterPage
from app.core.actor import Actor, ConsultantActor
from app.core.db import AgencySession
from app.core.errors import FieldError, Invalid
from app.core.queue import enqueue
from app.documents.actions import freeze
from app.documents.models import Document
from app.documents.schemas import DocumentKind, LetterSource
from app.interviews.models import Meeting
from app.letters.models import Letter, LetterVersion
from app.letters.queries import rows, summaries, wording
from app.letters.rendering.summary_page import laid_out
from app.letters.rules.authorship import CANDIDATE, authorship
from app.letters.rules.coverage import coverage
from app.letters.rules.policies import review_due_at
from app.letters.schemas.content import LetterContent
from app.letters.schemas.summary import content_of
from app.reviews.actions.items import open_item
from app.reviews.rules.words import words_in


def add_version(
    session: AgencySession,
    letter: Letter,
    meeting: Meeting,
    content: LetterContent,
    addressees: Sequence[UUID],
    *,
    actor: Actor,
    now: datetime,
    note: str | None = None,
) -> Document:
    """Keep the next version, with the author of each paragraph, and freeze it; a consultant's is a suggestion.

    The letter's own row is the caller's to change and record. Raises `CannotBeDrawn` (422), Invalid for what no
    document can hold.
    """
    consultant = actor.consultant_id if isinstance(actor, ConsultantActor) else None
    written = wording.first_authors_of(session, letter)
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
            submitted_by_id=consultant,
            authors=authorship(content, written=written, by=str(consultant) if consultant else CANDIDATE),
            note=note,
        )
    )
    session.flush()  # the document refers to it
    kind = document_kind(letter)
    source = LetterSource(letter.interview_id, letter.id, number, addressees, consultant is not None, kind)
    return freeze(session, _page(meeting, content), source=source, actor=actor, now=now)


def document_kind(letter: Letter) -> DocumentKind:
    """Which kind of document, and of work for a consultant, a row of this kind makes."""
    return "summary" if letter.kind == "summary" else "letter"


def require_sendable(content: LetterContent, addressees: Sequence[UUID]) -> None:
    """Refuse a letter without words or readers (422)."""
    missing = []
    if not content.paragraphs:
        missing.append(FieldError("#/content/paragraphs", "has no words yet"))
    if not addressees:
        missing.append(FieldError("#/addressees", "names nobody yet"))
    if missing:
        raise Invalid("A letter needs words and somebody to read them.", errors=missing)


def put_on_the_desk(
    session: AgencySession, meeting: Meeting, letter: Letter, *, tell: str, actor: Actor, now: datetime
) -> None:
    """Let the newest version wait for a consultant's decision; the task ``tell`` says so to them."""
    version = rows.version_of(session, letter, letter.version)
    told = summaries.told(session, meeting.interview) if letter.kind != "summary" else None
    covered = coverage(told.answers.concerns, content_of(version.content)) if told else []
    open_item(
        session,
        kind=document_kind(letter),
        subject_id=letter.id,
        version=letter.version,
        interview_id=letter.interview_id,
        due_at=review_due_at(now),
        actor=actor,
        now=now,
        words=words_in(version.content),
        facts={
            "open_concerns": sum(one.state == "open" for one in covered),
            "addressees": len(version.addressees),
        },
    )
    enqueue(session, tell, agency_id=letter.agency_id, subject_id=letter.id)


def _page(meeting: Meeting, content: LetterContent) -> LetterPage:
    """Lay the words out as the one page that is ever rendered; raises Invalid for what no document can hold."""
    try:
        return laid_out(meeting, content)
    except ValueError as error:
        raise Invalid(
            "The letter holds something that no document can.", errors=[FieldError("#/content", str(error))]
        ) from None
