"""Letters go back to their candidate: returned with a reason, or with suggested wording."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from app.accounts.access import DECIDERS, Access, allow
from app.core.actor import Actor
from app.core.ids import LetterId
from app.deliveries.actions import taking_back
from app.interviews.schemas import Because
from app.letters.queries import reading
from app.letters.rendering.views import agency_letter
from app.letters.schemas.requests import SuggestionIn
from app.letters.schemas.views import AgencyLetter
from app.web.deps import Now
from app.web.etag import Seen, set_etag
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("letters")
AsDecider = Annotated[Access[Actor], allow(roles=DECIDERS, scope="letters:decide", for_consultant=True)]
DECISION = responses(401, 403, 404, 409, 412, 428)


@router.post("/letters/{letter_id}/return", operation_id="returnLetter", responses=DECISION, openapi_extra=DECIDES)
def return_letter(
    access: AsDecider, letter_id: LetterId, body: Because, now: Now, response: Response, seen: Seen
) -> AgencyLetter:
    """Return a letter with what should change; the candidate gets a mail with a link."""
    taking_back.send_back(
        access.session, letter_id=letter_id, reason=body.reason, seen=seen, actor=access.actor, now=now
    )
    return _shown(access, letter_id, response)


@router.post("/letters/{letter_id}/suggest", operation_id="suggestWording", responses=DECISION, openapi_extra=DECIDES)
def suggest_wording(
    access: AsDecider, letter_id: LetterId, body: SuggestionIn, now: Now, response: Response, seen: Seen
) -> AgencyLetter:
    """Suggest wording of your own as the next version; the candidate gets a mail, and accepts or declines it."""
    taking_back.suggest(access.session, letter_id=letter_id, suggestion=body, seen=seen, actor=access.actor, now=now)
    return _shown(access, letter_id, response)


def _shown(access: Access[Actor], letter_id: UUID, response: Response) -> AgencyLetter:
    standing = reading.standing_for(access.session, letter_id=letter_id, actor=access.actor)
    set_etag(response, standing.letter.audit_seq)
    return agency_letter(standing)
