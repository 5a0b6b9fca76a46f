"""The consultant hears that a debrief has not come: telephoning still saves it (P1)."""

from uuid import UUID

from app.accounts.tasks import post_to
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.core.timers import set_timer
from app.debriefs.actions.asking import may_be_asked
from app.debriefs.queries import find_debrief
from app.debriefs.rendering.telephone_mails import none_yet_mail
from app.followup.queries.waiting import reader_of
from app.followup.rules.hours import next_opening
from app.interviews.queries import meeting_for
from app.interviews.tasks import to_consultant

TELL = "followup.tell_no_debrief"


@task(TELL)
def tell_no_debrief(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell whose interview ``subject_id`` is, or who covers, that a day went by without its debrief.

    Nothing where it came meanwhile or may not be asked for, and of a candidate without an address, whom they are asked
    to ring anyway. While the desk is closed it waits until it opens. At least once: run again, it mails a second time.
    Ten attempts.
    """
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        meeting = meeting_for(session, interview_id=subject_id, actor=SystemActor(agency_id))
        candidate, consultant = meeting.candidate, meeting.consultant
        debrief = find_debrief(session, meeting.interview)
        if debrief is None or candidate.email is None or candidate.erased_at is not None or not consultant.active:
            return
        if not may_be_asked(session, meeting.interview, debrief, now):
            return
        opens = next_opening(now, reader_of(session, consultant, meeting.agency, now=now).desk)
        if opens is not None:
            set_timer(session, TELL, agency_id=agency_id, subject_id=subject_id, due_at=opens)
            return
        mail = none_yet_mail(meeting, debrief, desk=f"{work.settings.public_url}/desk")
    post_to(to_consultant(meeting, mail), work=work, now=now)
