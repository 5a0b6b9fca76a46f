"""What may be talked about: letters, and the debriefs below them. Threads know neither, so they are found here."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import FieldError, Invalid, NotFound
from app.debriefs import queries as debriefs
from app.debriefs.models import Debrief
from app.interviews.queries import InterviewNotFound, interview_for
from app.letters.queries import rows
from app.letters.schemas.summary import content_of
from app.threads.actions import Thread
from app.threads.schemas import CommentIn, Subject, subject_named


class NoSuchPlace(Invalid):
    """There is no such version or paragraph to comment on."""

    code = "no_such_place"


def thread_on(session: Session, name: str, *, actor: Actor) -> Thread:
    """The thread about a letter or debrief that the actor may see, by its public identifier; raises LetterNotFound,
    DebriefNotFound."""
    subject = subject_named(name)
    if subject.kind == "letter":
        at = rows.letter_for(session, letter_id=subject.id, actor=actor)
        return Thread(subject, at.meeting.interview)
    debrief = _debrief(session, subject.id, actor)
    try:
        return Thread(subject, interview_for(session, interview_id=debrief.interview_id, actor=actor))
    except InterviewNotFound:
        raise debriefs.DebriefNotFound from None


def require_place(session: Session, subject: Subject, said: CommentIn, *, actor: Actor) -> None:
    """Refuse a comment on a version or paragraph that does not exist (422)."""
    if said.paragraph is not None and said.version is None:
        raise NoSuchPlace(errors=[FieldError("#/version", "is needed: which version does the paragraph stand in?")])
    if said.version is not None:
        paragraphs = _paragraphs(session, subject, said.version, actor)
        if said.paragraph is not None and said.paragraph > paragraphs:
            has = f"has {paragraphs} paragraphs" if paragraphs else "has no paragraphs"
            raise NoSuchPlace(errors=[FieldError("#/paragraph", f"version {said.version} {has}")])


def _paragraphs(session: Session, subject: Subject, version: int, actor: Actor) -> int:
    """How many paragraphs a version has; a debrief has answers, no paragraphs."""
    try:
        if subject.kind == "debrief":
            debriefs.version_of(session, _debrief(session, subject.id, actor), version)
            return 0
        letter = rows.letter_for(session, letter_id=subject.id, actor=actor).letter
        return len(content_of(rows.version_of(session, letter, version).content).paragraphs)
    except NotFound:
        raise NoSuchPlace(errors=[FieldError("#/version", "there is no such version")]) from None


def _debrief(session: Session, debrief_id: UUID, actor: Actor) -> Debrief:
    query = select(Debrief).where(Debrief.agency_id == actor.agency_id, Debrief.id == debrief_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise debriefs.DebriefNotFound
    return found
