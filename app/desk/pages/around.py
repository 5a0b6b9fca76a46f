"""What every page about one review item begins with: who looks, at what, and whether they may decide."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Request

from app.accounts.access import Access
from app.core.actor import ConsultantActor
from app.core.errors import Forbidden
from app.core.ids import ReviewItemId, public_id
from app.desk.pages.frame import Desk, at_desk
from app.interviews.models import Meeting
from app.interviews.policy import may_decide
from app.interviews.queries import interview_for, meeting_for
from app.reviews.models import ReviewItem
from app.reviews.queries.rows import QueueRow, item_for, row_for
from app.web.page_routes import DESK

ItemId = Annotated[ReviewItemId, Path(alias="review_item_id")]


@dataclass(frozen=True)
class Reviewed:
    """One review item as it lies on somebody's desk."""

    desk: Desk
    row: QueueRow
    meeting: Meeting
    decides: bool

    @property
    def item(self) -> ReviewItem:
        """The row itself."""
        return self.row.item

    @property
    def path(self) -> str:
        """Where its pages begin."""
        return f"{DESK}/review/{public_id('rvw', self.row.item.id)}"

    @property
    def interview(self) -> str:
        """The public identifier of the interview."""
        return public_id("int", self.meeting.interview.id)


def item_to_decide(access: Access[ConsultantActor], item_id: UUID) -> ReviewItem:
    """An item on which whoever is here may decide; raises ReviewItemNotFound (404), Forbidden (403)."""
    item = item_for(access.session, item_id=item_id, actor=access.actor)
    if not may_decide(access.actor, interview_for(access.session, interview_id=item.interview_id, actor=access.actor)):
        raise Forbidden
    return item


def reviewed(request: Request, access: Access[ConsultantActor], item_id: UUID, *, now: datetime) -> Reviewed:
    """Read a review item and what it is about; raises ReviewItemNotFound."""
    row = row_for(access.session, item_id=item_id, actor=access.actor, now=now)
    meeting = meeting_for(access.session, interview_id=row.item.interview_id, actor=access.actor)
    decides = may_decide(access.actor, meeting.interview)
    return Reviewed(at_desk(request, access), row, meeting, decides)
