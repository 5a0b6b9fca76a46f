"""Before another round: what the candidate told of the rounds before, on one page to print or to read on the way."""

from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.ids import InterviewId
from app.followup.queries.lessons import lessons_of
from app.followup.queries.preparing import pack_grounds
from app.followup.rendering.pack_page import rounds_to_show
from app.followup.rendering.preparing import candidate_pack
from app.interviews.pages.visit import visit
from app.interviews.policy import may_see_stored
from app.interviews.rendering.preparing import time_lines
from app.interviews.states import OFF
from app.web.deps import Now
from app.web.page_routes import pages_for

router = pages_for("/prepare")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("", operation_id="seePreparation")
def see_preparation(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> HTMLResponse:
    """Show it; by a link that was handed over, say that it takes one's own."""
    visited = visit(request, access, interview_id, now=now)
    meeting = visited.meeting
    if not may_see_stored(access.actor, meeting.interview):
        return visited.show("pages/prepare_own_link.html", status=403)
    grounds = pack_grounds(access.session, interview_id=interview_id, actor=access.actor)
    pack = candidate_pack(grounds, lessons_of(access.session, actor=access.actor))
    return visited.show(
        "pages/prepare_again.html",
        pack=pack,
        rounds=rounds_to_show(pack, zone=meeting.candidate.time_zone),
        times=time_lines(meeting),
        off=meeting.interview.state in OFF,
    )
