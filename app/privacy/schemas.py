"""The trail as it is read."""

from datetime import datetime

from app.accounts.schemas import Outgoing
from app.core.ids import AuditEventId


class TrailEntryView(Outgoing):
    """One entry of the trail: a sentence for people, and what an outsider needs to check the chain."""

    id: AuditEventId
    at: datetime
    action: str
    subject_kind: str
    subject_id: str
    seq: int
    who: str
    sentence: str
    details: dict[str, str | int | bool | list[str] | None]
    hash: str
    prev_hash: str
