"""A page of a frozen document as a picture, for who looks at what they agree to."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response, status

from app.accounts.access import Access, allow
from app.adapters.letter_page import LetterPage
from app.core.actor import CandidateActor
from app.core.errors import NotFound
from app.core.ids import DocumentId, InterviewId, public_id
from app.documents.rendering import count_images, page_images
from app.interviews.queries import meeting_for
from app.letters.queries.drawn import Behind, behind
from app.letters.rendering.summary_page import laid_out
from app.web.page_routes import pages_for

router = pages_for("/documents/{document_id}")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
Number = Annotated[int, Path(ge=1, le=50)]


class PageImageNotFound(NotFound):
    """There is no picture of this page: open the document as PDF."""

    code = "page_image_not_found"


@router.get("/page-{number}.png", operation_id="seeDocumentPage", response_class=Response)
def see_document_page(
    access: AsCandidate, interview_id: InterviewId, document_id: DocumentId, number: Number, request: Request
) -> Response:
    """Show one page as it will be sent; a browser that kept it asks each time whether it may still be shown."""
    meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    found = behind(access.session, document_id=document_id, actor=access.actor)
    headers = {
        "ETag": f'"{found.document.sha256}-{number}"',
        "Cache-Control": "private, no-cache",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    page = _page_of(found)
    pages = page_images(page, manifest=found.document.manifest) if page else []
    if number > len(pages):
        raise PageImageNotFound
    return Response(pages[number - 1], headers=headers, media_type="image/png")


def images_of(access: Access[CandidateActor], document_id: UUID, *, home: str) -> list[str]:
    """The addresses of the pictures of a document's pages; none where it cannot be drawn as it was frozen."""
    found = behind(access.session, document_id=document_id, actor=access.actor)
    page = _page_of(found)
    count = count_images(page, manifest=found.document.manifest) if page else 0
    return [f"{home}/documents/{public_id('doc', document_id)}/page-{number}.png" for number in range(1, count + 1)]


def _page_of(found: Behind) -> LetterPage | None:
    """The words as they were laid out; None where they were erased."""
    try:
        return laid_out(found.meeting, found.content)
    except ValueError:
        return None
