"""What nobody decided on in time is told to the managers."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from app.accounts.models import Consultant
from app.accounts.tasks import Notice, post_to
from app.adapters.mail import Refused
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.core.settings import Settings
from app.desk.actions.escalating import note_escalated, to_escalate
from app.desk.rendering.overdue import Overdue, overdue_mail


@task("desk.review_overdue")
def review_overdue(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail each manager of the team, or else of the agency, that an item is overdue; nothing where it was decided on.

    At least once: run again before it was noted, it repeats mails with the identifiers that they had. While the desk is
    closed it waits until it opens. Ten attempts; a mail takes seconds.
    """
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        found = to_escalate(session, agency_id=agency_id, item_id=subject_id, now=now)
    if found is None:
        return
    for manager in found.managers:
        with suppress(Refused):  # one address that no longer works does not have the others told again
            post_to(_to_manager(found.late, manager, work.settings, now), work=work, now=now)
    if found.managers:
        with work.db.transaction(agency_id) as session:
            note_escalated(session, item_id=subject_id, now=utc_now())


def _to_manager(late: Overdue, manager: Consultant, settings: Settings, now: datetime) -> Notice:
    domain = settings.mail_from.rpartition("@")[2]
    return Notice(
        mail=overdue_mail(late, manager, public_url=settings.public_url, now=now),
        to_name=manager.name,
        to_address=manager.email,
        from_name=late.meeting.agency.name,
        reply_to=None,
        thread=f"interview-{late.meeting.interview.id.hex}",
        message_id=f"<{late.item.id.hex}.{manager.id.hex}.overdue@{domain}>",
        agency=late.meeting.agency,
        recipient=manager,
    )
