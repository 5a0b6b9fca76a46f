"""What waits for somebody who is to be told of it, and when their desk is open."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Agency, Consultant, CoverRule
from app.accounts.queries.cover import covering
from app.accounts.queries.rows import settings_of
from app.core.local_time import local
from app.debriefs.models import Debrief
from app.directory.models import CalendarDay
from app.directory.rules import Correction, WorkingTime, corrected
from app.followup.models.calls import Reader
from app.letters.models import Letter
from app.reviews.models import ReviewItem

MOST_LISTED = 50


def item_that_waits(session: Session, *, subject: Debrief | Letter) -> ReviewItem | None:
    """The item of the newest version, if nobody has decided on it."""
    return session.scalars(
        select(ReviewItem).where(
            ReviewItem.agency_id == subject.agency_id,
            ReviewItem.subject_id == subject.id,
            ReviewItem.version == subject.version,
            ReviewItem.decision.is_(None),
        )
    ).one_or_none()


def reader_of(session: Session, consultant: Consultant, agency: Agency, *, now: datetime) -> Reader:
    """Who hears of what came in for a consultant: they themselves, or whoever covers for them today (P21)."""
    today = local(now, agency.time_zone).date()
    return Reader(covering(session, consultant, today=today) or consultant, desk_of(session, agency, today=today))


def desk_of(session: Session, agency: Agency, *, today: date) -> WorkingTime:
    """When the agency's own people work: its settings, and its country's calendar as corrected."""
    settings = settings_of(session, agency.agency_id)
    days = session.scalars(
        select(CalendarDay)
        .where(
            CalendarDay.agency_id == agency.agency_id,
            CalendarDay.country == agency.country,
            CalendarDay.subdivision.is_(None),
            CalendarDay.removed_at.is_(None),
            CalendarDay.last_day >= today,
        )
        .order_by(CalendarDay.id)
    )
    off, worked = corrected(Correction(0, day.day, day.last_day, day.name, day.kind == "worked") for day in days)
    return WorkingTime(
        time_zone=agency.time_zone,
        work_starts=settings.desk_opens,
        work_ends=settings.desk_closes,
        country=agency.country,
        extra_holidays=off,
        extra_workdays=worked,
    )


def waiting_for(session: Session, consultant: Consultant, *, today: date) -> list[ReviewItem]:
    """What waits for a consultant and for those whom they cover today, the most urgent first."""
    covered = select(CoverRule.consultant_id).where(
        CoverRule.agency_id == consultant.agency_id,
        CoverRule.covered_by == consultant.id,
        CoverRule.ended_at.is_(None),
        CoverRule.from_on <= today,
        CoverRule.until_on >= today,
    )
    whose = {consultant.id, *session.scalars(covered)}
    query = (
        select(ReviewItem)
        .where(
            ReviewItem.agency_id == consultant.agency_id,
            ReviewItem.waits_for == "us",
            ReviewItem.consultant_id.in_(whose),
        )
        .order_by(ReviewItem.due_at, ReviewItem.id)
        .limit(MOST_LISTED)
    )
    return list(session.scalars(query))
