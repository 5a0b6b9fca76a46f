"""The candidate says that they have read what their consultant told them."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import Response
from pydantic_core import PydanticCustomError

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.ids import InterviewId, Prefixed, public_id
from app.followup.actions import relaying
from app.web.deps import Now
from app.web.fields import Posted
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for()
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
KINDS: Final = ("out", "fbk")


@router.post("/read", operation_id="sayToldIsRead")
def say_told_is_read(access: AsCandidate, interview_id: InterviewId, posted: FormPosted, now: Now) -> Response:
    """Note that they read what stood on the page; what they were not told of is passed over in silence."""
    relaying.acknowledge_these(
        access.session, interview_id=interview_id, ids=set(_ids(posted)), actor=access.actor, now=now
    )
    return see(f"/my/{public_id('int', interview_id)}")


def _ids(posted: Posted) -> list[UUID]:
    return [found for text in posted.values("told") if (found := _id(text)) is not None]


def _id(text: str) -> UUID | None:
    for kind in KINDS:
        try:
            return Prefixed(kind).parse(text)
        except PydanticCustomError:
            continue
    return None
