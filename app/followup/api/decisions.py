"""When the client decides: read, named, asked about, and moved to another day."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor, ConsultantActor
from app.core.ids import InterviewId
from app.followup.actions import deciding
from app.followup.models.decisions import Decision
from app.followup.queries.decisions import decision_of
from app.followup.rendering.decisions import decision_view
from app.followup.schemas.decisions import ChaseIn, DecisionIn, DecisionView, ExtensionIn
from app.interviews.queries import interview_for
from app.web.deps import Now
from app.web.etag import Seen, set_etag
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("decisions", under="/interviews/{interview_id}/decision")
AsReader = Annotated[Access[Actor], allow(roles=READERS, scope="feedback:write")]
AsCaller = Annotated[Access[ConsultantActor], allow(roles=DECIDERS, scope="feedback:write", for_consultant=True)]


@router.get("", operation_id="getDecision", responses=responses(401, 403, 404))
def get_decision(access: AsReader, interview_id: InterviewId, response: Response) -> DecisionView:
    """Read when the client decides, as far as is known; the ETag, `"0"` where nothing is, is the one to send back."""
    interview = interview_for(access.session, interview_id=interview_id, actor=access.actor)
    return _shown(decision_of(access.session, interview), interview_id, response)


@router.post(
    "", operation_id="nameDecisionDay", responses=responses(401, 403, 404, 409, 412, 428), openapi_extra=DECIDES
)
def name_decision_day(
    access: AsCaller, interview_id: InterviewId, body: DecisionIn, now: Now, response: Response, seen: Seen
) -> DecisionView:
    """Note on which day the client decides, or put it right while it is still to come; the candidate reads it."""
    row = deciding.name_day(
        access.session, interview_id=interview_id, given=body, seen=seen, actor=access.actor, now=now
    )
    return _shown(row, interview_id, response)


@router.post(
    "/extend", operation_id="extendDecision", responses=responses(401, 403, 404, 409, 412, 428), openapi_extra=DECIDES
)
def extend_decision(
    access: AsCaller, interview_id: InterviewId, body: ExtensionIn, now: Now, response: Response, seen: Seen
) -> DecisionView:
    """Note another day in place of the one that was named; the candidate reads the day, only the agency the reason."""
    row = deciding.extend(access.session, interview_id=interview_id, given=body, seen=seen, actor=access.actor, now=now)
    return _shown(row, interview_id, response)


@router.post(
    "/chased",
    operation_id="noteDecisionChased",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def note_decision_chased(
    access: AsCaller, interview_id: InterviewId, body: ChaseIn, now: Now, response: Response, seen: Seen
) -> DecisionView:
    """Note that you asked the client when it decides, by one call or mail, and what they said."""
    row = deciding.note_chase(
        access.session, interview_id=interview_id, given=body, seen=seen, actor=access.actor, now=now
    )
    return _shown(row, interview_id, response)


def _shown(row: Decision | None, interview_id: UUID, response: Response) -> DecisionView:
    set_etag(response, row.audit_seq if row else 0)
    return decision_view(row, interview_id)
