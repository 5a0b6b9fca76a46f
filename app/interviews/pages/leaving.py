"""A visit is stretched, or ends: by whoever is done on this device, or because the link came to somebody else."""

from datetime import UTC
from typing import Annotated, Final

from fastapi import Request, Response, status
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow, bearer
from app.accounts.actions import sessions
from app.core.actor import CandidateActor
from app.core.ids import InterviewId
from app.interviews.pages.visit import visit
from app.web.deps import Now
from app.web.fields import Form
from app.web.page_routes import FormPosted, pages_for, see, session_cookie
from app.web.session_cookie import let_in, let_out

router = pages_for()
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
NOTHING_STAYS: Final = {"Clear-Site-Data": '"cache", "storage"'}
"""For whoever uses the device next: pages and drafts go. Cookies stay, as a consultant may be signed in beside it."""
CONFIRM = {"leave": "Press the button to end the link"}


@router.post("/stay", operation_id="stay")
def stay(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> Response:
    """Let the visit last for as long again; a script is told until when, in the header Session-Ends."""
    home = visit(request, access, interview_id, now=now).frame.home
    ends = sessions.extend_session(access.session, actor=access.actor, now=now)
    by_script = "application/json" in request.headers.get("accept", "")
    answer = Response(status_code=status.HTTP_204_NO_CONTENT) if by_script else see(home)
    answer.headers["Session-Ends"] = ends.astimezone(UTC).isoformat()
    if token := session_cookie(request):
        let_in(request, answer, token, expires_at=ends, candidate=True)
    return answer


@router.get("/not-me", operation_id="seeNotMe")
def see_not_me(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> HTMLResponse:
    """Explain what to do with a link that came to somebody else, and how to leave this device."""
    return visit(request, access, interview_id, now=now).show("pages/not_me.html")


@router.post("/not-me", operation_id="disownLink")
def disown_link(
    access: AsCandidate, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """End the link for everybody, and tell the consultant that it came to somebody else."""
    shown = visit(request, access, interview_id, now=now)
    if posted.value("leave") != "yes":
        return shown.show("pages/not_me.html", status=422, form=Form(errors=CONFIRM))
    sessions.disown_link(access.session, actor=access.actor, now=now)
    return _left(request, "/goodbye/not-me")


@router.post("/sign-out", operation_id="leaveDevice")
def leave_device(
    access: AsCandidate, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """End the visit on this device; the link opens it again."""
    home = visit(request, access, interview_id, now=now).frame.home
    if posted.value("leave") != "yes":
        return see(f"{home}/not-me")
    sessions.close_session(access.session, token=bearer(request) or "", now=now)
    return _left(request, "/goodbye")


def _left(request: Request, onward: str) -> Response:
    answer = see(onward)
    let_out(request, answer)
    answer.headers.update(NOTHING_STAYS)
    return answer
