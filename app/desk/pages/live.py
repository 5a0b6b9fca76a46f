"""What a visible window asks every two seconds: who else is looking, and what was decided meanwhile."""

from typing import Annotated

from fastapi import Header, Request, Response

from app.accounts.access import READERS, Access, allow
from app.accounts.queries.rows import agency
from app.core.actor import ConsultantActor
from app.desk.actions.looking import note_open
from app.desk.pages.around import ItemId
from app.desk.pages.queue import unless_known
from app.desk.queries.looks import now_of
from app.desk.rendering.decided import decided_words, looking_words
from app.reviews.queries.rows import ReviewItemNotFound
from app.web.deps import Now
from app.web.page_routes import desk_pages
from app.web.templating import render

router = desk_pages("/review/{review_item_id}/now")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]


@router.get("", operation_id="seeReviewNow")
def see_review_now(
    access: AsReader,
    item_id: ItemId,
    request: Request,
    now: Now,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Say who else looks and what was decided; 304 while it is what the window knows."""
    found = now_of(access.session, item_id=item_id, actor=access.actor, now=now)
    if found is None:
        raise ReviewItemNotFound
    note_open(access.session, item_id=item_id, actor=access.actor, now=now)
    decided = None
    if found.decision is not None and found.decided_at is not None:
        zone = agency(access.session, access.actor.agency_id).time_zone
        decided = decided_words(found.decision, found.decided_by, found.decided_at, zone, now=now)
    here = request.url.path.rpartition("/")[0]
    return unless_known(
        render("desk/review/_now.html", decided=decided, looking=looking_words(found.others), here=here), if_none_match
    )
