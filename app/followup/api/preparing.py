"""What to have at hand before another round (P19)."""

from typing import Annotated

from fastapi import Response

from app.accounts.access import READERS, Access, allow
from app.core.actor import Actor, CandidateActor
from app.core.ids import InterviewId
from app.followup.queries.lessons import lessons_of
from app.followup.queries.preparing import pack_grounds
from app.followup.rendering.preparing import AnyPack, agency_pack, candidate_pack, digest_of
from app.web.etag import set_etag
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("interviews", under="/interviews/{interview_id}")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS)]


@router.get("/prep-pack", operation_id="getPrepPack", responses=responses(401, 403, 404))
def get_prep_pack(access: AsReader, interview_id: InterviewId, response: Response) -> AnyPack:
    """Read what the candidate told of the rounds before: people, questions, open doubts, what was promised.

    A candidate needs a link of their own, and reads their own lessons, too. It holds nobody else's answers, and of the
    client's words only what was relayed.
    """
    grounds = pack_grounds(access.session, interview_id=interview_id, actor=access.actor)
    view: AnyPack = agency_pack(grounds)
    if isinstance(access.actor, CandidateActor):
        view = candidate_pack(grounds, lessons_of(access.session, actor=access.actor))
    set_etag(response, digest_of(view))
    return view
