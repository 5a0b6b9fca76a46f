"""What was given to somebody who is to be told of it. That they were not told yet is a timer, which falls due again."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Agency, Consultant, CoverRule
from app.core.actor import SystemActor
from app.core.local_time import instant, local
from app.core.timers import Timer
from app.followup.models.calls import Given
from app.interviews.models import Interview
from app.interviews.queries import meetings_for
from app.interviews.states import OFF
from app.reviews.models import ReviewItem

NOT_TOLD: Final = "followup.note_given"
"""The timer of something given of which nobody was told yet; its subject is what was given."""


def given_to(session: Session, user: Consultant, agency: Agency, *, now: datetime) -> list[Given]:
    """Everything given to this user that they were not told of and that has begun."""
    subjects = session.scalars(
        select(Timer.subject_id).where(Timer.agency_id == agency.agency_id, Timer.kind == NOT_TOLD)
    ).all()
    found = given_among(session, agency, subjects, now=now)
    return [one for one in found if one.taker.id == user.id and one.begins_at <= now]


def given_among(session: Session, agency: Agency, subject_ids: Sequence[UUID], *, now: datetime) -> list[Given]:
    """What of these still is somebody's to do: items that wait, interviews that go on, covers not over."""
    return [
        *_items(session, agency, subject_ids, now),
        *_interviews(session, agency, subject_ids, now),
        *_covers(session, agency, subject_ids, now),
    ]


def _items(session: Session, agency: Agency, subject_ids: Sequence[UUID], now: datetime) -> Iterator[Given]:
    rows = session.execute(
        select(ReviewItem, Consultant)
        .join(Consultant, (Consultant.agency_id == agency.agency_id) & (Consultant.id == ReviewItem.consultant_id))
        .where(ReviewItem.agency_id == agency.agency_id, ReviewItem.id.in_(subject_ids), ReviewItem.waits_for == "us")
        .order_by(ReviewItem.due_at, ReviewItem.id)
    ).all()
    ids = [item.interview_id for item, _ in rows]
    meetings = meetings_for(session, interview_ids=ids, actor=SystemActor(agency.agency_id))
    for item, taker in rows:
        yield Given(item.id, taker, [item], now, meeting=meetings[item.interview_id])


def _interviews(session: Session, agency: Agency, subject_ids: Sequence[UUID], now: datetime) -> Iterator[Given]:
    open_ones = select(Interview.id).where(
        Interview.agency_id == agency.agency_id,
        Interview.id.in_(subject_ids),
        Interview.state.not_in({*OFF, "closed"}),
    )
    ids = session.scalars(open_ones.order_by(Interview.starts_at, Interview.id)).all()
    meetings = meetings_for(session, interview_ids=ids, actor=SystemActor(agency.agency_id))
    waiting = _waiting(session, agency, ReviewItem.interview_id, ids)
    for one in ids:
        theirs = [item for item in waiting if item.interview_id == one]
        yield Given(one, meetings[one].consultant, theirs, now, meeting=meetings[one])


def _covers(session: Session, agency: Agency, subject_ids: Sequence[UUID], now: datetime) -> Iterator[Given]:
    today = local(now, agency.time_zone).date()
    rules = session.scalars(
        select(CoverRule)
        .where(
            CoverRule.agency_id == agency.agency_id,
            CoverRule.id.in_(subject_ids),
            CoverRule.ended_at.is_(None),
            CoverRule.until_on >= today,
        )
        .order_by(CoverRule.from_on, CoverRule.id)
    ).all()
    named = {rule.consultant_id for rule in rules} | {rule.covered_by for rule in rules}
    users = select(Consultant).where(Consultant.agency_id == agency.agency_id, Consultant.id.in_(named))
    people = {one.id: one for one in session.scalars(users)}
    waiting = _waiting(session, agency, ReviewItem.consultant_id, [rule.consultant_id for rule in rules])
    for rule in rules:
        theirs = [item for item in waiting if item.consultant_id == rule.consultant_id]
        begins = instant(rule.from_on, time(0), agency.time_zone)
        away = people[rule.consultant_id]
        yield Given(rule.id, people[rule.covered_by], theirs, begins, cover=rule, away=away)


def _waiting(session: Session, agency: Agency, whose: Any, ids: Sequence[UUID]) -> list[ReviewItem]:
    query = select(ReviewItem).where(
        ReviewItem.agency_id == agency.agency_id, whose.in_(ids), ReviewItem.waits_for == "us"
    )
    return list(session.scalars(query.order_by(ReviewItem.due_at, ReviewItem.id)))
