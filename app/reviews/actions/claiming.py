"""An item is taken on, given back, handed on: nothing of what it is about changes, and the trail tells of it.

A claim is soft (ADR 0022): it says who is at it, lets them decide, and ends by itself; nobody's decision is refused
for it, only another claim.
"""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.people import decider
from app.audit.canonical import Detail
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden, PreconditionFailed
from app.core.ids import public_id
from app.core.timers import clear_timer, set_timer
from app.interviews.queries import interview_for
from app.reviews import policy
from app.reviews.models import ReviewHandover, ReviewItem
from app.reviews.queries import rows
from app.reviews.rules.waiting import CLAIM_LASTS


class ClaimedAlready(Conflict):
    """Somebody else is at this already: let them finish, or decide on it yourself where it is yours."""

    code = "claimed_already"


class NothingWaits(Conflict):
    """This waits for no decision of ours any more."""

    code = "review_item_not_waiting"


def claim(session: AgencySession, *, item_id: UUID, seen: int, actor: Actor, now: datetime) -> ReviewItem:
    """Take an item on for twenty minutes; again, for twenty minutes from now. Raises ClaimedAlready, NothingWaits.

    Whoever holds it already is not asked what they saw.
    """
    item = rows.item_for(session, item_id=item_id, actor=actor, lock=True)
    if not policy.may_claim(actor):
        raise Forbidden
    _require_waiting(item)
    if policy.claimed_by_another(item, actor, now=now):
        name = rows.colleague_name(session, agency_id=item.agency_id, consultant_id=item.claimed_by)
        raise ClaimedAlready(f"{name} is at this until {item.claimed_until:%H:%M} UTC. Let them finish, or ask them.")
    if not _holds(item, actor, now):
        _require_seen(session, item, seen)
    item.claimed_by, item.claimed_until = actor.id, now + CLAIM_LASTS
    details: dict[str, Detail] = {"until": item.claimed_until.isoformat(timespec="minutes")}
    _hand_over(session, item, "claimed", actor.id, AuditAction.REVIEW_ITEM_CLAIMED, details, actor=actor, now=now)
    return item


def release(session: AgencySession, *, item_id: UUID, seen: int, actor: Actor, now: datetime) -> ReviewItem:
    """End a claim, one's own or, as a manager, anybody's; does nothing where none stands."""
    item = rows.item_for(session, item_id=item_id, actor=actor, lock=True)
    if not policy.may_claim(actor):
        raise Forbidden
    if item.claimed_until is None or item.claimed_until <= now:
        return item
    if not policy.may_release(actor, item):
        raise Forbidden
    _require_seen(session, item, seen)
    give_back(session, item, actor=actor, now=now)
    return item


def give_back(session: AgencySession, item: ReviewItem, *, actor: Actor, now: datetime) -> None:
    """End the claim of an item that the caller has locked."""
    item.claimed_by = item.claimed_until = None
    _hand_over(session, item, "released", None, AuditAction.REVIEW_ITEM_RELEASED, {}, actor=actor, now=now)


def assign(session: AgencySession, *, item_id: UUID, to: UUID, seen: int, actor: Actor, now: datetime) -> ReviewItem:
    """Hand an item on to a colleague who decides; a claim of anybody else ends. Raises NothingWaits.

    Whoever is named may then decide on its interview, too, and is told, unless they took it themselves.
    """
    item = rows.item_for(session, item_id=item_id, actor=actor, lock=True)
    interview = interview_for(session, interview_id=item.interview_id, actor=actor)
    if not policy.may_assign(actor, interview):
        raise Forbidden
    _require_waiting(item)
    colleague = decider(session, named=to, actor=actor)
    _require_seen(session, item, seen)
    item.consultant_id, item.team_id = colleague.id, colleague.team_id
    item.assigned_at = None if colleague.id == interview.consultant_id else now
    if item.claimed_by != colleague.id:
        item.claimed_by = item.claimed_until = None
    details: dict[str, Detail] = {"to": public_id("con", colleague.id)}
    _hand_over(session, item, "assigned", colleague.id, AuditAction.REVIEW_ITEM_ASSIGNED, details, actor=actor, now=now)
    if colleague.id == actor.id:
        clear_timer(session, "followup.note_given", agency_id=item.agency_id, subject_id=item.id)
    else:
        set_timer(session, "followup.note_given", agency_id=item.agency_id, subject_id=item.id, due_at=now)
    return item


def _holds(item: ReviewItem, actor: Actor, now: datetime) -> bool:
    return item.claimed_by == actor.id and item.claimed_until is not None and item.claimed_until > now


def _require_waiting(item: ReviewItem) -> None:
    if item.waits_for != "us":
        whom = "It waits for the candidate." if item.waits_for else "It waits for nobody."
        raise NothingWaits(f"This was {item.decision} meanwhile. {whom}")


def _require_seen(session: AgencySession, item: ReviewItem, seen: int) -> None:
    if item.revision != seen:
        raise PreconditionFailed(f"{_last_change(session, item)} Read it again and decide on what it says now.")


def _last_change(session: AgencySession, item: ReviewItem) -> str:
    handed = rows.handover_of(session, item)
    if handed is None:
        return "It is due at another time than you read."
    holder = rows.colleague_name(session, agency_id=item.agency_id, consultant_id=handed.held_by)
    done = {
        "claimed": f"{holder} took it on",
        "released": "It was given back to the queue",
        "assigned": f"It was handed to {holder}",
    }
    return f"{done[handed.step]}, at {handed.at:%Y-%m-%d %H:%M} UTC."


def _hand_over(
    session: AgencySession,
    item: ReviewItem,
    step: str,
    holder: UUID | None,
    action: AuditAction,
    details: dict[str, Detail],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    item.revision += 1
    row = rows.handover_of(session, item)
    if row is None:
        row = ReviewHandover(agency_id=item.agency_id, id=item.id)
        session.add(row)
    row.step, row.held_by, row.at = step, holder, now
    record(session, action, subject=row, actor=actor, now=now, details=details)
