"""Who has looked at what, for the comparison with one's own last look and for whoever looks at the same time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Consultant
from app.audit.queries import TrailEntry
from app.core.db import Base, within_agency
from app.debriefs.models import Added
from app.debriefs.models import Standing as Told
from app.deliveries.queries.candidate import Agreement, OnItsWay
from app.followup.models.calls import Called
from app.followup.models.decisions import Decision
from app.followup.models.heard import Heard, Outcome
from app.interviews.models import AttendanceAnswer, Interview, Meeting, Met
from app.letters.models import Letter, LetterVersion
from app.reviews.models import ReviewItem


class LastLook(Base):
    """Which version of a letter one of the agency's people looked at last; ``before`` is the one they had seen before.

    It is no event: what changed is shown against ``before`` until the next version comes.
    """

    __tablename__ = "last_look"
    __table_args__ = (
        within_agency("consultant_id", "consultant"),
        within_agency("letter_id", "letter"),
        CheckConstraint("before < version", name="before_is_earlier"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    consultant_id: Mapped[UUID] = mapped_column(primary_key=True)
    letter_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    before: Mapped[int | None]
    looked_at: Mapped[datetime]


class Looking(Base):
    """That somebody has a review item open: their visible window says so every few seconds."""

    __tablename__ = "looking"
    __table_args__ = (
        within_agency("item_id", "review_item"),
        within_agency("consultant_id", "consultant"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    consultant_id: Mapped[UUID] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


@dataclass(frozen=True)
class Story:
    """One interview and all that followed, as a reader of the agency may know it.

    ``written`` is what was submitted last of each letter, ``entries`` the newest of the trail, ``people`` the names of
    the users in it, ``next_round`` the next interview of the application that is not off.
    """

    meeting: Meeting
    met: Sequence[Met]
    told: Told
    answer: AttendanceAnswer | None
    letters: Sequence[Letter]
    written: Mapping[UUID, LetterVersion]
    agreed: Sequence[Agreement]
    ways: Sequence[OnItsWay]
    added: Sequence[Added]
    calls: Sequence[Called]
    heard: Sequence[Heard]
    items: Sequence[ReviewItem]
    entries: Sequence[TrailEntry]
    people: Mapping[UUID, str]
    cover: Consultant | None
    decision: Decision | None = None
    outcome: Outcome | None = None
    next_round: Interview | None = None
