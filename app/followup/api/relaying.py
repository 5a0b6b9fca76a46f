"""What the client said, told to the candidate by a person in their words, and read by the candidate (P17)."""

from typing import Annotated

from fastapi import Response

from app.accounts.access import DECIDERS, Access, allow
from app.core.actor import CandidateActor, ConsultantActor
from app.core.ids import FeedbackId, InterviewId
from app.followup.actions import relaying
from app.followup.actions.relaying import Hidden, Subject
from app.followup.rendering.telling import feedback_telling, told_digest, told_feedback_view
from app.followup.schemas.outcomes import FeedbackTelling, RelayIn, ToldFeedback, WordsIn
from app.web.deps import Now
from app.web.etag import Seen, set_etag
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("calls", under="/interviews/{interview_id}/client-feedback/{feedback_id}")
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS, scope="feedback:write", for_consultant=True)]
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.post(
    "/draft",
    operation_id="draftFeedbackWords",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def draft_words(
    access: AsDecider,
    interview_id: InterviewId,
    feedback_id: FeedbackId,
    body: WordsIn,
    now: Now,
    response: Response,
    seen: Seen,
) -> FeedbackTelling:
    """Keep what the candidate is to hear of what the client said, in your words; they see nothing of it yet."""
    of = Subject(interview_id, feedback_id)
    row = relaying.draft(access.session, of=of, words=body.words, seen=seen, actor=access.actor, now=now)
    return _shown(row, response)


@router.post(
    "/relay",
    operation_id="relayFeedback",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def relay(
    access: AsDecider,
    interview_id: InterviewId,
    feedback_id: FeedbackId,
    body: RelayIn,
    now: Now,
    response: Response,
    seen: Seen,
) -> FeedbackTelling:
    """Tell the candidate on their page, with a mail that reveals nothing, or note that you told them by telephone."""
    of = Subject(interview_id, feedback_id)
    return _shown(relaying.relay(access.session, of=of, given=body, seen=seen, actor=access.actor, now=now), response)


@router.post("/acknowledge", operation_id="acknowledgeFeedback", responses=responses(401, 403, 404))
def acknowledge(
    access: AsCandidate, interview_id: InterviewId, feedback_id: FeedbackId, now: Now, response: Response
) -> ToldFeedback:
    """Say that you have read what your consultant told you; done twice it changes nothing."""
    of = Subject(interview_id, feedback_id)
    view = told_feedback_view(relaying.acknowledge(access.session, of=of, actor=access.actor, now=now))
    set_etag(response, told_digest(view))
    return view


def _shown(row: Hidden, response: Response) -> FeedbackTelling:
    set_etag(response, row.audit_seq)
    return feedback_telling(row)
