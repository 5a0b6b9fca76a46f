"""Debriefs: read and written by the candidate, returned and accepted by the consultant."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor, CandidateActor
from app.core.errors import Forbidden
from app.core.ids import InterviewId
from app.debriefs import policy, queries
from app.debriefs.actions import deciding, writing
from app.debriefs.models import Debrief, DebriefDraft, DebriefVersion
from app.debriefs.rendering.views import debrief_view, draft_view, receipt, version_mark, version_view
from app.debriefs.schemas.requests import DebriefReturn, DebriefWritten
from app.debriefs.schemas.views import (
    AgencyDebrief,
    CandidateDebrief,
    CompletenessView,
    DraftView,
    IntegrationDebrief,
    SharedVersion,
    SubmissionReceipt,
    VersionMark,
    WholeVersion,
)
from app.interviews.queries import interview_for, meeting_for
from app.web.deps import Now, Page
from app.web.etag import Seen, SeenRevision, set_etag
from app.web.lists import CursorNotValid, Listing, read_cursor
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("debriefs", under="/interviews/{interview_id}/debrief")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS, scope="debriefs:read")]
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
AsDecider = Annotated[Access[Actor], allow(roles=DECIDERS, scope="letters:decide", for_consultant=True)]
Version = Annotated[int, Path(ge=1, le=10_000)]
AnyDebrief = CandidateDebrief | AgencyDebrief | IntegrationDebrief


class NothingStoredShown(Forbidden):
    """This link fills in and submits, but shows nothing stored: come by the link that we mailed to you."""

    code = "nothing_stored_shown"


@router.get("", operation_id="getDebrief", responses=responses(401, 403, 404))
def getdebrief_seen_by(access: AsReader, interview_id: InterviewId, response: Response) -> AnyDebrief:
    """Read where the debrief of an interview stands; the ETag is the one that a decision takes."""
    return shown(access, interview_id, response)


@router.put("", operation_id="saveDebriefDraft", responses=responses(401, 403, 404, 409, 412, 428))
def save_draft(
    access: AsCandidate,
    interview_id: InterviewId,
    body: DebriefWritten,
    now: Now,
    response: Response,
    seen: SeenRevision,
) -> DraftView:
    """Save what there is so far; on a conflict nothing is lost, and the draft that stands can be read."""
    draft = writing.save_draft(
        access.session, interview_id=interview_id, written=body, seen=seen, actor=access.actor, now=now
    )
    return _draft(access, interview_id, draft, response)


@router.get("/draft", operation_id="getDebriefDraft", responses=responses(401, 403, 404))
def get_draft(access: AsCandidate, interview_id: InterviewId, response: Response) -> DraftView:
    """Read the draft with the ETag that saving and submitting take."""
    debrief = debrief_seen_by(access, interview_id, stored=True)
    return _draft(access, interview_id, queries.draft_of(access.session, debrief), response)


@router.post("/submit", operation_id="submitDebrief", responses=responses(401, 403, 404, 409, 412, 428))
def submit(
    access: AsCandidate,
    interview_id: InterviewId,
    now: Now,
    response: Response,
    seen: SeenRevision,
    body: DebriefWritten | None = None,
) -> SubmissionReceipt:
    """Submit the draft, or the answers sent with the request; incomplete is welcome, and named."""
    debrief = writing.submit(
        access.session, interview_id=interview_id, written=body, seen=seen, actor=access.actor, now=now
    )
    set_etag(response, debrief.audit_seq)
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    version = queries.version_of(access.session, debrief, debrief.version)
    return receipt(debrief, version, consultant=meeting.consultant.name)


@router.post(
    "/return", operation_id="returnDebrief", responses=responses(401, 403, 404, 409, 412, 428), openapi_extra=DECIDES
)
def return_debrief(
    access: AsDecider, interview_id: InterviewId, body: DebriefReturn, now: Now, response: Response, seen: Seen
) -> AnyDebrief:
    """Send the debrief back; the candidate gets a mail with the reason and finds everything they wrote."""
    deciding.return_debrief(
        access.session, interview_id=interview_id, because=body, seen=seen, actor=access.actor, now=now
    )
    return shown(access, interview_id, response)


@router.post(
    "/accept", operation_id="acceptDebrief", responses=responses(401, 403, 404, 409, 412, 428), openapi_extra=DECIDES
)
def accept(access: AsDecider, interview_id: InterviewId, now: Now, response: Response, seen: Seen) -> AnyDebrief:
    """Accept the debrief; the interview is debriefed."""
    deciding.accept(access.session, interview_id=interview_id, seen=seen, actor=access.actor, now=now)
    return shown(access, interview_id, response)


@router.get("/completeness", operation_id="getDebriefCompleteness", responses=responses(401, 403, 404))
def get_completeness(access: AsReader, interview_id: InterviewId, response: Response) -> CompletenessView:
    """Read what is there and what is missing, by name."""
    return shown(access, interview_id, response).completeness


@router.get("/versions", operation_id="listDebriefVersions", responses=responses(401, 403, 404))
def list_versions(access: AsReader, interview_id: InterviewId, listing: Listing) -> Page[VersionMark]:
    """List the submissions, newest first."""
    debrief = debrief_seen_by(access, interview_id)
    rows = queries.versions_of(access.session, debrief, before=_before(listing.cursor), limit=listing.reads)
    return listing.page(rows, show=lambda row: version_mark(*row), key=_version_key)


@router.get("/versions/{version}", operation_id="getDebriefVersion", responses=responses(401, 403, 404))
def get_version(
    access: AsReader, interview_id: InterviewId, version: Version, response: Response
) -> SharedVersion | WholeVersion:
    """Read one submission, which never changes."""
    debrief = debrief_seen_by(access, interview_id, stored=True)
    found = queries.version_of(access.session, debrief, version)
    set_etag(response, found.version)
    confidence = queries.confidence_of(access.session, debrief, version)
    return version_view(found, confidence, debrief, queries.taken_by(access.session, found), access.actor)


def shown(access: Access[Actor] | Access[CandidateActor], interview_id: UUID, response: Response) -> AnyDebrief:
    """The debrief as it now is, for whoever acts, with its ETag."""
    standing = queries.standing_for(access.session, interview_id=interview_id, actor=access.actor)
    set_etag(response, standing.debrief.audit_seq if standing.debrief else 0)
    shows_stored = policy.may_see_stored(access.actor, standing.interview)
    return debrief_view(standing, access.actor, shows_stored=shows_stored)


def _draft(access: Access[CandidateActor], interview_id: UUID, draft: DebriefDraft, response: Response) -> DraftView:
    set_etag(response, draft.revision)
    standing = queries.standing_for(access.session, interview_id=interview_id, actor=access.actor)
    shows_stored = policy.may_see_stored(access.actor, standing.interview)
    return draft_view(standing, draft, shows_stored=shows_stored)


def debrief_seen_by(
    access: Access[Actor] | Access[CandidateActor], interview_id: UUID, *, stored: bool = False
) -> Debrief:
    """The debrief of an interview that the actor may see; ``stored``: only for whom stored text is shown to."""
    interview = interview_for(access.session, interview_id=interview_id, actor=access.actor)
    if stored and not policy.may_see_stored(access.actor, interview):
        raise NothingStoredShown
    return queries.debrief_of(access.session, interview)


def _before(cursor: str | None) -> int | None:
    parts = read_cursor(cursor, 1)
    try:
        return None if parts is None else int(parts[0])
    except ValueError:
        raise CursorNotValid from None


def _version_key(row: tuple[DebriefVersion, str | None]) -> tuple[str, ...]:
    return (str(row[0].version),)
