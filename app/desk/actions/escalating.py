"""What is overdue is told to the managers, once, while their desk is open (P12)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts.models import Consultant
from app.accounts.queries.cover import covering
from app.accounts.queries.in_charge import managers_of
from app.accounts.queries.rows import consultant
from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession
from app.core.local_time import local
from app.core.timers import set_timer
from app.desk.rendering.overdue import Overdue
from app.followup.queries.waiting import desk_of
from app.followup.rules.hours import next_opening
from app.interviews.queries import meeting_for
from app.reviews.actions.items import OVERDUE
from app.reviews.models import ReviewItem
from app.reviews.queries.rows import item_to_plan


@dataclass(frozen=True)
class Escalation:
    """What is overdue, and whom to tell."""

    late: Overdue
    managers: tuple[Consultant, ...]


def to_escalate(session: AgencySession, *, agency_id: UUID, item_id: UUID, now: datetime) -> Escalation | None:
    """Find whom to tell that an item is overdue; None where nothing is to be told, or not yet.

    Where its deadline was moved, or the desk is closed, the timer is set again.
    """
    actor = SystemActor(agency_id)
    item = item_to_plan(session, item_id=item_id)
    if item is None or not _is_to_be_told(item):
        return None
    meeting = meeting_for(session, interview_id=item.interview_id, actor=actor)
    today = local(now, meeting.agency.time_zone).date()
    opens = next_opening(now, desk_of(session, meeting.agency, today=today))
    later = item.due_at if item.due_at > now else opens
    if later is not None:
        set_timer(session, OVERDUE, agency_id=agency_id, subject_id=item.id, due_at=later)
        return None
    holder = _holder(session, item, actor)
    cover = covering(session, holder, today=today) if holder else None
    managers = managers_of(session, agency_id=agency_id, team_id=item.team_id)
    return Escalation(Overdue(item, meeting, holder, cover), tuple(managers))


def note_escalated(session: AgencySession, *, item_id: UUID, now: datetime) -> None:
    """Note that the managers were told, so that they are not told again."""
    item = item_to_plan(session, item_id=item_id)
    if item is not None and _is_to_be_told(item):
        item.escalated_at = now
        item.revision += 1


def _is_to_be_told(item: ReviewItem) -> bool:
    return item.decision is None and item.waits_for == "us" and item.escalated_at is None


def _holder(session: AgencySession, item: ReviewItem, actor: Actor) -> Consultant | None:
    return None if item.consultant_id is None else consultant(session, consultant_id=item.consultant_id, actor=actor)
