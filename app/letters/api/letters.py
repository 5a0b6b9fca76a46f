"""Letters: begun, written and submitted by the candidate, returned by the consultant, read by both."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response, status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import InterviewId, LetterId
from app.letters.actions import submitting, writing
from app.letters.models import Standing
from app.letters.queries import reading
from app.letters.rendering import views
from app.letters.schemas.requests import LetterDraftIn, LetterIn, LetterSubmission
from app.letters.schemas.views import (
    AgencyLetter,
    CandidateLetter,
    Coverage,
    LettersOfInterview,
    SavedDraft,
    Versions,
    VersionView,
)
from app.web.deps import Now
from app.web.etag import Seen, SeenRevision, set_etag
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("letters")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS, scope="letters:read")]
AsCandidate = Annotated[Access[Actor], allow(candidate=True)]
AsDecider = Annotated[Access[Actor], allow(roles=DECIDERS, scope="letters:decide", for_consultant=True)]
VersionNumber = Annotated[int, Path(ge=1, le=10_000)]


@router.post(
    "/interviews/{interview_id}/letters",
    operation_id="beginLetter",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409),
)
def begin_letter(
    access: AsCandidate, interview_id: InterviewId, body: LetterIn, now: Now, response: Response
) -> CandidateLetter:
    """Begin a letter to people met in this interview."""
    letter = writing.begin(access.session, interview_id=interview_id, begun=body, actor=access.actor, now=now)
    return views.candidate_letter(_standing(access, letter.id, response), just_written=True)


@router.get("/interviews/{interview_id}/letters", operation_id="listLetters", responses=responses(401, 403, 404))
def list_letters(access: AsReader, interview_id: InterviewId) -> LettersOfInterview:
    """List the letters of an interview, with the kind that the stated interest suggests and the client's policies."""
    return views.letters_view(reading.shelf_for(access.session, interview_id=interview_id, actor=access.actor))


@router.get("/letters/{letter_id}", operation_id="getLetter", responses=responses(401, 403, 404))
def get_letter(access: AsReader, letter_id: LetterId, response: Response) -> CandidateLetter | AgencyLetter:
    """Read a letter: a candidate what they write, everybody else what was submitted."""
    return views.letter_view(_standing(access, letter_id, response), access.actor)


@router.put("/letters/{letter_id}", operation_id="saveLetterDraft", responses=responses(401, 403, 404, 409, 412, 428))
def save_letter_draft(
    access: AsCandidate, letter_id: LetterId, body: LetterDraftIn, now: Now, response: Response, seen: SeenRevision
) -> SavedDraft:
    """Save the draft; If-Match is the draft's own ETag, and so is the ETag of the answer."""
    draft = writing.save_draft(access.session, letter_id=letter_id, draft=body, seen=seen, actor=access.actor, now=now)
    view = views.saved_draft(_standing(access, letter_id, response), draft)
    set_etag(response, draft.revision)
    return view


@router.post(
    "/letters/{letter_id}/submit",
    operation_id="submitLetter",
    responses=responses(401, 403, 404, 409, 412, 428),
)
def submit_letter(
    access: AsCandidate, letter_id: LetterId, body: LetterSubmission, now: Now, response: Response, seen: Seen
) -> CandidateLetter:
    """Submit the draft (If-Match: its own ETag) as the next version, frozen as the document that would be sent."""
    submitting.submit(access.session, letter_id=letter_id, submission=body, seen=seen, actor=access.actor, now=now)
    return views.candidate_letter(_standing(access, letter_id, response))


@router.post(
    "/letters/{letter_id}/reopen",
    operation_id="reopenLetter",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def reopen_letter(
    access: AsCandidate, letter_id: LetterId, now: Now, response: Response, seen: Seen
) -> CandidateLetter:
    """Write a new version of a letter that was withdrawn or not forwarded."""
    writing.reopen(access.session, letter_id=letter_id, seen=seen, actor=access.actor, now=now)
    return views.candidate_letter(_standing(access, letter_id, response))


@router.get("/letters/{letter_id}/versions", operation_id="listLetterVersions", responses=responses(401, 403, 404))
def list_letter_versions(access: AsReader, letter_id: LetterId) -> Versions:
    """List every submission of a letter, newest first."""
    standing = reading.standing_to_read(access.session, letter_id=letter_id, actor=access.actor)
    found = reading.submissions_of(access.session, standing.letter)
    return Versions(data=[views.version_summary(standing, *one) for one in found], next_cursor=None)


@router.get(
    "/letters/{letter_id}/versions/{number}", operation_id="getLetterVersion", responses=responses(401, 403, 404)
)
def get_letter_version(access: AsReader, letter_id: LetterId, number: VersionNumber) -> VersionView:
    """Read one submission with its words."""
    standing = reading.standing_to_read(access.session, letter_id=letter_id, actor=access.actor)
    return views.version_view(standing, *reading.submission_of(access.session, standing.letter, number))


@router.get("/letters/{letter_id}/coverage", operation_id="getLetterCoverage", responses=responses(401, 403, 404))
def get_letter_coverage(access: AsReader, letter_id: LetterId) -> Coverage:
    """Read which paragraph answers each concern of the debrief, which were left out on purpose, which stay open."""
    standing = reading.standing_to_read(access.session, letter_id=letter_id, actor=access.actor)
    return Coverage(data=views.letter_view(standing, access.actor).coverage, next_cursor=None)


def _standing(access: Access[Actor], letter_id: UUID, response: Response) -> Standing:
    """Read a letter whole, and put its ETag on the answer."""
    standing = reading.standing_for(access.session, letter_id=letter_id, actor=access.actor)
    set_etag(response, standing.letter.audit_seq)
    return standing
