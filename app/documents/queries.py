"""Which documents exist for an actor, their files, and what was agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.core.actor import Actor, CandidateActor, IntegrationActor
from app.core.errors import Forbidden, NotFound
from app.core.ids import public_id
from app.documents.models import Consent, Document, DocumentFile
from app.documents.rules import MEDIA_TYPES, manifest_files
from app.documents.schemas import ConsentView, DocumentPerson, DocumentView, FileFormat, FileView, ReadBackMark
from app.interviews.models import Interview
from app.interviews.policy import may_see_stored
from app.interviews.queries import (
    InterviewNotFound,
    NothingStoredShown,
    interview_for,
    meeting_for,
    people_met_in,
)


class DocumentNotFound(NotFound):
    """There is no such document, or it is not yours to see."""

    code = "document_not_found"


class DocumentErased(NotFound):
    """The files of this document were erased; its hash stays, to prove what was sent."""

    code = "document_erased"


class SummaryNeedsOwnLink(Forbidden):
    """A summary shows what the candidate told us, so it takes the link in a mail that we sent to them."""

    code = "summary_needs_own_link"


@dataclass(frozen=True)
class ReadFile:
    """One file of a document, ready to be handed out."""

    content: bytes
    sha256: str
    kind: str
    candidate: str


def document_for(
    session: Session, *, document_id: UUID, actor: Actor, lock: bool = False
) -> tuple[Document, Interview]:
    """One document of an interview that the actor may see; ``lock``: the interview. Raises DocumentNotFound."""
    found = session.get(Document, (actor.agency_id, document_id))
    if found is None:
        raise DocumentNotFound
    try:
        return found, interview_for(session, interview_id=found.interview_id, actor=actor, lock=lock)
    except InterviewNotFound:
        raise DocumentNotFound from None


def document_to_read(session: Session, *, document_id: UUID, actor: Actor) -> tuple[Document, Interview]:
    """One document that may be shown to the actor; raises DocumentNotFound, SummaryNeedsOwnLink, NothingStoredShown."""
    document, interview = document_for(session, document_id=document_id, actor=actor)
    require_shown(document.kind, actor)
    if not may_see_stored(actor, interview):
        raise NothingStoredShown
    return document, interview


def require_shown(kind: str, actor: Actor) -> None:
    """Keep the words of a summary from whoever was handed a candidate's link: they are those of a debrief, of which
    such a link shows nothing either; raises SummaryNeedsOwnLink (403)."""
    if kind == "summary" and isinstance(actor, CandidateActor) and actor.link != "sent":
        raise SummaryNeedsOwnLink


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
    """The bytes of one of a document's files; raises DocumentErased."""
    query = select(DocumentFile.content).where(
        DocumentFile.agency_id == document.agency_id,
        DocumentFile.document_id == document.id,
        DocumentFile.format == kind,
    )
    content = session.scalars(query).one_or_none()
    if content is None:
        raise DocumentErased
    return content


def read_file(session: Session, *, document_id: UUID, kind: FileFormat, actor: Actor) -> ReadFile:
    """One file of a document that may be shown to the actor; raises what `document_to_read` raises."""
    document, interview = document_to_read(session, document_id=document_id, actor=actor)
    meeting = meeting_for(session, interview_id=interview.id, actor=actor)
    sha256 = manifest_files(document.manifest)[kind]["sha256"]
    return ReadFile(file_of(session, document, kind), sha256, document.kind, meeting.candidate.name)


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
    """A document as everybody to whom it is shown sees it, and how often its consents changed (its ETag)."""
    document, interview = document_to_read(session, document_id=document_id, actor=actor)
    consents = {consent.person_id: consent for consent in consents_of(session, document=document)}
    callers = callers_of(session, list(consents.values()))
    met = {who.person.id: who.person for who in people_met_in(session, interview)}
    people = [
        DocumentPerson(
            id=person_id,
            name=met[person_id].name,
            title=met[person_id].title,
            consent=_consent_view(consents[person_id], callers, actor) if person_id in consents else None,
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


def callers_of(session: Session, consents: Sequence[Consent]) -> dict[UUID, str]:
    """The names of the consultants who noted these consents by telephone."""
    ids = {consent.read_back_by for consent in consents if consent.read_back_by is not None}
    if not ids:
        return {}
    agency_id = consents[0].agency_id
    rows = session.execute(
        select(Consultant.id, Consultant.name).where(Consultant.agency_id == agency_id, Consultant.id.in_(ids))
    )
    return {row[0]: row[1] for row in rows}


def _consent_view(consent: Consent, callers: Mapping[UUID, str], actor: Actor) -> ConsentView:
    shown: dict[str, Any] = {name: getattr(consent, name) for name in ConsentView.model_fields if name != "read_back"}
    return ConsentView(**shown, read_back=_read_back(consent, callers, actor))


def _read_back(consent: Consent, callers: Mapping[UUID, str], actor: Actor) -> ReadBackMark | None:
    """Who noted a yes by telephone; the number is for the candidate and for people of the agency (ADR 0015)."""
    if consent.read_back_by is None or consent.rung_at is None:
        return None
    number = None if isinstance(actor, IntegrationActor) else consent.number_rung
    return ReadBackMark(by=callers[consent.read_back_by], rung_at=consent.rung_at, number_rung=number)


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
