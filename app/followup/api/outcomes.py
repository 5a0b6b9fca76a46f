"""What became of an interview: recorded for the agency, and told to its candidate by a person."""

from typing import Annotated

from fastapi import Response, status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.core.ids import InterviewId
from app.followup.actions import outcomes, relaying
from app.followup.actions.relaying import Subject
from app.followup.models.heard import Outcome, Relayed
from app.followup.queries.telling import OutcomeNotFound, changes_of, standing_outcome, told_outcome
from app.followup.rendering.telling import outcome_view, told_digest, told_outcome_view
from app.followup.schemas.outcomes import (
    AgencyOutcome,
    IntegrationOutcome,
    OutcomeIn,
    RelayIn,
    ToldOutcome,
    WordsIn,
)
from app.interviews.pages.visit import card_of
from app.interviews.policy import may_see_stored
from app.interviews.queries import NothingStoredShown, interview_for, meeting_for
from app.web.deps import Now
from app.web.etag import Seen, SeenRevision, set_etag
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("calls", under="/interviews/{interview_id}/outcome")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS, scope="feedback:write")]
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS, scope="feedback:write", for_consultant=True)]
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
AnyOutcome = AgencyOutcome | IntegrationOutcome


@router.post(
    "",
    operation_id="recordOutcome",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def record_outcome(
    access: AsDecider, interview_id: InterviewId, body: OutcomeIn, now: Now, response: Response, seen: SeenRevision
) -> AnyOutcome:
    """Record what became of an interview; the candidate knows nothing of it until you tell them.

    `If-None-Match: *` records the first one. With `If-Match` another takes the place of the one that you read: it is
    superseded, and what was told of it stays told.
    """
    given = outcomes.record_outcome(
        access.session, interview_id=interview_id, given=body, seen=seen, actor=access.actor, now=now
    )
    return _shown(access, given, response)


@router.get("", operation_id="getOutcome", responses=responses(401, 403, 404))
def get_outcome(access: AsReader, interview_id: InterviewId, now: Now, response: Response) -> AnyOutcome | ToldOutcome:
    """Read what became of an interview; a candidate reads the one that they were told of last."""
    interview = interview_for(access.session, interview_id=interview_id, actor=access.actor)
    if isinstance(access.actor, CandidateActor):
        if not may_see_stored(access.actor, interview):
            raise NothingStoredShown
        return _told(access, told_outcome(access.session, interview), now, response)
    found = standing_outcome(access.session, interview)
    if found is None:
        raise OutcomeNotFound
    return _shown(access, found, response)


@router.post(
    "/draft",
    operation_id="draftOutcomeWords",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def draft_words(
    access: AsDecider, interview_id: InterviewId, body: WordsIn, now: Now, response: Response, seen: Seen
) -> AnyOutcome:
    """Keep what the candidate is to hear, in your words; they see nothing of it yet."""
    of = Subject(interview_id)
    relaying.draft(access.session, of=of, words=body.words, seen=seen, actor=access.actor, now=now)
    return _standing(access, of, response)


@router.post(
    "/relay",
    operation_id="relayOutcome",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def relay(
    access: AsDecider, interview_id: InterviewId, body: RelayIn, now: Now, response: Response, seen: Seen
) -> AnyOutcome:
    """Tell the candidate on their page, with a mail that reveals nothing, or note that you told them by telephone."""
    of = Subject(interview_id)
    relaying.relay(access.session, of=of, given=body, seen=seen, actor=access.actor, now=now)
    return _standing(access, of, response)


@router.post("/acknowledge", operation_id="acknowledgeOutcome", responses=responses(401, 403, 404))
def acknowledge(access: AsCandidate, interview_id: InterviewId, now: Now, response: Response) -> ToldOutcome:
    """Say that you have read what your consultant told you; done twice it changes nothing."""
    told = relaying.acknowledge(access.session, of=Subject(interview_id), actor=access.actor, now=now)
    return _told(access, told, now, response)


def _standing(access: Access[ConsultantActor], of: Subject, response: Response) -> AnyOutcome:
    interview = interview_for(access.session, interview_id=of.interview_id, actor=access.actor)
    found = standing_outcome(access.session, interview)
    if found is None:
        raise OutcomeNotFound
    return _shown(access, found, response)


def _shown(access: Access[Actor] | Access[ConsultantActor], outcome: Outcome, response: Response) -> AnyOutcome:
    set_etag(response, changes_of(access.session, outcome))
    meeting = meeting_for(access.session, interview_id=outcome.interview_id, actor=access.actor)
    return outcome_view(outcome, meeting, access.actor)


def _told(access: Access[Actor] | Access[CandidateActor], told: Relayed, now: Now, response: Response) -> ToldOutcome:
    meeting = meeting_for(access.session, interview_id=told.row.interview_id, actor=access.actor)
    view = told_outcome_view(told, meeting, acts=card_of(access.session, meeting, now=now).acts)
    set_etag(response, told_digest(view))
    return view
