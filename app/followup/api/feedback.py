"""What the client said of an interview: taken down, and read by the agency's own; never by its candidate."""

from typing import Annotated

from fastapi import Response, status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor, ConsultantActor
from app.core.ids import FeedbackId, InterviewId, Prefixed
from app.followup.actions import hearing
from app.followup.queries.feedback import feedback_in, feedback_of
from app.followup.rendering.feedback import feedback_view
from app.followup.schemas.feedback import ClientFeedbackIn, ClientFeedbackView
from app.interviews.queries import meeting_for
from app.web.deps import Now, Page
from app.web.etag import set_etag
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("client feedback", under="/interviews/{interview_id}/client-feedback")
AsReader = Annotated[Access[Actor], allow(roles=READERS, scope="feedback:write")]
AsHearer = Annotated[Access[ConsultantActor], allow(roles=DECIDERS, scope="feedback:write", for_consultant=True)]


@router.post(
    "",
    operation_id="takeClientFeedback",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES,
)
def take_client_feedback(
    access: AsHearer, interview_id: InterviewId, body: ClientFeedbackIn, now: Now, response: Response
) -> ClientFeedbackView:
    """Take down what the client said, each concern of the debrief by its key, and what of it may be quoted.

    The candidate sees nothing of it until a person tells them; by when that is to be stands in `relay_due_at`.
    """
    row = hearing.take_feedback(access.session, interview_id=interview_id, given=body, actor=access.actor, now=now)
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    set_etag(response, row.audit_seq)
    return feedback_view(feedback_in(access.session, meeting.interview, row.id), meeting)


@router.get("", operation_id="listClientFeedback", responses=responses(401, 403, 404))
def list_client_feedback(access: AsReader, interview_id: InterviewId, listing: Listing) -> Page[ClientFeedbackView]:
    """List what the client said of an interview, the newest first."""
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    rows = feedback_of(access.session, meeting.interview, before=listing.after("fbk"), limit=listing.reads)
    return listing.page(
        rows,
        show=lambda heard: feedback_view(heard, meeting),
        key=lambda heard: (Prefixed("fbk").show(heard.feedback.id),),
    )


@router.get("/{feedback_id}", operation_id="getClientFeedback", responses=responses(401, 403, 404))
def get_client_feedback(
    access: AsReader, interview_id: InterviewId, feedback_id: FeedbackId, response: Response
) -> ClientFeedbackView:
    """Read what the client said, with a draft for the candidate of what may be quoted."""
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    heard = feedback_in(access.session, meeting.interview, feedback_id)
    set_etag(response, heard.feedback.audit_seq)
    return feedback_view(heard, meeting)
