"""The queue: what waits, the most urgent first; taken on, given back, handed on."""

from datetime import datetime
from typing import Annotated

from fastapi import Query, Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.accounts.schemas.accounts import Instant
from app.core.actor import Actor, ConsultantActor
from app.core.db import AgencySession
from app.core.ids import ClientId, Prefixed, ReviewItemId, TeamId
from app.core.text import Line
from app.reviews.actions import claiming
from app.reviews.queries import queue, rows
from app.reviews.queries.queue import Kind, QueueFilter, QueueState
from app.reviews.rendering import item_view
from app.reviews.rules.waiting import WaitsFor
from app.reviews.schemas import Assignee, ReviewAssignment, ReviewCountsView, ReviewItemView
from app.web.deps import Now, Page, at_once
from app.web.etag import Seen, set_etag
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("reviews", under="/review-items")
AsReader = Annotated[Access[Actor], allow(roles=READERS, scope="letters:read")]
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS, scope="letters:decide", for_consultant=True)]
DECISION = responses(401, 403, 404, 409, 412, 428)


def wanted_of(
    state: Annotated[
        QueueState, Query(description="`waiting`: for us, claimed or not; `claimed` and `overdue`: of those.")
    ] = "waiting",
    assignee: Annotated[
        Assignee | None,
        Query(description="`me`: you and whom you cover for; `nobody`: of who left, or is away without cover."),
    ] = None,
    team: TeamId | None = None,
    client: ClientId | None = None,
    kind: Kind | None = None,
    waits_for: WaitsFor | None = None,
    due_before: Instant | None = None,
    q: Annotated[
        Line | None,
        Query(min_length=1, max_length=200, description='Words of names, letters and debriefs; "…", or, -word.'),
    ] = None,
) -> QueueFilter:
    """Read the filters of the queue."""
    return QueueFilter(state, assignee, team, client, kind, waits_for, due_before, q)


Wanted = Annotated[QueueFilter, at_once(wanted_of)]


@router.get("", operation_id="listReviewItems", responses=responses(401, 403))
def list_review_items(access: AsReader, wanted: Wanted, now: Now, listing: Listing) -> Page[ReviewItemView]:
    """List what waits for a decision, the most urgent first (P12)."""
    found = queue.queue_for(
        access.session,
        wanted=wanted,
        actor=access.actor,
        after=listing.after_instant("rvw"),
        limit=listing.reads,
        now=now,
    )
    return listing.page(
        found,
        show=item_view,
        key=lambda row: (queue.place_of(row.item, wanted).isoformat(), Prefixed("rvw").show(row.item.id)),
    )


@router.get("/counts", operation_id="countReviewItems", responses=responses(401, 403))
def count_review_items(access: AsReader, now: Now) -> ReviewCountsView:
    """Count what waits, for you and for everybody, each up to 1,000."""
    return ReviewCountsView.model_validate(queue.counts_for(access.session, actor=access.actor, now=now))


@router.get("/{review_item_id}", operation_id="getReviewItem", responses=responses(401, 403, 404))
def get_review_item(access: AsReader, review_item_id: ReviewItemId, now: Now, response: Response) -> ReviewItemView:
    """Read one item; its ETag is what taking it on asks for, and is not that of what it is about."""
    return _answer(access.session, access.actor, review_item_id, now, response)


@router.post("/{review_item_id}/claim", operation_id="claimReviewItem", responses=DECISION, openapi_extra=DECIDES)
def claim_review_item(
    access: AsDecider, review_item_id: ReviewItemId, now: Now, response: Response, seen: Seen
) -> ReviewItemView:
    """Take an item on for 20 minutes; again, for 20 minutes from now."""
    claiming.claim(access.session, item_id=review_item_id, seen=seen, actor=access.actor, now=now)
    return _answer(access.session, access.actor, review_item_id, now, response)


@router.post("/{review_item_id}/release", operation_id="releaseReviewItem", responses=DECISION, openapi_extra=DECIDES)
def release_review_item(
    access: AsDecider, review_item_id: ReviewItemId, now: Now, response: Response, seen: Seen
) -> ReviewItemView:
    """Give an item back before the 20 minutes are over; a manager ends anybody's claim."""
    claiming.release(access.session, item_id=review_item_id, seen=seen, actor=access.actor, now=now)
    return _answer(access.session, access.actor, review_item_id, now, response)


@router.post("/{review_item_id}/assign", operation_id="assignReviewItem", responses=DECISION, openapi_extra=DECIDES)
def assign_review_item(
    access: AsDecider, review_item_id: ReviewItemId, body: ReviewAssignment, now: Now, response: Response, seen: Seen
) -> ReviewItemView:
    """Hand an item on to a colleague, who may then decide on its interview."""
    claiming.assign(
        access.session, item_id=review_item_id, to=body.consultant_id, seen=seen, actor=access.actor, now=now
    )
    return _answer(access.session, access.actor, review_item_id, now, response)


def _answer(
    session: AgencySession, actor: Actor, item_id: ReviewItemId, now: datetime, response: Response
) -> ReviewItemView:
    row = rows.row_for(session, item_id=item_id, actor=actor, now=now)
    set_etag(response, row.item.revision)
    return item_view(row)
