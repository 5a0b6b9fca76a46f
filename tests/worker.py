"""The worker and the clock of one agency: its tasks run, and its timers fall due, while every other agency's wait."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import time_machine
from sqlalchemy import text

from app.core.clock import utc_now
from app.core.db import Database
from app.core.queue import Work, enqueue
from app.core.settings import Settings
from app.worker import TASKS


@dataclass(frozen=True)
class AgencyWorker:
    """Runs what one agency has to do, by a clock that stands where the test puts it."""

    db: Database
    settings: Settings
    agency_id: UUID
    clock: time_machine.Traveller

    def travel(self, to: datetime) -> None:
        """Move the clock, letting everything that falls due on the way happen at its own time."""
        while True:
            self.run_tasks()
            due = self._next_timer()
            if due is None or due > to:
                break
            self.clock.move_to(max(due, utc_now()))
            self._promote()
        self.clock.move_to(max(to, utc_now()))
        self.run_tasks()

    def run_due(self) -> int:
        """Promote what is due by now and run it, without moving the clock."""
        self._promote()
        return self.run_tasks()

    def run_tasks(self) -> int:
        """Run the agency's tasks as the worker would, until none is left; return how many ran."""
        work = Work(self.db, self.settings)
        tasks = {task.name: task for task in TASKS}
        count = 0
        while (job := self._take_task()) is not None:
            name, arguments = job
            tasks[name].run(work, agency_id=UUID(arguments["agency_id"]), subject_id=UUID(arguments["subject_id"]))
            count += 1
        return count

    def _take_task(self) -> tuple[str, dict[str, str]] | None:
        query = text(
            "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs "
            "WHERE args->>'agency_id' = :agency AND status = 'todo' ORDER BY id LIMIT 1) RETURNING task_name, args"
        )
        with self.db.transaction() as session:
            found = session.execute(query, {"agency": str(self.agency_id)}).one_or_none()
            return (found[0], found[1]) if found else None

    def _next_timer(self) -> datetime | None:
        with self.db.transaction() as session:
            query = text("SELECT min(due_at) FROM timer WHERE agency_id = :agency")
            due: datetime | None = session.scalar(query, {"agency": self.agency_id})
            return due

    def _promote(self) -> None:
        """Promote what is due of this agency alone; the loop itself is tested in tests/core."""
        with self.db.transaction() as session:
            query = text("DELETE FROM timer WHERE agency_id = :agency AND due_at <= :now RETURNING kind, subject_id")
            for kind, subject_id in session.execute(query, {"agency": self.agency_id, "now": utc_now()}).all():
                enqueue(session, kind, agency_id=self.agency_id, subject_id=subject_id)
