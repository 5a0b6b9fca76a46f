"""An item is taken on or given back, from the queue or from its own page."""

from typing import Annotated

from fastapi import Request, Response
from pydantic import ValidationError

from app.accounts.access import DECIDERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, PreconditionFailed
from app.desk.pages.around import ItemId, item_to_decide
from app.desk.pages.outcome import refuse
from app.reviews.actions import claiming
from app.reviews.queries.rows import item_for, row_for
from app.reviews.schemas import ReviewAssignment
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.page_routes import DESK, FormPosted, desk_pages, see

router = desk_pages("/review/{review_item_id}")
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]


@router.post("/claim", operation_id="claimOnDesk")
def claim_on_desk(access: AsDecider, item_id: ItemId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Take an item on for twenty minutes; refused where a colleague has it, naming who."""
    item_for(access.session, item_id=item_id, actor=access.actor)
    seen = number_in_form(posted.value("seen"))
    try:
        with access.session.begin_nested():
            claiming.claim(access.session, item_id=item_id, seen=seen, actor=access.actor, now=now)
    except (Conflict, PreconditionFailed) as refused:
        return refuse(request, access, item_id, posted, refused.detail, refused.status, now=now)
    return see(_back(request, posted.value("back")))


@router.post("/release", operation_id="releaseOnDesk")
def release_on_desk(access: AsDecider, item_id: ItemId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Give an item back; one that nobody has stays so."""
    row = row_for(access.session, item_id=item_id, actor=access.actor, now=now)
    if row.claimed_by_name is None:
        return see(_back(request, posted.value("back")))
    seen = number_in_form(posted.value("seen"))
    try:
        with access.session.begin_nested():
            claiming.release(access.session, item_id=item_id, seen=seen, actor=access.actor, now=now)
    except (Conflict, PreconditionFailed) as refused:
        return refuse(request, access, item_id, posted, refused.detail, refused.status, now=now)
    return see(_back(request, posted.value("back")))


@router.post("/assign", operation_id="assignOnDesk")
def assign_on_desk(access: AsDecider, item_id: ItemId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Hand an item on to a colleague, who may then decide on its interview."""
    item_to_decide(access, item_id)
    seen = number_in_form(posted.value("seen"))
    try:
        to = ReviewAssignment.model_validate({"consultant_id": posted.value("colleague")}).consultant_id
        with access.session.begin_nested():
            claiming.assign(access.session, item_id=item_id, to=to, seen=seen, actor=access.actor, now=now)
    except ValidationError:
        return refuse(request, access, item_id, posted, "Choose a colleague", 422, now=now)
    except (Conflict, PreconditionFailed) as refused:
        return refuse(request, access, item_id, posted, refused.detail, refused.status, now=now)
    return see(_back(request, ""))


def _back(request: Request, named: str) -> str:
    """Back to the view of the queue from which it was claimed, else to the item."""
    queue = f"{DESK}/queue"
    return named if named == queue or named.startswith(f"{queue}?") else request.url.path.rpartition("/")[0]
