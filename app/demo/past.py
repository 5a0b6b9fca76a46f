"""What happened before the demonstration began: one transaction, in which time passes as it is told.

Whatever falls due on the way, and every task, runs at its own time and within that transaction; a worker beside it sees
nothing before it is committed, and then only what is still to come.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from app.core.clock import as_of
from app.core.db import AgencySession, Database
from app.core.queue import Task, Work
from app.core.settings import Settings

# Only what this very transaction wrote, by its ``xmin``: what others planned is theirs.
_NEWEST_TASK = text("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
_TAKE_TASKS = text(
    "DELETE FROM procrastinate_jobs WHERE id > :since AND xmin = pg_current_xact_id()::xid "
    "RETURNING id, task_name, (args->>'subject_id')::uuid"
)
_TAKE_TIMER = text(
    "DELETE FROM timer WHERE (agency_id, kind, subject_id) = (SELECT agency_id, kind, subject_id FROM timer "
    "WHERE agency_id = :agency_id AND due_at <= :until AND xmin = pg_current_xact_id()::xid "
    "ORDER BY due_at, kind LIMIT 1) RETURNING kind, subject_id, due_at"
)


class _Within(Database):
    """Lends the one session that is open to whoever asks for a transaction."""

    def __init__(self, session: AgencySession) -> None:
        self._session = session

    @contextmanager
    def transaction(self, agency_id: UUID | None = None) -> Iterator[AgencySession]:  # noqa: ARG002 - as lent out
        yield self._session
        self._session.flush()


class Past:
    """An agency's past while it is told; ``at`` is how far it is."""

    def __init__(
        self,
        session: AgencySession,
        settings: Settings,
        tasks: Sequence[Task],
        *,
        agency_id: UUID,
        begins: datetime,
    ) -> None:
        """Begin to tell; the session is of this agency, and its transaction the caller's."""
        self.session, self.agency_id, self.at = session, agency_id, begins
        self._since = session.scalar(_NEWEST_TASK)
        self._tasks = {task.name: task for task in tasks}
        self._work = Work(_Within(session), settings)

    def reach(self, moment: datetime) -> None:
        """Let time pass up to a moment, and what falls due before happen; never backwards."""
        self._run_tasks()
        while due := self.session.execute(_TAKE_TIMER, {"agency_id": self.agency_id, "until": moment}).one_or_none():
            self.at = max(self.at, due.due_at)
            self._run(due.kind, due.subject_id)
            self._run_tasks()
        self.at = max(self.at, moment)

    def _run_tasks(self) -> None:
        self.session.flush()
        while tasks := self.session.execute(_TAKE_TASKS, {"since": self._since}).all():
            for _, name, subject_id in sorted(tasks):
                self._run(name, subject_id)
                self.session.flush()

    def _run(self, name: str, subject_id: UUID) -> None:
        with as_of(self.at):
            self._tasks[name].run(self._work, agency_id=self.agency_id, subject_id=subject_id)
