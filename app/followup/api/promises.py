"""Where it stands for a candidate, what is written to them, and their asking for news (P15, P16)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Response, status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.accounts.queries.rows import consultant
from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.ids import InterviewId, Prefixed, public_id
from app.debriefs.api.debriefs import NothingStoredShown
from app.followup.actions import moving, nudging, updating
from app.followup.queries.known import Around, cover_of, known_of
from app.followup.queries.promises import nudges_of, promise_number, standing_promise
from app.followup.rendering.promise_views import nudge_view, promise_view, status_view, update_view
from app.followup.schemas.promises import NudgeIn, NudgeView, PromiseMove, PromiseView, StatusView, UpdateIn, UpdateView
from app.interviews.models import Meeting
from app.interviews.policy import may_see_stored
from app.interviews.queries import interview_for, meeting_for
from app.web.deps import Now, Page
from app.web.etag import Seen, set_etag
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("status", under="/interviews/{interview_id}")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS)]
AsAgency = Annotated[Access[Actor], allow(roles=READERS, scope="feedback:write")]
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
AsWriter = Annotated[Access[ConsultantActor], allow(roles=DECIDERS, scope="feedback:write", for_consultant=True)]


@router.get("/status", operation_id="getStatus", responses=responses(401, 403, 404))
def get_status(access: AsReader, interview_id: InterviewId, now: Now) -> StatusView:
    """Read where it stands, as the candidate's own page says it."""
    meeting = _seen(access, interview_id)
    around = Around(f"/my/{public_id('int', interview_id)}", cover_of(access.session, meeting, now=now))
    return status_view(meeting, known_of(access.session, meeting, around, actor=access.actor, now=now))


@router.post(
    "/updates",
    operation_id="writeUpdate",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES,
)
def write_update(access: AsWriter, interview_id: InterviewId, body: UpdateIn, now: Now) -> UpdateView:
    """Write to the candidate where it stands; they are mailed that you did, and read it on their page.

    It keeps the promise that stands, answers what they asked, and promises by when they hear next.
    """
    update = updating.write(access.session, interview_id=interview_id, given=body, actor=access.actor, now=now)
    interview = interview_for(access.session, interview_id=interview_id, actor=access.actor)
    by = consultant(access.session, consultant_id=update.consultant_id, actor=access.actor).name
    standing = standing_promise(access.session, interview)
    return update_view(update, by=by, next_update_by=standing.next_update_by if standing else None)


@router.get("/promise", operation_id="getPromise", responses=responses(401, 403, 404))
def get_promise(access: AsAgency, interview_id: InterviewId, response: Response) -> PromiseView:
    """Read by when the candidate hears; the ETag, `"0"` where nothing was promised yet, is the one to send back."""
    return _promised(access, interview_id, response)


@router.post(
    "/promise/move",
    operation_id="movePromise",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def move_promise(
    access: AsWriter, interview_id: InterviewId, body: PromiseMove, now: Now, response: Response, seen: Seen
) -> PromiseView:
    """Promise a later day for a reason that the candidate reads; the same again within minutes changes nothing."""
    moving.move(access.session, interview_id=interview_id, given=body, actor=access.actor, now=now, seen=seen)
    return _promised(access, interview_id, response)


@router.post(
    "/nudges",
    operation_id="askForNews",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES,
)
def ask_for_news(access: AsCandidate, interview_id: InterviewId, body: NudgeIn, now: Now) -> NudgeView:
    """Remind your consultant, or tell them a new deadline of yours; `reminder` of the status says when you may."""
    nudging.ask(access.session, interview_id=interview_id, given=body, actor=access.actor, now=now)
    interview = interview_for(access.session, interview_id=interview_id, actor=access.actor)
    return nudge_view(nudges_of(access.session, interview, before=None, limit=1)[0])


@router.get("/nudges", operation_id="listNudges", responses=responses(401, 403, 404))
def list_nudges(access: AsReader, interview_id: InterviewId, listing: Listing) -> Page[NudgeView]:
    """List what the candidate asked, the newest first, with what answered it."""
    interview = _seen(access, interview_id).interview
    rows = nudges_of(access.session, interview, before=listing.after("ndg"), limit=listing.reads)
    return listing.page(rows, show=nudge_view, key=lambda row: (Prefixed("ndg").show(row.nudge.id),))


def _promised(access: Access[Any], interview_id: UUID, response: Response) -> PromiseView:
    interview = interview_for(access.session, interview_id=interview_id, actor=access.actor)
    set_etag(response, promise_number(access.session, interview))
    return promise_view(standing_promise(access.session, interview), interview)


def _seen(access: Access[Actor], interview_id: UUID) -> Meeting:
    """The interview, for whom what happened is shown to; raises NothingStoredShown."""
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    if not may_see_stored(access.actor, meeting.interview):
        raise NothingStoredShown
    return meeting
