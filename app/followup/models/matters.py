"""What waits for a consultant once the letter is on its way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class OpenMatter:
    """Something of one interview that waits for a consultant after the letter: a line of the desk's one list.

    ``kind`` is what it is (`relay`, `outcome`, `chase`, `promise`, `nudge`, …), ``words`` what is to be done, without
    anybody's confidence; ``due_at`` until when, ``path`` where at the desk it is done. ``zone`` is the place whose
    clock sets the time, where that is not the agency's own.
    """

    kind: str
    subject_id: UUID
    interview_id: UUID
    consultant_id: UUID
    due_at: datetime
    words: str
    path: str
    zone: str | None = None
