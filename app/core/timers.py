"""What is due later: one row per kind and subject, which actions set, move and clear in their own transaction.

A kind is the name of the task that it becomes when due. The table holds ids only, so it has no row-level security
and one loop serves all agencies. Nothing is parked in the queue (100,000 far-future tasks slow every fetch).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base, Database
from app.core.queue import enqueue


class Timer(Base):
    """One thing that will happen."""

    __tablename__ = "timer"
    __table_args__ = (Index("ix_timer_due_at", "due_at"),)

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]


def set_timer(
    session: Session, kind: str, *, agency_id: UUID, subject_id: UUID, due_at: datetime, keep_earlier: bool = False
) -> None:
    """Set or move the timer of this kind and subject.

    ``keep_earlier``: one that is set to an earlier instant stays. Its row is locked all the same, so that what this
    transaction changes is there when it falls due.
    """
    row = insert(Timer).values(agency_id=agency_id, kind=kind, subject_id=subject_id, due_at=due_at)
    then = func.least(Timer.due_at, due_at) if keep_earlier else due_at
    moved = row.on_conflict_do_update(index_elements=["agency_id", "kind", "subject_id"], set_={"due_at": then})
    with session.no_autoflush:  # timers stand alone; a change that waits for its audit entry is not sent before it
        session.execute(moved)


def clear_timer(session: Session, kind: str, *, agency_id: UUID, subject_id: UUID) -> None:
    """Clear the timer of this kind and subject, if there is one."""
    cleared = delete(Timer).where(Timer.agency_id == agency_id, Timer.kind == kind, Timer.subject_id == subject_id)
    with session.no_autoflush:  # as in `set_timer`
        session.execute(cleared)


def promote_due(db: Database, *, now: datetime, most: int = 100) -> int:
    """Turn what is due into tasks, in one transaction, earliest first; return how many there were.

    Safe beside other workers: rows they hold are skipped, and a worker that was down catches up from the table.
    """
    with db.transaction() as session:
        due = session.scalars(
            select(Timer)
            .where(Timer.due_at <= now)
            .order_by(Timer.due_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        ).all()
        for timer in due:
            enqueue(session, timer.kind, agency_id=timer.agency_id, subject_id=timer.subject_id)
            session.delete(timer)
        return len(due)
