"""What is added to a debrief after it was accepted, each reviewed alone (P22)."""

from typing import Annotated
from uuid import UUID

from fastapi import Response, status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor, CandidateActor
from app.core.ids import AddendumId, InterviewId, Prefixed
from app.debriefs import policy, queries
from app.debriefs.actions import adding
from app.debriefs.api.debriefs import NothingStoredShown
from app.debriefs.rendering.addenda import AnyAddendum, addendum_receipt, addendum_view
from app.debriefs.schemas.addenda import AddendumReceipt
from app.debriefs.schemas.requests import AddendumByTelephone, AddendumWritten
from app.interviews.models import Interview
from app.interviews.queries import interview_for, meeting_for
from app.interviews.schemas import Because
from app.web.deps import Now, Page
from app.web.etag import Seen, set_etag
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("debriefs", under="/interviews/{interview_id}/debrief/addenda")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS, scope="debriefs:read")]
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
AsDecider = Annotated[Access[Actor], allow(roles=DECIDERS, scope="letters:decide", for_consultant=True)]


@router.post(
    "",
    operation_id="addAddendum",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES,
)
def add(access: AsCandidate, interview_id: InterviewId, body: AddendumWritten, now: Now) -> AddendumReceipt:
    """Add something new to an accepted debrief; your consultant is told at once."""
    added = adding.add(access.session, interview_id=interview_id, written=body, actor=access.actor, now=now)
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    return addendum_receipt(added, consultant=meeting.consultant.name)


@router.post(
    "/by-telephone",
    operation_id="addAddendumByTelephone",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES,
)
def add_by_telephone(
    access: AsDecider, interview_id: InterviewId, body: AddendumByTelephone, now: Now
) -> AddendumReceipt:
    """Add something new that the candidate told you by telephone; it stays yours to have entered."""
    added = adding.add_by_telephone(access.session, interview_id=interview_id, told=body, actor=access.actor, now=now)
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    return addendum_receipt(added, consultant=meeting.consultant.name)


@router.get("", operation_id="listAddenda", responses=responses(401, 403, 404))
def list_addenda(access: AsReader, interview_id: InterviewId, listing: Listing) -> Page[AnyAddendum]:
    """List what was added, oldest first."""
    interview = _seen(access, interview_id)
    rows = queries.addenda_of(
        access.session, interview, actor=access.actor, after=listing.after("adm"), limit=listing.reads
    )
    return listing.page(
        rows,
        show=lambda row: addendum_view(row, access.actor),
        key=lambda row: (Prefixed("adm").show(row.addendum.id),),
    )


@router.get("/{addendum_id}", operation_id="getAddendum", responses=responses(401, 403, 404))
def get_addendum(
    access: AsReader, interview_id: InterviewId, addendum_id: AddendumId, response: Response
) -> AnyAddendum:
    """Read what was added, with the ETag that a decision takes."""
    return _shown(access, interview_id, addendum_id, response)


@router.post(
    "/{addendum_id}/accept",
    operation_id="acceptAddendum",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def accept(
    access: AsDecider, interview_id: InterviewId, addendum_id: AddendumId, now: Now, response: Response, seen: Seen
) -> AnyAddendum:
    """Accept what was added."""
    adding.accept(
        access.session, interview_id=interview_id, addendum_id=addendum_id, seen=seen, actor=access.actor, now=now
    )
    return _shown(access, interview_id, addendum_id, response)


@router.post(
    "/{addendum_id}/return",
    operation_id="returnAddendum",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def return_addendum(
    access: AsDecider,
    interview_id: InterviewId,
    addendum_id: AddendumId,
    body: Because,
    now: Now,
    response: Response,
    seen: Seen,
) -> AnyAddendum:
    """Send back what was added, with the reason; the candidate gets a mail and may add something else."""
    adding.return_addendum(
        access.session,
        interview_id=interview_id,
        addendum_id=addendum_id,
        reason=body.reason,
        seen=seen,
        actor=access.actor,
        now=now,
    )
    return _shown(access, interview_id, addendum_id, response)


def _shown(access: Access[Actor], interview_id: UUID, addendum_id: UUID, response: Response) -> AnyAddendum:
    found = queries.addendum_in(access.session, _seen(access, interview_id), addendum_id, actor=access.actor)
    set_etag(response, found.addendum.audit_seq)
    return addendum_view(found, access.actor)


def _seen(access: Access[Actor], interview_id: UUID) -> Interview:
    """The interview, for whom what was added to its debrief is shown to; raises NothingStoredShown."""
    interview = interview_for(access.session, interview_id=interview_id, actor=access.actor)
    if not policy.may_see_stored(access.actor, interview):
        raise NothingStoredShown
    return interview
