"""The one list of tasks, and the process that runs them. A timer's kind is the name of a task of this list."""

from app.accounts import tasks as accounts
from app.core.db import Database
from app.core.queue import Task, Work
from app.core.settings import Settings
from app.core.worker_loop import SIDE_CONNECTIONS, Pace, work_until_stopped
from app.debriefs.tasks import addenda, asking, copying, telling
from app.deliveries.tasks import planning, sending
from app.deliveries.tasks import telling as delivered
from app.desk.tasks import overdue, stuck, trial_mail
from app.documents import tasks as documents
from app.followup.tasks import arriving, asked, awaited, decisions, given, promises, relayed, relaying
from app.interviews import tasks as interviews
from app.letters import tasks as letters
from app.privacy import tasks as privacy
from app.reviews import tasks as reviews
from app.threads import tasks as threads

TASKS: tuple[Task, ...] = (
    accounts.mail_invitation,
    accounts.tell_of_factor,
    accounts.check_mail_domain,
    accounts.tell_of_mail_domain,
    accounts.test_relay,
    accounts.tell_of_relay,
    interviews.end,
    interviews.mail_link,
    interviews.prepare,
    interviews.correct,
    interviews.tell_disowned,
    documents.mail_read_back,
    interviews.tell_attendance,
    asking.request,
    asking.mail_request,
    asking.remind,
    telling.mail_returned,
    telling.mail_taken,
    telling.tell_declined,
    copying.mail_copy,
    addenda.tell_addendum,
    addenda.mail_addendum_returned,
    arriving.tell_of_debrief,
    arriving.tell_of_letter,
    awaited.tell_no_debrief,
    promises.begin_promise,
    promises.keep_promise,
    promises.go_on,
    promises.warn,
    promises.note_broken,
    promises.mail_update,
    asked.tell_nudge,
    given.digest,
    given.note_given,
    given.tell_given,
    relaying.relay_due,
    relaying.relay_overdue,
    decisions.expect_decision,
    decisions.turn_decision,
    decisions.tell_chase,
    decisions.tell_wanted,
    relayed.mail_relayed,
    letters.tell_to_ask,
    letters.mail_returned,
    letters.mail_suggestion,
    letters.tell_answer,
    reviews.follow,
    reviews.name_anew,
    reviews.free_of_leaver,
    threads.tell_candidate,
    threads.tell_consultant,
    letters.read_upload,
    letters.give_up_upload,
    sending.send_delivery,
    sending.copy_to_consultant,
    planning.stop,
    planning.look_at_addresses,
    planning.look_at_contact,
    delivered.tell_cancelled,
    privacy.tell_request,
    privacy.make_export,
    privacy.confirm_erasure,
    privacy.write_ledger,
    privacy.retain,
    planning.plan_after_move,
    planning.plan_after_calendar,
    planning.plan_after_lead,
    planning.plan_review,
    overdue.review_overdue,
    stuck.look_for_stuck,
    trial_mail.try_mail,
    delivered.tell_moved,
    delivered.tell_waiting,
)


def run(settings: Settings, *, database_url: str) -> None:
    """Run tasks and timers until SIGTERM or SIGINT; the URL is of the app role. Logging is the caller's to set up."""
    db = Database(database_url, pool_size=settings.worker_concurrency + SIDE_CONNECTIONS)
    try:
        work_until_stopped(Work(db, settings), TASKS, database_url=database_url, pace=Pace(tick=settings.tick_seconds))
    finally:
        db.dispose()
