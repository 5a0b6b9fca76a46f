"""The candidate keeps a copy of what they sent."""

from uuid import UUID

from app.accounts.tasks import post_from
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.debriefs import queries
from app.debriefs.rendering.copy_mail import copy_mail
from app.debriefs.schemas.content import DebriefAnswers
from app.debriefs.tasks.posting import rows
from app.interviews.tasks import to_candidate


@task("debriefs.mail_copy")
def mail_copy(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate what they just sent, to their stored address; what only the agency reads is not read here.

    Nothing without an address, and nothing of what a consultant wrote down by telephone. At least once: run again, it
    mails a second time. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting, debrief = rows(session, subject_id, actor)
        if debrief is None or debrief.version == 0 or meeting.candidate.email is None:
            return
        version = queries.version_of(session, debrief, debrief.version)
        if version.channel != "web" or version.submitted_by != "candidate":
            return
        mail = copy_mail(meeting, debrief, DebriefAnswers.model_validate(version.answers), sent_at=version.submitted_at)
    post_from(to_candidate(meeting, mail), work=work, now=now)
