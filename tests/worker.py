"""The worker and the clock of one agency: its tasks run, and its timers fall due, while every other agency's wait."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
import time_machine

from app.core.clock import utc_now
from app.core.db import Database
from app.core.queue import Work, enqueue
from app.core.settings import Settings
from app.worker import TASKS


@dataclass(frozen=True)
class AgencyWorker:
    """Runs what one agency has to do, by a clock that stands where the test puts it.

    ``queue`` is a connection that commits each statement: it is asked what is next some hundred thousand times a run.
    """

    db: Database
    queue: psycopg.Connection[Any]
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
        query = (
            "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs "
            "WHERE args->>'agency_id' = %s AND status = 'todo' ORDER BY id LIMIT 1) RETURNING task_name, args"
        )
        return self.queue.execute(query, [str(self.agency_id)]).fetchone()

    def _next_timer(self) -> datetime | None:
        found = self.queue.execute("SELECT min(due_at) FROM timer WHERE agency_id = %s", [self.agency_id]).fetchone()
        return found[0] if found else None

    def _promote(self) -> None:
        """Promote what is due of this agency alone; the loop itself is tested in tests/core."""
        due = "DELETE FROM timer WHERE agency_id = %s AND due_at <= %s RETURNING kind, subject_id"
        found = self.queue.execute(due, [self.agency_id, utc_now()]).fetchall()
        if found:
            with self.db.transaction() as session:
                for kind, subject_id in found:
                    enqueue(session, kind, agency_id=self.agency_id, subject_id=subject_id)
