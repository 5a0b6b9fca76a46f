"""Candidate and consultant are told of new comments, all that came within minutes in one mail."""

from uuid import UUID

from app.accounts.tasks import post, post_to
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.interviews.actions.inviting import way_in
from app.interviews.queries import meeting_for
from app.interviews.tasks import to_candidate, to_consultant
from app.threads import queries
from app.threads.actions import mark_told
from app.threads.models import Comment
from app.threads.rendering import candidate_mail, consultant_mail


@task("threads.tell_candidate")
def tell_candidate(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate the shared comments of an interview that they were not told of, with a link.

    At least once: what was told is noted after the mail has gone, so a crash between them mails it again. Ten attempts;
    a mail takes seconds.
    """
    now = utc_now()
    actor = SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        meeting = meeting_for(session, interview_id=subject_id, actor=actor)
        comments = queries.not_told(session, agency_id=agency_id, interview_id=subject_id, by="consultant")
        if not comments or meeting.candidate.email is None:
            return
        way = way_in(session, meeting, public_url=work.settings.public_url, actor=actor, now=now)
        names = queries.names_of(session, comments, candidate=meeting.candidate.name)
        mail = candidate_mail(meeting, comments, names, link=way.link)
    post(to_candidate(meeting, mail), settings=work.settings, now=now)
    _note(work, agency_id, comments)


@task("threads.tell_consultant")
def tell_consultant(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the consultant what the candidate said that they were not told of.

    At least once: what was told is noted after the mail has gone, so a crash between them mails it again. Ten attempts;
    a mail takes seconds.
    """
    with work.db.transaction(agency_id) as session:
        meeting = meeting_for(session, interview_id=subject_id, actor=SystemActor(agency_id))
        comments = queries.not_told(session, agency_id=agency_id, interview_id=subject_id, by="candidate")
        if not comments or not meeting.consultant.active:
            return
        mail = consultant_mail(meeting, comments)
    post_to(to_consultant(meeting, mail), work=work, now=utc_now())
    _note(work, agency_id, comments)


def _note(work: Work, agency_id: UUID, comments: list[Comment]) -> None:
    with work.db.transaction(agency_id) as session:
        mark_told(session, agency_id=agency_id, comment_ids=[one.id for one in comments], now=utc_now())
