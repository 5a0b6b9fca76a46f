"""The brief before ringing the client, and the calls that were planned, done or skipped."""

from typing import Annotated

from fastapi import Response, status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor, ConsultantActor
from app.core.ids import InterviewId, Prefixed
from app.followup.actions import calling
from app.followup.queries.briefs import grounds_for
from app.followup.queries.calls import call_of, calls_of
from app.followup.rendering.views import brief_view, call_view, digest_of
from app.followup.schemas.calls import AgencyCallBrief, ClientCallIn, ClientCallView, IntegrationCallBrief
from app.interviews.queries import interview_for
from app.web.deps import Now, Page
from app.web.etag import set_etag
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("calls", under="/interviews/{interview_id}")
AsBriefed = Annotated[Access[Actor], allow(roles=READERS, scope="debriefs:read")]
AsReader = Annotated[Access[Actor], allow(roles=READERS, scope="feedback:write")]
AsCaller = Annotated[Access[ConsultantActor], allow(roles=DECIDERS, scope="feedback:write", for_consultant=True)]


@router.get("/call-brief", operation_id="getCallBrief", responses=responses(401, 403, 404))
def get_call_brief(
    access: AsBriefed, interview_id: InterviewId, now: Now, response: Response
) -> AgencyCallBrief | IntegrationCallBrief:
    """Read what to have at hand while ringing the client, on one page; keys get nothing that is for people only."""
    view = brief_view(grounds_for(access.session, interview_id=interview_id, actor=access.actor, now=now), access.actor)
    set_etag(response, digest_of(view))
    return view


@router.post(
    "/calls",
    operation_id="noteClientCall",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES,
)
def note_client_call(access: AsCaller, interview_id: InterviewId, body: ClientCallIn, now: Now) -> ClientCallView:
    """Note that you ring the client at a time, that you have rung them, or that you do not; a planned call becomes it.

    A person rings: a key says on whose behalf.
    """
    call = calling.note_call(access.session, interview_id=interview_id, given=body, actor=access.actor, now=now)
    interview = interview_for(access.session, interview_id=interview_id, actor=access.actor)
    return call_view(call_of(access.session, interview, call.id))


@router.get("/calls", operation_id="listClientCalls", responses=responses(401, 403, 404))
def list_client_calls(access: AsReader, interview_id: InterviewId, listing: Listing) -> Page[ClientCallView]:
    """List the calls about an interview, the newest first."""
    interview = interview_for(access.session, interview_id=interview_id, actor=access.actor)
    rows = calls_of(access.session, interview, before=listing.after("cll"), limit=listing.reads)
    return listing.page(rows, show=call_view, key=lambda row: (Prefixed("cll").show(row.call.id),))
