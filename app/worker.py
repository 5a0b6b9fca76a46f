"""The one list of tasks, and the process that runs them. A timer's kind is the name of a task of this list."""

from app.accounts import tasks as accounts
from app.core.db import Database
from app.core.queue import Task, Work
from app.core.settings import Settings
from app.core.worker_loop import SIDE_CONNECTIONS, Pace, work_until_stopped
from app.debriefs import tasks as debriefs
from app.deliveries import tasks as deliveries
from app.interviews import tasks as interviews
from app.letters import tasks as letters

TASKS: tuple[Task, ...] = (
    accounts.mail_invitation,
    interviews.end,
    interviews.mail_link,
    debriefs.request,
    debriefs.mail_request,
    debriefs.remind,
    debriefs.mail_returned,
    debriefs.tell_consultant,
    letters.tell_consultant,
    letters.tell_to_ask,
    letters.mail_returned,
    deliveries.send_delivery,
    deliveries.stop,
    deliveries.look_at_addresses,
    deliveries.look_at_contact,
)


def run(settings: Settings, *, database_url: str) -> None:
    """Run tasks and timers until SIGTERM or SIGINT; the URL is of the app role. Logging is the caller's to set up."""
    db = Database(database_url, pool_size=settings.worker_concurrency + SIDE_CONNECTIONS)
    try:
        work_until_stopped(Work(db, settings), TASKS, database_url=database_url, pace=Pace(tick=settings.tick_seconds))
    finally:
        db.dispose()
