"""Where it stands: the first thing a candidate sees after their link (P16, P21)."""

from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.ids import InterviewId
from app.interviews.pages.visit import visit
from app.web.deps import Now
from app.web.page_routes import pages_for

router = pages_for()
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("", operation_id="seeStatus")
def see_status(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> HTMLResponse:
    """Show what happened, what happens now, and who acts."""
    return visit(request, access, interview_id, now=now).show("pages/status.html")
