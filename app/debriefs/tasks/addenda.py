"""Mails about what was added to a debrief; the subject of each task is the addendum."""

from uuid import UUID

from app.accounts.tasks import post_from, post_to
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.debriefs import queries
from app.debriefs.rendering.addendum_mails import addendum_mail, addendum_returned_mail
from app.debriefs.tasks.posting import way_in
from app.interviews.queries import meeting_for
from app.interviews.tasks import to_candidate, to_consultant


@task("debriefs.tell_addendum")
def tell_addendum(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant what was added; of what only the agency reads, that there is something (rule 4).

    Not told is who took it by telephone themselves. At least once: run again, it mails a second time. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        addendum, interview_id = queries.addendum_and_interview(session, agency_id=agency_id, addendum_id=subject_id)
        meeting = meeting_for(session, interview_id=interview_id, actor=actor)
        if addendum.added_by_id == meeting.consultant.id or not meeting.consultant.active:
            return
        mail = addendum_mail(meeting, addendum, desk=f"{work.settings.public_url}/desk")
    post_to(to_consultant(meeting, mail), work=work, now=now)


@task("debriefs.mail_addendum_returned")
def mail_addendum_returned(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate why what they added came back, and a link; nothing without an address.

    At least once: run again, it mails a second time, and both links work. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        addendum, interview_id = queries.addendum_and_interview(session, agency_id=agency_id, addendum_id=subject_id)
        meeting = meeting_for(session, interview_id=interview_id, actor=actor)
        way = way_in(session, meeting, work.settings, actor=actor, now=now)
        if way is None:
            return
        mail = addendum_returned_mail(meeting, reason=addendum.return_reason or "", link=way.link)
    post_from(to_candidate(meeting, mail), work=work, now=now)
