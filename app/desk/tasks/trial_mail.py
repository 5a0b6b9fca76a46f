"""The mail by which an administrator sees whether mail gets through."""

from uuid import UUID

from app.accounts.queries.rows import agency, consultant
from app.accounts.tasks import Notice, post
from app.adapters.mail import MailFailure
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.desk.actions.trying_mail import Failure, note_trial
from app.desk.queries.setting_up import trial_of
from app.desk.rendering.setting_up import trial_mail


@task("desk.try_mail")
def try_mail(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail an administrator in the way that candidates are mailed, and note how it ended.

    At least once: run again before it was noted, it mails a second time. A refusal is the outcome and not tried again:
    the administrator looks at the page. Each wait for the server is at most 60 seconds.
    """
    with work.db.transaction(agency_id) as session:
        trial = trial_of(session, agency_id, by=subject_id)
        if trial is None or trial.state != "asked":
            return
        user = consultant(session, consultant_id=subject_id, actor=SystemActor(agency_id))
        whose = agency(session, agency_id)
    mail = trial_mail(agency=whose.name, name=user.name, link=f"{work.settings.public_url}/desk/settings/set-up")
    notice = Notice(
        mail, user.name, user.email, whose.name, reply_to=None, thread=f"consultant-{user.id.hex}", agency=whose
    )
    failed: Failure | None = None
    try:
        post(notice, settings=work.settings, now=utc_now())
    except MailFailure as failure:
        failed = (failure.step, failure.code)
    with work.db.transaction(agency_id) as session:
        note_trial(session, agency_id=agency_id, consultant_id=subject_id, failed=failed, now=utc_now())
