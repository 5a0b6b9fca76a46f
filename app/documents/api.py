"""Documents: what would be sent, as metadata and as files, and the candidate's consent to it."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import DocumentId
from app.documents import actions, queries
from app.documents.rules import MEDIA_TYPES, ascii_name, file_stem
from app.documents.schemas import ConsentIn, DocumentView, FileFormat, ReadBackIn, ReadBackTaken
from app.web.deps import Now
from app.web.etag import set_etag
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("documents")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS, scope="letters:read")]
AsCandidate = Annotated[Access[Actor], allow(candidate=True)]
AsDecider = Annotated[Access[Actor], allow(roles=DECIDERS, scope="letters:decide", for_consultant=True)]


def _file_responses(kind: FileFormat) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "format": "binary"}
    media_type = MEDIA_TYPES[kind].partition(";")[0]
    return {200: {"content": {media_type: {"schema": schema}}}, **responses(401, 403, 404)}


# The three files stand before the document itself, whose path would match theirs.
@router.get(
    "/documents/{document_id}.pdf",
    operation_id="getDocumentPdf",
    response_class=Response,
    responses=_file_responses("pdf"),
)
def get_document_pdf(access: AsReader, document_id: DocumentId) -> Response:
    """Read the letter as PDF, as it is attached to the mail."""
    return _file(access, document_id, "pdf")


@router.get(
    "/documents/{document_id}.docx",
    operation_id="getDocumentWord",
    response_class=Response,
    responses=_file_responses("docx"),
)
def get_document_word(access: AsReader, document_id: DocumentId) -> Response:
    """Read the letter as a Word file, as it is attached to the mail."""
    return _file(access, document_id, "docx")


@router.get(
    "/documents/{document_id}.txt",
    operation_id="getDocumentText",
    response_class=Response,
    responses=_file_responses("txt"),
)
def get_document_text(access: AsReader, document_id: DocumentId) -> Response:
    """Read the letter as text, as it stands in the mail."""
    return _file(access, document_id, "txt")


@router.get("/documents/{document_id}", operation_id="getDocument", responses=responses(401, 403, 404))
def get_document(access: AsReader, document_id: DocumentId, response: Response) -> DocumentView:
    """Read what a document is, whom it is for, and who was agreed to."""
    return _shown(access, document_id, response)


@router.post(
    "/documents/{document_id}/consents",
    operation_id="giveConsent",
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES,
)
def give_consent(
    access: AsCandidate, document_id: DocumentId, body: ConsentIn, now: Now, response: Response
) -> DocumentView:
    """Agree that exactly this document goes to these people; agreed already, nothing changes."""
    actions.consent(access.session, document_id=document_id, given=body, actor=access.actor, now=now)
    return _shown(access, document_id, response)


@router.post(
    "/documents/{document_id}/consents/read-back",
    operation_id="noteReadBack",
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES,
)
def note_read_back(
    access: AsDecider, document_id: DocumentId, body: ReadBackIn, now: Now, response: Response
) -> ReadBackTaken:
    """Note the yes that the candidate gave by telephone to what was read out; your agency must allow it.

    The candidate gets a mail that says so, with a link to take it back.
    """
    warnings = actions.read_back(access.session, document_id=document_id, given=body, actor=access.actor, now=now)
    return ReadBackTaken(document=_shown(access, document_id, response), warnings=list(warnings))


def _shown(access: Access[Actor], document_id: UUID, response: Response) -> DocumentView:
    view, changes = queries.document_view(access.session, document_id=document_id, actor=access.actor)
    set_etag(response, changes)
    return view


def _file(access: Access[Actor], document_id: UUID, kind: FileFormat) -> Response:
    """Hand out bytes that never change, under a name that old readers can show too (RFC 6266)."""
    found = queries.read_file(access.session, document_id=document_id, kind=kind, actor=access.actor)
    stem = file_stem(found.kind, found.candidate)
    headers = {
        "ETag": f'"{found.sha256}"',
        "Cache-Control": "private, max-age=31536000, immutable",
        "Content-Disposition": f'attachment; filename="{ascii_name(stem)}.{kind}"; '
        f"filename*=UTF-8''{quote(stem, safe='')}.{kind}",
    }
    return Response(found.content, headers=headers, media_type=MEDIA_TYPES[kind])
