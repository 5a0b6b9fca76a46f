"""The queue: what waits, found by whom it waits for, whose it is and what it says, and how much of it there is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    and_,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.models import Agency, Consultant, CoverRule
from app.core.actor import Actor, ConsultantActor
from app.reviews.models import ReviewItem
from app.reviews.queries.rows import QueueRow as QueueRow
from app.reviews.queries.rows import rows_of, visible_to
from app.reviews.queries.search import says
from app.reviews.rules.waiting import WaitsFor

QueueState = Literal["waiting", "claimed", "with_candidate", "decided", "overdue"]
Kind = Literal["debrief", "letter", "addendum", "summary"]
COUNTED_TO: Final = 1000
"""Nobody reads further; and a count that ends costs the same however much waits."""
_FOR_US: Final = ReviewItem.waits_for == literal_column("'us'")
_WITH_CANDIDATE: Final = ReviewItem.waits_for == literal_column("'candidate'")
"""Written out, so that every plan, also one made for any values, may use the index of that state alone."""


@dataclass(frozen=True)
class QueueFilter:
    """What of the queue is wanted; ``assignee``: a consultant, ``me`` with whom I cover for, or ``nobody``.

    ``state`` waiting, claimed and overdue: for us; ``waits_for`` alone says no more than a state does.
    """

    state: QueueState = "waiting"
    assignee: UUID | Literal["me", "nobody"] | None = None
    team: UUID | None = None
    client: UUID | None = None
    kind: Kind | None = None
    waits_for: WaitsFor | None = None
    due_before: datetime | None = None
    words: str | None = None


@dataclass(frozen=True)
class QueueCounts:
    """How much there is of each, up to `COUNTED_TO`; ``mine`` with whom I cover for; ``unclaimed`` by anybody."""

    mine: int
    unclaimed: int
    letters: int
    debriefs: int
    overdue: int
    with_candidate: int


def queue_for(
    session: Session,
    *,
    wanted: QueueFilter,
    actor: Actor,
    after: tuple[datetime, UUID] | None,
    limit: int,
    now: datetime,
) -> list[QueueRow]:
    """What the actor may see of what is wanted: what is due first; with candidates, what has lain there longest; of
    what was decided, the latest. ``after`` is the (`place_of`, id) last seen."""
    place = _place(wanted.state)
    query = select(ReviewItem).where(*visible_to(actor), *_conditions(wanted, actor, now)).limit(limit)
    last_first = wanted.state == "decided"
    if after is not None:
        key = tuple_(place, ReviewItem.id)
        query = query.where(key < after if last_first else key > after)
    order = (place.desc(), ReviewItem.id.desc()) if last_first else (place, ReviewItem.id)
    return rows_of(session, query, now=now, order=order)


def place_of(item: ReviewItem, wanted: QueueFilter) -> datetime:
    """The instant by which an item stands where it stands in such a list."""
    found: datetime = getattr(item, _place(wanted.state).key)
    return found


def counts_for(session: Session, *, actor: Actor, now: datetime) -> QueueCounts:
    """How much waits for the actor and for everybody, in one statement."""
    acts_as = actor.acts_as if isinstance(actor, ConsultantActor) else ()
    unclaimed = or_(ReviewItem.claimed_until.is_(None), ReviewItem.claimed_until <= now)
    found = session.execute(
        select(
            _count(actor, _FOR_US, ReviewItem.consultant_id.in_(acts_as)),
            _count(actor, _FOR_US, unclaimed),
            _count(actor, _FOR_US, ReviewItem.kind == "letter"),
            _count(actor, _FOR_US, ReviewItem.kind == "debrief"),
            _count(actor, _FOR_US, ReviewItem.due_at < now),
            _count(actor, _WITH_CANDIDATE),
        )
    ).one()
    return QueueCounts(*found)


def waiting_count(actor: Actor) -> ScalarSelect[int]:
    """How much waits for us that the actor may see, as a part of somebody's statement."""
    return _count(actor, _FOR_US)


def _count(actor: Actor, *which: ColumnElement[bool]) -> ScalarSelect[int]:
    some = select(ReviewItem.id).where(*visible_to(actor), *which).limit(COUNTED_TO).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _place(state: QueueState) -> InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]:
    return ReviewItem.decided_at if state in {"with_candidate", "decided"} else ReviewItem.due_at


def _conditions(wanted: QueueFilter, actor: Actor, now: datetime) -> Iterator[ColumnElement[bool]]:
    yield from _in_state(wanted.state, now)
    if wanted.assignee is not None:
        yield _assigned_to(wanted.assignee, actor, now)
    if wanted.team is not None:
        yield ReviewItem.team_id == wanted.team
    if wanted.client is not None:
        yield ReviewItem.client_id == wanted.client
    if wanted.kind is not None:
        yield ReviewItem.kind == wanted.kind
    if wanted.waits_for is not None:
        yield ReviewItem.waits_for == wanted.waits_for
    if wanted.due_before is not None:
        yield ReviewItem.due_at < wanted.due_before
    if wanted.words is not None:
        yield says(wanted.words)


def _in_state(state: QueueState, now: datetime) -> Iterator[ColumnElement[bool]]:
    match state:
        case "with_candidate":
            yield _WITH_CANDIDATE
        case "decided":
            yield ReviewItem.waits_for.is_(None)
        case _:
            yield _FOR_US
    if state == "claimed":
        yield ReviewItem.claimed_by.is_not(None)
        yield ReviewItem.claimed_until > now
    if state == "overdue":
        yield ReviewItem.due_at < now


def _assigned_to(assignee: UUID | Literal["me", "nobody"], actor: Actor, now: datetime) -> ColumnElement[bool]:
    if assignee == "nobody":
        return or_(ReviewItem.consultant_id.is_(None), ReviewItem.consultant_id.in_(_away_uncovered(actor, now)))
    if assignee == "me":
        return ReviewItem.consultant_id.in_(actor.acts_as if isinstance(actor, ConsultantActor) else ())
    return ReviewItem.consultant_id == assignee


def _away_uncovered(actor: Actor, now: datetime) -> Select[UUID]:
    """Who is away today while whoever was to cover for them has left."""
    zone = select(Agency.time_zone).where(Agency.agency_id == actor.agency_id).scalar_subquery()
    today = cast(func.timezone(zone, now), Date)
    return (
        select(CoverRule.consultant_id)
        .join(Consultant, and_(Consultant.agency_id == CoverRule.agency_id, Consultant.id == CoverRule.covered_by))
        .where(
            CoverRule.agency_id == actor.agency_id,
            CoverRule.ended_at.is_(None),
            CoverRule.from_on <= today,
            CoverRule.until_on >= today,
            Consultant.active.is_(False),
        )
    )
