"""Did it go ahead? The first question after an interview, and what was said to it."""

from typing import Annotated

from fastapi import status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import InterviewId, Prefixed
from app.interviews import queries
from app.interviews.actions import attendance
from app.interviews.rendering.views import attendance_view
from app.interviews.schemas import AgencyAttendance, AttendanceIn, CandidateAttendance
from app.web.deps import Now, Page
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("interviews", under="/interviews/{interview_id}/attendance")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS, scope="interviews:write")]
AsTeller = Annotated[Access[Actor], allow(candidate=True, roles=DECIDERS, scope="interviews:write")]
AnyAttendance = CandidateAttendance | AgencyAttendance


@router.post(
    "",
    operation_id="tellAttendance",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES,
)
def tell_attendance(access: AsTeller, interview_id: InterviewId, body: AttendanceIn, now: Now) -> AnyAttendance:
    """Say whether it went ahead; the answer says what that leads to, and the consultant hears of what did not."""
    answer = attendance.tell(access.session, interview_id=interview_id, given=body, actor=access.actor, now=now)
    meeting = queries.meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    return attendance_view(answer, meeting, access.actor)


@router.get("", operation_id="listAttendance", responses=responses(401, 403, 404))
def list_attendance(access: AsReader, interview_id: InterviewId, listing: Listing) -> Page[AnyAttendance]:
    """List what was said, by whom and when, newest first."""
    meeting = queries.meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    rows = queries.answers_in(access.session, meeting.interview, before=listing.after("att"), limit=listing.reads)
    return listing.page(
        rows,
        show=lambda row: attendance_view(row, meeting, access.actor),
        key=lambda row: (Prefixed("att").show(row.id),),
    )
