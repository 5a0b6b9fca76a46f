"""What the candidate says to a suggested wording, and what changed from version to version."""

from typing import Annotated

from fastapi import Query, Response

from app.accounts.access import READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import LetterId
from app.documents.schemas import ConsentIn
from app.letters.actions import suggesting
from app.letters.api.letters import VersionNumber
from app.letters.queries import reading
from app.letters.rendering import views
from app.letters.schemas.requests import SuggestionDeclined
from app.letters.schemas.views import CandidateLetter, VersionDiff
from app.web.deps import Now
from app.web.etag import Seen, set_etag
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("letters")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS, scope="letters:read")]
AsCandidate = Annotated[Access[Actor], allow(candidate=True)]
DECISION = responses(401, 403, 404, 409, 412, 428)
Against = Annotated[
    int | None, Query(ge=1, le=10_000, description="The version to compare with; without it, the one before.")
]


@router.post(
    "/letters/{letter_id}/suggestion/accept",
    operation_id="acceptSuggestion",
    responses=DECISION,
    openapi_extra=DECIDES,
)
def accept_suggestion(
    access: AsCandidate, letter_id: LetterId, body: ConsentIn, now: Now, response: Response, seen: Seen
) -> CandidateLetter:
    """Accept the suggested wording, which is the agreement that exactly this document goes to these people."""
    letter = suggesting.accept(access.session, letter_id=letter_id, given=body, seen=seen, actor=access.actor, now=now)
    set_etag(response, letter.audit_seq)
    return views.candidate_letter(reading.standing_for(access.session, letter_id=letter_id, actor=access.actor))


@router.post(
    "/letters/{letter_id}/suggestion/decline",
    operation_id="declineSuggestion",
    responses=DECISION,
    openapi_extra=DECIDES,
)
def decline_suggestion(
    access: AsCandidate, letter_id: LetterId, body: SuggestionDeclined, now: Now, response: Response, seen: Seen
) -> CandidateLetter:
    """Decline the suggested wording; your own last words are the draft again."""
    letter = suggesting.decline(
        access.session, letter_id=letter_id, reason=body.reason, seen=seen, actor=access.actor, now=now
    )
    set_etag(response, letter.audit_seq)
    return views.candidate_letter(reading.standing_for(access.session, letter_id=letter_id, actor=access.actor))


@router.get(
    "/letters/{letter_id}/versions/{number}/diff",
    operation_id="getLetterVersionDiff",
    responses=responses(401, 403, 404),
)
def get_letter_version_diff(
    access: AsReader, letter_id: LetterId, number: VersionNumber, against: Against = None
) -> VersionDiff:
    """Read what changed in a version, word by word and by whom."""
    standing = reading.standing_to_read(access.session, letter_id=letter_id, actor=access.actor)
    return views.diff_view(standing, *reading.versions_to_compare(access.session, standing.letter, number, against))
