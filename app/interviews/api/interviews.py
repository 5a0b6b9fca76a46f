"""Interviews: announced by one call, read, moved, cancelled; the candidate's link."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response, status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import CandidateId, InterviewId, Prefixed
from app.directory.schemas import ExternalId
from app.interviews import queries
from app.interviews.actions import announcing, inviting, moving
from app.interviews.rendering.views import agency_view, candidate_view
from app.interviews.schemas import (
    AgencyInterview,
    Announced,
    Because,
    CandidateInterview,
    InterviewFilter,
    InterviewIn,
    InterviewMove,
    InterviewState,
    Invitation,
    System,
)
from app.web.deps import CurrentSettings, Now, Page, at_once
from app.web.etag import Seen, set_etag
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import DECIDES, router_for, shown_once

router = router_for("interviews")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS, scope="interviews:write")]
AsAgency = Annotated[Access[Actor], allow(roles=READERS, scope="interviews:write")]
AsAnnouncer = Annotated[Access[Actor], allow(roles=DECIDERS, scope="interviews:write")]
Ref = ExternalId


def _wanted(
    state: Annotated[InterviewState | None, Query(description="Only those that stand so.")] = None,
    candidate_id: Annotated[CandidateId | None, Query(description="Only those of this candidate.")] = None,
    q: Annotated[
        str | None,
        Query(max_length=200, description="Words, each in the name of the candidate or client, or the job's title."),
    ] = None,
) -> InterviewFilter:
    return InterviewFilter(state, candidate_id, q)


Wanted = Annotated[InterviewFilter, at_once(_wanted)]


@router.put("/external/{system}/interviews/{ref}", operation_id="putInterview", responses=responses(401, 403, 409))
def put_interview(
    access: AsAnnouncer, system: System, ref: Ref, body: InterviewIn, now: Now, response: Response
) -> Announced:
    """Announce an interview, or bring it up to date, under your own identifier; idempotent."""
    done = announcing.announce(access.session, given=body, system=system, ref=ref, actor=access.actor, now=now)
    return _announced(access, done, response)


@router.get("/external/{system}/interviews/{ref}", operation_id="getInterviewByRef", responses=responses(401, 403, 404))
def get_interview_by_ref(access: AsAgency, system: System, ref: Ref, response: Response) -> AgencyInterview:
    """Read an interview by your own identifier."""
    interview = queries.interview_named(access.session, system=system, ref=ref, actor=access.actor)
    return _agency(access, interview.id, response)


@router.delete(
    "/external/{system}/interviews/{ref}",
    operation_id="cancelInterviewByRef",
    responses=responses(401, 403, 404, 409),
)
def cancel_interview_by_ref(
    access: AsAnnouncer, system: System, ref: Ref, now: Now, response: Response
) -> AgencyInterview:
    """Cancel an interview by your own identifier; cancelled already, it stays so."""
    interview = announcing.cancel_named(access.session, system=system, ref=ref, actor=access.actor, now=now)
    return _agency(access, interview.id, response)


@router.post(
    "/interviews",
    operation_id="createInterview",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 409),
)
def create_interview(access: AsAnnouncer, body: InterviewIn, now: Now, response: Response) -> Announced:
    """Announce an interview without an identifier of your own."""
    done = announcing.announce(access.session, given=body, system="api", ref=None, actor=access.actor, now=now)
    return _announced(access, done, response)


@router.get("/interviews", operation_id="listInterviews", responses=responses(401, 403))
def list_interviews(access: AsAgency, wanted: Wanted, listing: Listing) -> Page[AgencyInterview]:
    """List the interviews you may see, latest start first; with ``state=scheduled`` the soonest first."""
    rows = queries.interviews_for(
        access.session, actor=access.actor, after=listing.after_instant("int"), limit=listing.reads, wanted=wanted
    )
    ids = [row.id for row in rows]
    meetings = queries.meetings_for(access.session, interview_ids=ids, actor=access.actor)
    met = queries.people_met(access.session, agency_id=access.actor.agency_id, interview_ids=ids)
    return listing.page(
        rows,
        show=lambda row: agency_view(meetings[row.id], met[row.id]),
        key=lambda row: (row.starts_at.isoformat(), Prefixed("int").show(row.id)),
    )


@router.get("/interviews/{interview_id}", operation_id="getInterview", responses=responses(401, 403, 404))
def get_interview(
    access: AsReader, interview_id: InterviewId, response: Response
) -> CandidateInterview | AgencyInterview:
    """Read an interview; a candidate gets what is theirs to see, with what the client's policies mean."""
    meeting = queries.meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    met = queries.people_met_in(access.session, meeting.interview)
    set_etag(response, meeting.interview.audit_seq)
    show = candidate_view if access.actor.kind == "candidate" else agency_view
    return show(meeting, met)


@router.patch(
    "/interviews/{interview_id}", operation_id="moveInterview", responses=responses(401, 403, 404, 409, 412, 428)
)
def move_interview(
    access: AsAnnouncer, interview_id: InterviewId, body: InterviewMove, now: Now, response: Response, seen: Seen
) -> AgencyInterview:
    """Move an interview; every reminder is planned anew."""
    moving.move(access.session, interview_id=interview_id, moved=body, seen=seen, actor=access.actor, now=now)
    return _agency(access, interview_id, response)


@router.post(
    "/interviews/{interview_id}/cancel",
    operation_id="cancelInterview",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def cancel_interview(
    access: AsAnnouncer, interview_id: InterviewId, body: Because, now: Now, response: Response, seen: Seen
) -> AgencyInterview:
    """Cancel an interview: nothing of it is asked for or sent any more."""
    moving.cancel(access.session, interview_id=interview_id, reason=body.reason, seen=seen, actor=access.actor, now=now)
    return _agency(access, interview_id, response)


@router.post(
    "/interviews/{interview_id}/no-show",
    operation_id="recordNoShow",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def record_no_show(
    access: AsAnnouncer, interview_id: InterviewId, now: Now, response: Response, seen: Seen
) -> AgencyInterview:
    """Record that the candidate did not attend."""
    moving.no_show(access.session, interview_id=interview_id, seen=seen, actor=access.actor, now=now)
    return _agency(access, interview_id, response)


@router.post(
    "/interviews/{interview_id}/invitation",
    operation_id="inviteCandidate",
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES | shown_once("url"),
)
def invite_candidate(access: AsAnnouncer, interview_id: InterviewId, now: Now, settings: CurrentSettings) -> Invitation:
    """Mail the candidate their own link, and get a weaker one to hand over: it fills and submits, not consents."""
    invited = inviting.invite(access.session, interview_id=interview_id, actor=access.actor, now=now)
    return Invitation(url=f"{settings.public_url}/c/{invited.token.text}", mailed=invited.mailed)


def _agency(access: Access[Actor], interview_id: UUID, response: Response) -> AgencyInterview:
    meeting = queries.meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    set_etag(response, meeting.interview.audit_seq)
    return agency_view(meeting, queries.people_met_in(access.session, meeting.interview))


def _announced(access: Access[Actor], done: announcing.Announcement, response: Response) -> Announced:
    return Announced(
        interview=_agency(access, done.interview.id, response),
        created=done.changes.created,
        changed=done.changes.changed,
    )
