"""Review items are opened by a submission, closed by a decision, planned anew; each is audited on what it is about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.ids import new_id
from app.core.queue import enqueue
from app.core.timers import clear_timer
from app.reviews.models import ReviewItem
from app.reviews.queries import rows
from app.reviews.queries.search import searchable
from app.reviews.queries.surroundings import surroundings_of
from app.reviews.rules.waiting import waits_after, without_a_clock

OVERDUE = "desk.review_overdue"
"""The timer of a deadline, and the task it becomes; its subject is the item."""


def open_item(
    session: AgencySession,
    *,
    kind: str,
    subject_id: UUID,
    version: int,
    interview_id: UUID,
    due_at: datetime,
    actor: Actor,
    now: datetime,
    words: str = "",
    facts: Mapping[str, Any] | None = None,
) -> ReviewItem:
    """Put one submitted version on the desk of whose interview it is; the submission's own audit entry covers it.

    ``words``: what it says, but for what only the agency may read: everybody who reads the queue finds it by them.
    """
    before = settle(session, subject_id=subject_id, event="superseded", actor=actor) if version > 1 else None
    around = surroundings_of(session, agency_id=actor.agency_id, interview_id=interview_id)
    item = ReviewItem(
        agency_id=actor.agency_id,
        id=new_id(),
        interview_id=interview_id,
        kind=kind,
        subject_id=subject_id,
        version=version,
        consultant_id=around.consultant_id,
        team_id=around.team_id,
        client_id=around.client_id,
        due_at=due_at,
        cut_off_zone=around.time_zone,
        due_why=without_a_clock(due_at, around.time_zone),
        created_at=now,
        waits_for=waits_after(kind, "submitted"),
        facts={**(facts or {}), "after_return": before is not None and before.decision == "returned"},
        search=searchable(names=around.names, words=words),
    )
    session.add(item)
    enqueue(session, "deliveries.plan_review", agency_id=item.agency_id, subject_id=interview_id)
    return item


def close_item(
    session: AgencySession, *, subject_id: UUID, version: int, decision: str, actor: Actor, now: datetime
) -> None:
    """Take a version off the desk with what was decided; where the candidate has it, it waits for nobody any more.

    Does nothing where it waits for neither.
    """
    item = rows.waiting_item(session, agency_id=actor.agency_id, subject_id=subject_id, version=version)
    if item is None:
        settle(session, subject_id=subject_id, event=decision, actor=actor)
        return
    item.decision, item.decided_at, item.decided_by = decision, now, actor.id
    item.waits_for = waits_after(item.kind, decision)
    item.revision += 1
    clear_timer(session, OVERDUE, agency_id=item.agency_id, subject_id=item.id)


def settle(session: AgencySession, *, subject_id: UUID, event: str, actor: Actor) -> ReviewItem | None:
    """Let the newest version of a debrief or letter wait for whom an event says that was no decision on it.

    One that waits for us keeps waiting: it takes a decision. Returns the item of that version.
    """
    item = rows.newest_item(session, agency_id=actor.agency_id, subject_id=subject_id)
    if item is None or item.decision is None:
        return item
    then = waits_after(item.kind, event)
    if item.waits_for != then:
        item.waits_for = then
        item.revision += 1
    return item


def replan_item(
    session: AgencySession,
    *,
    item_id: UUID,
    due_at: datetime,
    cut_off_zone: str,
    due_why: str,
    now: datetime,  # noqa: ARG001 - every action is told the time
) -> None:
    """Say by when a waiting item is due, by whose clock and why; not audited, and no change where all is the same."""
    item = rows.item_to_plan(session, item_id=item_id)
    if item is None or item.decision is not None:
        return
    if (item.due_at, item.cut_off_zone, item.due_why) != (due_at, cut_off_zone, due_why):
        item.due_at, item.cut_off_zone, item.due_why = due_at, cut_off_zone, due_why
        item.revision += 1
