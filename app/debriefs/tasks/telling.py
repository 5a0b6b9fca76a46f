"""Who hears what became of a debrief: the candidate of the answer, the consultant that none comes."""

from uuid import UUID

from app.accounts.tasks import post_from, post_to
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.debriefs import queries
from app.debriefs.rendering.mails import declined_mail, returned_mail
from app.debriefs.rendering.telephone_mails import taken_mail
from app.debriefs.tasks.posting import rows, way_in
from app.interviews.tasks import to_candidate, to_consultant


@task("debriefs.mail_returned")
def mail_returned(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate the reason of a return, and a link; nothing where it was submitted again meanwhile.

    At least once: run again, it mails a second time, and both links work. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting, debrief = rows(session, subject_id, actor)
        if debrief is None or debrief.state != "changes_requested":
            return
        way = way_in(session, meeting, work.settings, actor=actor, now=now)
        if way is None:
            return
        mail = returned_mail(meeting, reason=debrief.return_reason or "", link=way.link)
    post_from(to_candidate(meeting, mail), work=work, now=now)


@task("debriefs.mail_taken")
def mail_taken(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the candidate who wrote down what they told by telephone, with a link; nothing without an address.

    At least once: run again, it mails a second time, and both links work. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting, debrief = rows(session, subject_id, actor)
        if debrief is None or debrief.version == 0:
            return
        version = queries.version_of(session, debrief, debrief.version)
        taken_by = queries.taken_by(session, version)
        way = way_in(session, meeting, work.settings, actor=actor, now=now) if taken_by else None
        if taken_by is None or way is None:
            return
        mail = taken_mail(meeting, version, taken_by=taken_by, link=way.link)
    post_from(to_candidate(meeting, mail), work=work, now=now)


@task("debriefs.tell_declined")
def tell_declined(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant that the candidate does not tell how it went; nothing where it was opened again meanwhile.

    At least once: run again, it mails a second time. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting, debrief = rows(session, subject_id, actor)
        if debrief is None or debrief.state != "declined" or not meeting.consultant.active:
            return
        mail = declined_mail(meeting, reason=debrief.close_reason)
    post_to(to_consultant(meeting, mail), work=work, now=now)
