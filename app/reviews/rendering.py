"""Review items in the form in which they go out."""

from typing import Final

from app.core.ids import public_id
from app.reviews.models import QueueRow
from app.reviews.rules.deadlines import shareable
from app.reviews.schemas import ReviewItemView

PREFIXES: Final = {"debrief": "dbf", "letter": "ltr", "addendum": "adm", "summary": "ltr"}


def item_view(row: QueueRow) -> ReviewItemView:
    """Show an item with its names; a claim that has ended is not shown."""
    item, claimed = row.item, row.claimed_by_name is not None
    return ReviewItemView.model_validate(
        {
            **{name: getattr(item, name, None) for name in ReviewItemView.model_fields},
            "subject_id": public_id(PREFIXES[item.kind], item.subject_id),
            "due_why": shareable(item.due_why),
            "candidate": row.candidate,
            "job": row.job,
            "client": row.client,
            "consultant": row.consultant,
            "claimed_by": item.claimed_by if claimed else None,
            "claimed_by_name": row.claimed_by_name,
            "claimed_until": item.claimed_until if claimed else None,
        }
    )
