"""The candidate's own link: mailed to their stored address by one press, whoever holds the present one."""

from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from app.accounts.access import Access, allow
from app.accounts.actions import keeping
from app.core.actor import CandidateActor
from app.core.ids import InterviewId
from app.interviews.pages.visit import visit
from app.interviews.rendering.words import masked
from app.interviews.states import OFF
from app.web.deps import Now
from app.web.page_routes import pages_for, see

router = pages_for("/own-link")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("", operation_id="seeOwnLink")
def see_own_link(
    access: AsCandidate, interview_id: InterviewId, request: Request, now: Now, asked: str | None = None
) -> HTMLResponse:
    """Say where the link of their own was mailed, or offer to mail it."""
    shown = visit(request, access, interview_id, now=now)
    email = shown.meeting.candidate.email
    off = shown.meeting.interview.state in OFF
    return shown.show("pages/own_link.html", address=masked(email) if email else None, asked=asked == "yes", off=off)


@router.post("", operation_id="mailOwnLink")
def mail_own_link(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> RedirectResponse:
    """Mail the candidate a link of their own, once for all presses of some minutes."""
    shown = visit(request, access, interview_id, now=now)
    if shown.meeting.candidate.email is not None and shown.meeting.interview.state not in OFF:
        keeping.mail_link(access.session, agency_id=access.actor.agency_id, interview_id=interview_id, now=now)
    return see(f"{shown.frame.home}/own-link?asked=yes")
