"""Once a working day administrators hear what is stuck."""

from contextlib import suppress
from uuid import UUID

from app.accounts.queries.rows import administrators, agency
from app.accounts.tasks import Notice, post
from app.adapters.mail import Refused
from app.core.clock import utc_now
from app.core.local_time import local
from app.core.queue import Work, task
from app.desk.queries.stuck import stuck
from app.desk.rendering.stuck import stuck_mail
from app.directory.rules import is_working_day
from app.followup.queries.waiting import desk_of


@task("desk.look_for_stuck")
def look_for_stuck(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:  # noqa: ARG001 - the agency is the subject
    """Mail the agency's administrators what waits for longer than it may; nothing on a day off.

    At least once: run again, it mails a second time. Ten attempts; one statement and a mail to each.
    """
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        of = agency(session, agency_id)
        today = local(now, of.time_zone).date()
        if not is_working_day(today, desk_of(session, of, today=today)):
            return
        found = [one for one in stuck(session, of, now=now) if one.is_told]
        told = administrators(session, agency_id) if found else []
    for user in told:
        mail = stuck_mail(of, user, found, public_url=work.settings.public_url)
        thread = f"stuck-{agency_id.hex}-{today:%Y%m%d}"
        with suppress(Refused):  # one address that no longer works does not have the others told again
            notice = Notice(mail, user.name, user.email, "Afterword", reply_to=None, thread=thread)
            post(notice, settings=work.settings, now=now)
