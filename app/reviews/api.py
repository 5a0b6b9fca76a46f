"""The queue: what waits, the most urgent first."""

from typing import Annotated

from fastapi import Request, Response

from app.accounts.access import READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import Prefixed
from app.reviews import queries
from app.reviews.models import ReviewItem
from app.reviews.schemas import ReviewItemView
from app.web.deps import Page
from app.web.lists import DEFAULT_LIMIT, Cursor, Limit, after_instant, page_of
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("reviews")
AsReader = Annotated[Access[Actor], allow(roles=READERS, scope="letters:read")]
PREFIXES = {"debrief": "dbf", "letter": "ltr", "addendum": "adm", "summary": "ltr"}


@router.get("/review-items", operation_id="listReviewItems", responses=responses(401, 403))
def list_review_items(
    access: AsReader, request: Request, response: Response, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[ReviewItemView]:
    """List what waits for a decision, the most urgent first (P12)."""
    rows = queries.waiting_items_for(
        access.session, actor=access.actor, after=after_instant(cursor, "rvw"), limit=limit + 1
    )
    return page_of(
        rows,
        limit=limit,
        show=_view,
        key=lambda row: (row.due_at.isoformat(), Prefixed("rvw").show(row.id)),
        request=request,
        response=response,
    )


def _view(item: ReviewItem) -> ReviewItemView:
    return ReviewItemView(
        id=item.id,
        kind=item.kind,
        subject_id=Prefixed(PREFIXES[item.kind]).show(item.subject_id),
        interview_id=item.interview_id,
        version=item.version,
        due_at=item.due_at,
        created_at=item.created_at,
    )
