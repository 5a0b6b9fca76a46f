"""Before the interview: what to notice and ask, whom you meet, when and where, and the entry for a calendar (P25)."""

from datetime import timedelta
from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import Access, allow
from app.accounts.queries.rows import settings_of
from app.core.actor import CandidateActor
from app.core.ids import InterviewId
from app.interviews import queries
from app.interviews.pages.visit import visit
from app.interviews.rendering.calendar_file import FILENAME, MIME, calendar_file
from app.interviews.rendering.preparing import TO_NOTICE, announced, policies, time_lines
from app.interviews.rules import may_be_told
from app.interviews.states import OFF
from app.web.deps import Now
from app.web.page_routes import pages_for

router = pages_for()
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("/before", operation_id="seeBefore")
def see_before(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> HTMLResponse:
    """Show what to notice and ask, and whom, when and where."""
    shown = visit(request, access, interview_id, now=now)
    meeting = shown.meeting
    contact, letters = policies(meeting)
    return shown.show(
        "pages/prepare.html",
        times=time_lines(meeting),
        people=announced(queries.people_met_in(access.session, meeting.interview)),
        to_notice=TO_NOTICE,
        contact=contact,
        letters=letters,
        client=meeting.client.name,
        round=meeting.interview.round,
        off=meeting.interview.state in OFF,
        missed=meeting.interview.state == "no_show",
        begun=may_be_told(meeting.interview.state, meeting.interview.starts_at, now),
    )


@router.get("/interview.ics", operation_id="getCalendarEntry")
def get_calendar_entry(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> Response:
    """Give the interview as an entry for a calendar, cancelled where it is off."""
    meeting = visit(request, access, interview_id, now=now).meeting
    remind_after = timedelta(minutes=settings_of(access.session, access.actor.agency_id).debrief_request_minutes)
    public_url = request.app.state.settings.public_url
    entry = calendar_file(meeting, public_url=public_url, remind_after=remind_after, now=now)
    return Response(entry, media_type=MIME, headers={"Content-Disposition": f'attachment; filename="{FILENAME}"'})
