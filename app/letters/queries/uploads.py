"""Which uploaded files exist for an actor."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer

from app.core.actor import Actor, CandidateActor
from app.core.errors import NotFound
from app.letters.models import Letter, LetterDraft, LetterUpload, Standing
from app.letters.queries.surroundings import surroundings_of


class UploadNotFound(NotFound):
    """No such file was uploaded as this letter."""

    code = "upload_not_found"


def upload_of(session: Session, letter: Letter, upload_id: UUID, *, lock: bool = False) -> LetterUpload:
    """One file that was uploaded as this letter, without its bytes; raises UploadNotFound."""
    query = _of(letter).where(LetterUpload.id == upload_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise UploadNotFound
    return found


def around(session: Session, standing: Standing, upload: LetterUpload, *, actor: Actor) -> Standing:
    """The letter as its readers see it, with what the file's text names looked for as well."""
    if upload.paragraphs is None:
        return standing
    text = LetterDraft(content={"paragraphs": [{"text": one} for one in upload.paragraphs]})
    found = surroundings_of(session, standing.meeting, standing.met, [text], actor=actor)
    return replace(standing, around=found)


def uploads_for(session: Session, letter: Letter, *, actor: Actor) -> list[LetterUpload]:
    """The files that were uploaded as this letter, newest first; they are few (`MOST_UPLOADS`).

    The agency sees those whose text was taken for a version that was submitted.
    """
    query = _of(letter)
    if not isinstance(actor, CandidateActor):
        query = query.where(LetterUpload.taken_at.is_not(None), LetterUpload.version <= letter.version)
    return list(session.scalars(query.order_by(LetterUpload.id.desc())))


def upload_behind(session: Session, letter: Letter) -> LetterUpload | None:
    """The file whose text was taken last for the version that was submitted last, if one was."""
    query = _of(letter).where(LetterUpload.taken_at.is_not(None), LetterUpload.version == letter.version)
    return session.scalars(query.order_by(LetterUpload.taken_at.desc()).limit(1)).one_or_none()


def find_upload(session: Session, *, agency_id: UUID, upload_id: UUID) -> LetterUpload | None:
    """An uploaded file for the worker, locked, with its bytes; None where it is gone."""
    query = (
        select(LetterUpload)
        .where(LetterUpload.agency_id == agency_id, LetterUpload.id == upload_id)
        .options(undefer(LetterUpload.file))
        .with_for_update()
    )
    return session.scalars(query).one_or_none()


def letter_of(session: Session, *, agency_id: UUID, upload_id: UUID) -> UUID | None:
    """The letter that a file was uploaded as; None where it is gone."""
    query = select(LetterUpload.letter_id).where(LetterUpload.agency_id == agency_id, LetterUpload.id == upload_id)
    return session.scalar(query)


def _of(letter: Letter) -> Select[LetterUpload]:
    return select(LetterUpload).where(LetterUpload.agency_id == letter.agency_id, LetterUpload.letter_id == letter.id)
