"""Where a debrief does not come by itself: told by telephone, asked for in short, waived, declined, opened again."""

from typing import Annotated

from fastapi import Response

from app.accounts.access import DECIDERS, Access, allow
from app.core.actor import Actor, CandidateActor
from app.core.ids import InterviewId
from app.debriefs.actions import closing, telephone
from app.debriefs.api.debriefs import AnyDebrief, shown
from app.debriefs.schemas.requests import DebriefByTelephone, DebriefDeclined, ProfileChange
from app.interviews.schemas import Because
from app.web.deps import Now
from app.web.etag import Seen, SeenRevision
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("debriefs", under="/interviews/{interview_id}/debrief")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
AsDecider = Annotated[Access[Actor], allow(roles=DECIDERS, scope="letters:decide", for_consultant=True)]


@router.post(
    "/by-telephone",
    operation_id="takeDebriefByTelephone",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def take_by_telephone(
    access: AsDecider,
    interview_id: InterviewId,
    body: DebriefByTelephone,
    now: Now,
    response: Response,
    seen: SeenRevision,
) -> AnyDebrief:
    """Enter what the candidate told you by telephone, as the next version; what they typed themselves stays."""
    telephone.take(access.session, interview_id=interview_id, told=body, seen=seen, actor=access.actor, now=now)
    return shown(access, interview_id, response)


@router.patch("", operation_id="setDebriefProfile", responses=responses(401, 403, 404, 409, 412, 428))
def set_profile(
    access: AsDecider, interview_id: InterviewId, body: ProfileChange, now: Now, response: Response, seen: SeenRevision
) -> AnyDebrief:
    """Ask for the full debrief or the short one; at first the kind of job decides."""
    closing.set_profile(
        access.session, interview_id=interview_id, profile=body.profile, seen=seen, actor=access.actor, now=now
    )
    return shown(access, interview_id, response)


@router.post(
    "/waive",
    operation_id="waiveDebrief",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def waive(
    access: AsDecider, interview_id: InterviewId, body: Because, now: Now, response: Response, seen: SeenRevision
) -> AnyDebrief:
    """Do without the debrief; the interview is closed and the candidate is not asked again."""
    closing.waive(access.session, interview_id=interview_id, reason=body.reason, seen=seen, actor=access.actor, now=now)
    return shown(access, interview_id, response)


@router.post(
    "/decline",
    operation_id="declineDebrief",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def decline(
    access: AsCandidate,
    interview_id: InterviewId,
    body: DebriefDeclined,
    now: Now,
    response: Response,
    seen: SeenRevision,
) -> AnyDebrief:
    """Choose not to tell how it went; the interview is closed, and your consultant hears of it."""
    closing.decline(
        access.session, interview_id=interview_id, reason=body.reason, seen=seen, actor=access.actor, now=now
    )
    return shown(access, interview_id, response)


@router.post(
    "/reopen",
    operation_id="reopenDebrief",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def reopen(access: AsDecider, interview_id: InterviewId, now: Now, response: Response, seen: Seen) -> AnyDebrief:
    """Open a debrief again that was waived or declined, as what it was before; the candidate is mailed a link."""
    closing.reopen(access.session, interview_id=interview_id, seen=seen, actor=access.actor, now=now)
    return shown(access, interview_id, response)
