"""The consultant hears that a candidate asks for news: all of one interview in one mail."""

from uuid import UUID

from app.accounts.tasks import post_to
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.core.timers import set_timer
from app.followup.actions.nudging import TELL
from app.followup.queries.promises import waiting_nudges
from app.followup.queries.waiting import reader_of
from app.followup.rendering.promise_mails import nudge_mail
from app.followup.rules.hours import told_at
from app.interviews.queries import meeting_for
from app.interviews.tasks import to_consultant


@task("followup.tell_nudge")
def tell_nudge(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the consultant of the interview ``subject_id``, or who covers, what its candidate asks.

    Nothing where it was answered meanwhile; outside the desk's hours it waits until the desk opens, unless an answer is
    due before. At least once: run again, it mails a second time. Ten attempts; a mail takes seconds.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting = meeting_for(session, interview_id=subject_id, actor=actor)
        asked = waiting_nudges(session, meeting.interview)
        if not asked or not meeting.consultant.active:
            return
        reader = reader_of(session, meeting.consultant, meeting.agency, now=now)
        opens = told_at(now, reader.desk, digest=False, cut_off=min(one.due_at for one in asked))
        if opens is not None:
            set_timer(session, TELL, agency_id=agency_id, subject_id=subject_id, due_at=opens)
            return
        mail = nudge_mail(meeting, asked, desk=f"{work.settings.public_url}/desk", now=now)
    post_to(to_consultant(meeting, mail), work=work, now=now)
