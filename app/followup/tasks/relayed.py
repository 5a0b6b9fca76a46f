"""The candidate hears that their consultant wrote to them."""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import settings_of
from app.accounts.tasks import post_from
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.queue import Work, task
from app.core.timers import set_timer
from app.followup.queries.telling import told_in
from app.followup.rendering.telling import relayed_mail
from app.interviews.actions.inviting import way_in
from app.interviews.models import Meeting
from app.interviews.queries import meeting_for
from app.interviews.rules import outside_quiet_hours
from app.interviews.tasks import to_candidate


@task("followup.mail_relayed")
def mail_relayed(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the candidate of the interview ``subject_id`` that somebody wrote, with a link; never what (rule 5).

    Nothing where they have read it, or have no address any more; in their quiet hours it is planned again. At least
    once: run again, it mails a second time. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting = meeting_for(session, interview_id=subject_id, actor=actor)
        by = _who_wrote(session, meeting)
        if by is None or meeting.candidate.email is None or _waits_for_morning(session, meeting, now=now):
            return
        way = way_in(session, meeting, public_url=work.settings.public_url, actor=actor, now=now)
        mail = relayed_mail(meeting, by=by, link=way.link)
    post_from(to_candidate(meeting, mail), work=work, now=now)


def _who_wrote(session: AgencySession, meeting: Meeting) -> str | None:
    """Who wrote last of what has not been read yet."""
    told = told_in(session, meeting.interview)
    waiting = [one for one in told if one.row.relayed_how == "page" and one.row.acknowledged_at is None]
    return waiting[-1].by if waiting else None


def _waits_for_morning(session: AgencySession, meeting: Meeting, *, now: datetime) -> bool:
    agency_id = meeting.agency.agency_id
    settings = settings_of(session, agency_id)
    due = outside_quiet_hours(now, meeting.candidate.time_zone, settings.quiet_from, settings.quiet_until)
    if due == now:
        return False
    set_timer(session, "followup.mail_relayed", agency_id=agency_id, subject_id=meeting.interview.id, due_at=due)
    return True
