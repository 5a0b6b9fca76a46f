"""An interview is given to another consultant."""

from typing import Annotated

from fastapi import Response

from app.accounts.access import Access, allow
from app.core.actor import Actor
from app.core.ids import InterviewId
from app.interviews import queries
from app.interviews.actions import reassigning
from app.interviews.rendering.views import agency_view
from app.interviews.schemas import AgencyInterview, Reassignment
from app.web.deps import Now
from app.web.etag import Seen, set_etag
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("interviews", under="/interviews/{interview_id}/reassign")
AsManager = Annotated[Access[Actor], allow(roles=frozenset({"manager"}), scope="interviews:write")]


@router.post("", operation_id="reassignInterview", responses=responses(401, 403, 404, 412, 428))
def reassign_interview(
    access: AsManager, interview_id: InterviewId, body: Reassignment, seen: Seen, now: Now, response: Response
) -> AgencyInterview:
    """Give an interview to a colleague who decides, with what waits of it; the candidate reads their name then."""
    reassigning.reassign(
        access.session, interview_id=interview_id, to=body.consultant_id, seen=seen, actor=access.actor, now=now
    )
    meeting = queries.meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    set_etag(response, meeting.interview.audit_seq)
    return agency_view(meeting, queries.people_met_in(access.session, meeting.interview))
