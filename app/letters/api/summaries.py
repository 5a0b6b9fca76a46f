"""The client summary of a debrief: marked and submitted by the candidate, read by both; decided on as a letter is."""

from typing import Annotated

from fastapi import Response

from app.accounts.access import READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import InterviewId
from app.letters.actions import summarising
from app.letters.models import SummaryStanding
from app.letters.queries import summaries
from app.letters.rendering.summary_views import candidate_summary, summary_view
from app.letters.schemas.summary import SummaryIn, SummarySubmission
from app.letters.schemas.summary_views import AgencySummary, CandidateSummary
from app.web.deps import Now
from app.web.etag import Seen, SeenRevision, set_etag
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("letters", under="/interviews/{interview_id}/debrief/summary")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS, scope="letters:read")]
AsCandidate = Annotated[Access[Actor], allow(candidate=True)]


@router.get("", operation_id="getClientSummary", responses=responses(401, 403, 404))
def get_client_summary(
    access: AsReader, interview_id: InterviewId, response: Response
) -> CandidateSummary | AgencySummary:
    """Read what the client may see of the debrief.

    Its candidate reads what can be marked, everybody else what was submitted. The ETag is the one that the candidate
    saves with, or that the agency decides with.
    """
    return summary_view(_standing(access, interview_id, response), access.actor)


@router.put("", operation_id="saveClientSummary", responses=responses(401, 403, 404, 409, 412, 428))
def save_client_summary(
    access: AsCandidate, interview_id: InterviewId, body: SummaryIn, now: Now, response: Response, seen: SeenRevision
) -> CandidateSummary:
    """Mark what the client may see, and for whom; the answer shows the summary as it would be sent."""
    summarising.save_marks(
        access.session, interview_id=interview_id, given=body, seen=seen, actor=access.actor, now=now
    )
    return candidate_summary(_standing(access, interview_id, response))


@router.post("/submit", operation_id="submitClientSummary", responses=responses(401, 403, 404, 409, 412, 428))
def submit_client_summary(
    access: AsCandidate, interview_id: InterviewId, body: SummarySubmission, now: Now, response: Response, seen: Seen
) -> CandidateSummary:
    """Submit what is marked as the next version, frozen as the document that would be sent.

    It is taken from the newest debrief. Agreeing to it is a step of its own.
    """
    summarising.submit_summary(
        access.session, interview_id=interview_id, submission=body, seen=seen, actor=access.actor, now=now
    )
    return candidate_summary(_standing(access, interview_id, response))


def _standing(access: Access[Actor], interview_id: InterviewId, response: Response) -> SummaryStanding:
    """Read a summary whole, and put the revision of what is marked on the answer: 0 where nothing is."""
    at = summaries.summary_for(access.session, interview_id=interview_id, actor=access.actor)
    set_etag(response, summaries.revision_of(at, access.actor))
    return at
