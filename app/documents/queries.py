"""Which documents exist for an actor, their files, and what was agreed to."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.ids import public_id
from app.documents.models import Consent, Document, DocumentFile
from app.documents.rules import MEDIA_TYPES, manifest_files
from app.documents.schemas import ConsentView, DocumentPerson, DocumentView, FileFormat, FileView
from app.interviews.models import Interview
from app.interviews.queries import InterviewNotFound, interview_for, meeting_for, people_met_in


class DocumentNotFound(NotFound):
    """There is no such document, or it is not yours to see."""

    code = "document_not_found"


@dataclass(frozen=True)
class ReadFile:
    """One file of a document, ready to be handed out."""

    content: bytes
    sha256: str
    candidate: str


def document_for(session: Session, *, document_id: UUID, actor: Actor) -> tuple[Document, Interview]:
    """One document that the actor may see, with its interview; raises DocumentNotFound."""
    found = session.get(Document, (actor.agency_id, document_id))
    if found is None:
        raise DocumentNotFound
    try:
        return found, interview_for(session, interview_id=found.interview_id, actor=actor)
    except InterviewNotFound:
        raise DocumentNotFound from None


def documents_of_letter(session: Session, *, agency_id: UUID, letter_id: UUID) -> list[Document]:
    """The documents of a letter's versions, newest first."""
    query = select(Document).where(Document.agency_id == agency_id, Document.letter_id == letter_id)
    return list(session.scalars(query.order_by(Document.letter_version.desc())))


def document_of_letter(session: Session, *, agency_id: UUID, letter_id: UUID, version: int) -> Document:
    """The document of one version of a letter; every version has one."""
    query = select(Document).where(
        Document.agency_id == agency_id, Document.letter_id == letter_id, Document.letter_version == version
    )
    return session.scalars(query).one()


def is_newest(session: Session, document: Document) -> bool:
    """Whether no later version of the letter was frozen."""
    query = select(Document.id).where(
        Document.agency_id == document.agency_id,
        Document.letter_id == document.letter_id,
        Document.letter_version > document.letter_version,
    )
    return session.scalars(query.limit(1)).one_or_none() is None


def file_of(session: Session, document: Document, kind: FileFormat) -> bytes:
    """The bytes of one of a document's files."""
    query = select(DocumentFile.content).where(
        DocumentFile.agency_id == document.agency_id,
        DocumentFile.document_id == document.id,
        DocumentFile.format == kind,
    )
    return session.scalars(query).one()


def read_file(session: Session, *, document_id: UUID, kind: FileFormat, actor: Actor) -> ReadFile:
    """One file of a document that the actor may see; raises DocumentNotFound."""
    document, interview = document_for(session, document_id=document_id, actor=actor)
    meeting = meeting_for(session, interview_id=interview.id, actor=actor)
    sha256 = manifest_files(document.manifest)[kind]["sha256"]
    return ReadFile(file_of(session, document, kind), sha256, meeting.candidate.name)


def consents_of(session: Session, *, document: Document, lock: bool = False) -> list[Consent]:
    """Every consent to exactly this document, given or withdrawn."""
    query = (
        select(Consent)
        .where(
            Consent.agency_id == document.agency_id,
            Consent.document_id == document.id,
            Consent.sha256 == document.sha256,
        )
        .order_by(Consent.id)
    )
    return list(session.scalars(query.with_for_update() if lock else query))


def standing_consents(session: Session, *, document: Document, lock: bool = False) -> list[Consent]:
    """The consents to exactly this document that stand now; one to an earlier version is not among them."""
    return [consent for consent in consents_of(session, document=document, lock=lock) if consent.state == "given"]


def document_view(session: Session, *, document_id: UUID, actor: Actor) -> tuple[DocumentView, int]:
    """A document as everybody who may see it sees it, and how often its consents changed (its ETag)."""
    document, interview = document_for(session, document_id=document_id, actor=actor)
    consents = {consent.person_id: consent for consent in consents_of(session, document=document)}
    met = {who.person.id: who.person for who in people_met_in(session, interview)}
    people = [
        DocumentPerson(
            id=person_id,
            name=met[person_id].name,
            title=met[person_id].title,
            consent=ConsentView.model_validate(consents[person_id]) if person_id in consents else None,
        )
        for person_id in document.addressees
        if person_id in met
    ]
    view = DocumentView(
        **{name: getattr(document, name) for name in DocumentView.model_fields if hasattr(document, name)},
        newest=is_newest(session, document),
        files=_files(document),
        people=people,
    )
    return view, sum(consent.audit_seq for consent in consents.values())


def _files(document: Document) -> list[FileView]:
    files = manifest_files(document.manifest)
    return [
        FileView(
            format=kind,
            media_type=media_type,
            bytes=files[kind]["bytes"],
            sha256=files[kind]["sha256"],
            path=f"/v1/documents/{public_id('doc', document.id)}.{kind}",
        )
        for kind, media_type in MEDIA_TYPES.items()
    ]
